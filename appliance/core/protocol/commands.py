"""What is to be done: imperatives that the loop hands to the adapters."""

from __future__ import annotations

from dataclasses import dataclass

from appliance.core.model.ids import (
    LegId,
    PlayId,
    Prompt,
    Receipt,
    SmsId,
    Sound,
    SpokenFile,
    TimerId,
)
from appliance.core.model.ids import Record as StoredRecord
from appliance.core.model.trial import NoteFailure, ReturnTo
from appliance.core.model.verdict import Verdict
from appliance.core.protocol.commands_fault import TellFault
from appliance.core.protocol.commands_panel import PowerOff
from appliance.core.protocol.commands_recording import RecordTalk
from appliance.core.protocol.commands_retention import Expire
from appliance.core.protocol.commands_staff import CheckPin, Discard, FetchMessage
from appliance.core.protocol.commands_telephones import LookFor
from appliance.core.protocol.view import View
from appliance.core.settings.trunks import Trunk

Sayable = Prompt | Sound | SpokenFile | tuple[Prompt | Sound | SpokenFile, ...]
"""What is played: one thing, or several one after another without a pause."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer an incoming leg with 200 and open its audio; `tones`: its keys may be sound."""

    leg: LegId
    tones: bool = False


@dataclass(frozen=True, slots=True)
class Reject:
    """Refuse an incoming leg with a final SIP status (RFC 3261 section 21)."""

    leg: LegId
    code: int


@dataclass(frozen=True, slots=True)
class Play:
    """Play to a leg as soon as its audio is open; ends what played there before.

    Gives one PromptEnded, unless `loop`, StopPlaying, a later Play or the leg's end comes first.
    """

    leg: LegId
    play: PlayId
    what: Sayable
    loop: bool = False


@dataclass(frozen=True, slots=True)
class StopPlaying:
    """Silence what plays to a leg; no PromptEnded follows."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class Ring:
    """Call a member of staff or a number: a new outgoing leg (INVITE).

    `uri` is the whole SIP URI; `from_user` and `from_name` stand in the From header. `trunk` is
    the id of the trunk that carries the call, "" for a telephone that is rung directly.
    """

    leg: LegId
    uri: str
    from_user: str
    from_name: str
    trunk: str = ""


@dataclass(frozen=True, slots=True)
class Refer:
    """Ask the far end to connect itself with `uri` instead (RFC 3515); gives one Referred."""

    leg: LegId
    uri: str


@dataclass(frozen=True, slots=True)
class UseTrunks:
    """From now on calls come and go by these trunks; calls in progress go on as they are.

    `neighbours` are the SIP addresses of the staff, from where calls are taken as well. Each
    trunk answers with TrunkUp or TrunkDown, again whenever that changes.
    """

    trunks: tuple[Trunk, ...]
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bridge:
    """Let two legs hear each other and nobody else; `beside`: and whom they hear already."""

    one: LegId
    other: LegId
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """End a bridge: the two legs do not hear each other any more."""

    one: LegId
    other: LegId


@dataclass(frozen=True, slots=True)
class Record:
    """Record what a leg says; gives one RecordingEnded after StopRecording or the leg's end."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class StopRecording:
    """Close the recording of a leg."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class HangUp:
    """End a leg in whatever state it is (BYE, CANCEL or a final answer)."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Fire once after `seconds`; a timer of the same id is started anew."""

    timer: TimerId
    seconds: float


@dataclass(frozen=True, slots=True)
class StopTimer:
    """Forget a timer; an unknown one is no error."""

    timer: TimerId


@dataclass(frozen=True, slots=True)
class Save:
    """Commit the records in ONE transaction, then answer Saved or SaveFailed.

    `once`: a refusal holds, because whoever asked goes on without; all else is tried again.
    """

    receipt: Receipt
    records: tuple[StoredRecord, ...]
    once: bool = False


@dataclass(frozen=True, slots=True)
class SendSms:
    """Hand an SMS to the modem; its row says "sending" on the disk already."""

    sms: SmsId
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class DeleteSms:
    """Forget an SMS that came in: the store has it. An unknown one is no error."""

    id: str


@dataclass(frozen=True, slots=True)
class RememberSms:
    """The pieces of SMS that the store has: what of them lies in the modem yet may be deleted.

    Given once, at the start, and before it the modem reads nothing that came in.
    """

    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskModem:
    """Ask the modem for an installer; gives one ModemAnswered with this `request`."""

    command: str
    request: str


@dataclass(frozen=True, slots=True)
class LoadSettings:
    """Read the newest revision; answer SettingsChanged or SettingsBroken."""

    request: str | None = None


@dataclass(frozen=True, slots=True)
class KeepTime:
    """From now on, `wall` in every Moment is the time of this IANA zone."""

    zone: str


@dataclass(frozen=True, slots=True)
class CorrectClock:
    """The true time is `seconds` later than the system's clock, which may be believed with that."""

    seconds: float


@dataclass(frozen=True, slots=True)
class TestLamps:
    """Light every lamp for a while, and show each pattern, so that a dead lamp is seen."""


@dataclass(frozen=True, slots=True)
class Prepare:
    """See to it that these sentences can be played; answer DeviceFound or DeviceLost "speech"."""

    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class Restart:
    """End in order, then start anew."""


@dataclass(frozen=True, slots=True)
class DrawCode:
    """Draw a one-time code for the display; gives one CodeDrawn."""


@dataclass(frozen=True, slots=True)
class Show:
    """The picture of the office has changed: lamps, display, and pages follow."""

    view: View


@dataclass(frozen=True, slots=True)
class Reply:
    """Answer a request that came over the control socket; `data` is a record, for programs.

    `words` are English, for the command line; whoever reads another language has the `verdict`.
    """

    request: str
    ok: bool
    words: str
    data: object = None
    verdict: Verdict | None = None


Command = (
    Answer
    | Reject
    | Play
    | StopPlaying
    | Ring
    | UseTrunks
    | Refer
    | LookFor
    | Bridge
    | Part
    | Record
    | RecordTalk
    | StopRecording
    | HangUp
    | StartTimer
    | StopTimer
    | Save
    | SendSms
    | DeleteSms
    | RememberSms
    | AskModem
    | LoadSettings
    | ReturnTo
    | NoteFailure
    | TellFault
    | Expire
    | KeepTime
    | CorrectClock
    | Prepare
    | TestLamps
    | Restart
    | DrawCode
    | CheckPin
    | FetchMessage
    | Discard
    | Show
    | Reply
    | PowerOff
)
