"""Taking a spoken message: the request, the tone, the recording, the disk, and the farewell."""

from __future__ import annotations

from appliance.core.calls.closing import finish, promised, sms_noted
from appliance.core.model.ids import Disposition, Moment, Receipt, Sound
from appliance.core.model.told import Told
from appliance.core.protocol.commands import (
    HangUp,
    Record,
    Save,
    StartTimer,
    StopRecording,
    StopTimer,
)
from appliance.core.state.call import (
    AskedForMessage,
    Call,
    Farewell,
    RecordingMessage,
    Step,
    StoringMessage,
    enter,
    noted,
    play,
    timer,
)
from appliance.core.words.spoken import spoken


def ask(call: Call, sentence: str, now: Moment) -> Step:
    """Ask the caller for a message with one of the house's sentences."""
    call = noted(call, now, Told.ASKED_FOR_MESSAGE)
    call, saying = play(call, call.caller_leg, spoken(sentence, call.language))
    return enter(call, AskedForMessage(saying.play), [saying])


def sound_tone(call: Call) -> Step:
    """After the request, or at once when the caller presses a key: the tone."""
    call, tone = play(call, call.caller_leg, Sound.TONE)
    return enter(call, AskedForMessage(tone.play, tone=True), [tone])


def record(call: Call, now: Moment) -> Step:
    """The caller speaks, for so long as the office allows."""
    limit = StartTimer(timer(call, "recording"), call.directory.office.message_seconds)
    return enter(call, RecordingMessage(now), [Record(call.caller_leg), limit])


def stop(call: Call) -> Step:
    """The caller is done, gone, or has spoken long enough; RecordingEnded will follow."""
    return call, [StopTimer(timer(call, "recording")), StopRecording(call.caller_leg)]


def store(call: Call, path: str | None, seconds: float, problem: str, now: Moment) -> Step:
    """Bring the message to the disk. Without a recording the client still learns who rang."""
    call = noted(call, now, _spoke(path, problem), n=f"{seconds:.0f}", problem=problem)
    receipt = Receipt(f"{call.id}:message")
    left = Disposition.MESSAGE_LEFT
    records = promised(call, left, now, recording=path, seconds=seconds if path else 0.0)
    save = Save(receipt, records)
    stop = StopTimer(timer(call, "recording"))
    return enter(call, StoringMessage(receipt, bool(problem)), [stop, save])


def stored(call: Call, phase: StoringMessage, now: Moment) -> Step:
    """The message is on the disk: only now is it promised, if it was heard at all."""
    said = "message_lost" if phase.unheard else "message_taken"
    call = sms_noted(noted(call, now, Told.STORED), Disposition.MESSAGE_LEFT, now)
    return _farewell(call, said, now)


def not_stored(call: Call, reason: str, now: Moment) -> Step:
    """The disk did not take the message: say so; the house goes on trying."""
    return _farewell(noted(call, now, Told.NOT_STORED, problem=reason), "message_lost", now)


def say_goodbye(call: Call, phase: Farewell, now: Moment) -> Step:
    """The last sentence was heard."""
    gone, commands = finish(call, phase.disposition, now)
    return gone, [HangUp(call.caller_leg), *commands]


def _spoke(path: str | None, problem: str) -> Told:
    if path:
        return Told.SPOKE_LESS if problem else Told.SPOKE
    return Told.NOTHING_RECORDED_BY if problem else Told.NOTHING_RECORDED


def _farewell(call: Call, sentence: str, now: Moment) -> Step:
    if not call.caller_present:
        return finish(call, Disposition.MESSAGE_LEFT, now)
    call, saying = play(call, call.caller_leg, spoken(sentence, call.language))
    return enter(call, Farewell(saying.play, Disposition.MESSAGE_LEFT), [saying])
