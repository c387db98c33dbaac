"""Taking a spoken message: the request, the tone, the recording, the disk, and the farewell."""

from __future__ import annotations

from appliance.core.calls.closing import finish, promised
from appliance.core.model.ids import Disposition, Moment, Receipt, Sound
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
    call = noted(call, now, "The caller was asked to leave a message.")
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
    spoke = f"The caller spoke for {seconds:.0f} s." if path else f"Nothing recorded. {problem}"
    call = noted(call, now, spoke.strip())
    receipt = Receipt(f"{call.id}:message")
    left = Disposition.MESSAGE_LEFT
    records = promised(call, left, now, recording=path, seconds=seconds if path else 0.0)
    save = Save(receipt, records)
    return enter(call, StoringMessage(receipt), [StopTimer(timer(call, "recording")), save])


def stored(call: Call, now: Moment) -> Step:
    """The message is on the disk: only now is it promised."""
    return _farewell(noted(call, now, "The message is stored."), "message_taken", now)


def not_stored(call: Call, reason: str, now: Moment) -> Step:
    """The disk did not take the message: say so; the house goes on trying."""
    return _farewell(noted(call, now, f"Not stored yet: {reason}"), "message_lost", now)


def say_goodbye(call: Call, phase: Farewell, now: Moment) -> Step:
    """The last sentence was heard."""
    gone, commands = finish(call, phase.disposition, now)
    return gone, [HangUp(call.caller_leg), *commands]


def _farewell(call: Call, sentence: str, now: Moment) -> Step:
    if not call.caller_present:
        return finish(call, Disposition.MESSAGE_LEFT, now)
    call, saying = play(call, call.caller_leg, spoken(sentence, call.language))
    return enter(call, Farewell(saying.play, Disposition.MESSAGE_LEFT), [saying])
