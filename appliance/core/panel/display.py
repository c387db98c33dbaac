"""What stands on the display: one view at a time, the most urgent by itself, others by a button."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from appliance.core.model.ids import CallId, Language, Moment, Status
from appliance.core.panel import display_box
from appliance.core.panel.setup_rows import code_rows
from appliance.core.protocol.view import CallView, Row
from appliance.core.settings.directory import Directory, Office
from appliance.core.staff.calendar_words import in_words
from appliance.core.staff.presence import blocked_now
from appliance.core.state.call import Call
from appliance.core.state.picture import Picture, PowerState
from appliance.core.state.staff import STRANGER
from appliance.core.words import display as words
from appliance.core.words.numbers import readable
from appliance.core.words.outgoing import OUTGOING
from appliance.core.words.spoken import worded
from appliance.core.words.statuses import STATUSES

MOST_PHRASES = 2
"""The greeting and its English form (office.md D9)."""
MOST_FAULTS = 2
ANSWERED = ("talking", "wrap-up")
"""Where a call stands when somebody has it."""
STAFF = "staff:"
"""Before the id of a person: the view of their status."""

Rows = Iterator[Row]


def rows(
    picture: Picture, calls: tuple[CallView, ...], faults: tuple[str, ...], now: Moment
) -> tuple[Row, ...]:
    """The view that a button has chosen, else the most urgent: a call, the box itself, or idle."""
    if picture.viewing.startswith(STAFF):
        return tuple(staff_rows(picture, now))
    chosen = BY_BUTTON.get(picture.viewing)
    if chosen:
        return tuple(chosen(picture, faults, now))
    if picture.power is not PowerState.ON:
        language = picture.directory.office.language
        return tuple(display_box.power_rows(len(picture.calls), language))
    if calls:
        return tuple(call_rows(picture.calls[CallId(calls[0].call)], calls))
    return tuple(_quiet_rows(picture, faults, now))


def _quiet_rows(picture: Picture, faults: tuple[str, ...], now: Moment) -> Rows:
    """Nobody calls: the box may wait to be set up, else it is idle."""
    language = picture.directory.office.language
    if code := picture.door.shown:
        return code_rows(code, language)
    if _is_bare(picture.directory):
        return display_box.bare_rows(picture.devices.get("address", ""), language)
    return idle_rows(picture, faults, now)


def _is_bare(directory: Directory) -> bool:
    return not directory.lines and not directory.agents


def call_rows(call: Call, calls: tuple[CallView, ...]) -> Rows:
    """The firm that we now are, largest; who is calling; where it stands; how to answer.

    Who has answered needs no phrase any more: then whose number it is has a row of its own.
    """
    shown = calls[0]
    yield Row(shown.client, "huge", scroll=True)
    caller = readable(shown.caller, call.directory.office.language)
    yield Row(f"{caller} {language_flag(call)}".strip())
    if shown.screening:
        yield Row(shown.screening, "invert", scroll=True)
    yield Row(situation(call, shown, len(calls)), "small", scroll=True)
    if shown.stands in ANSWERED:
        yield from (Row(known, "small", scroll=True) for known in _registered(call, shown))
        return
    phrase = call.client.phrase if call.client and not call.outgoing else ""
    for line in phrase.splitlines()[:MOST_PHRASES]:
        yield Row(line.replace("{agent}", shown.agent or "..."), "small", scroll=True)


def situation(call: Call, shown: CallView, how_many: int) -> str:
    """Where the call stands, with whom, about what, and how many others there are."""
    language = call.directory.office.language
    parts = (
        worded(words.ABUSE, language) if shown.abuse else "",
        worded(OUTGOING, language) if call.outgoing and call.client else "",
        worded(words.STANDS["held" if shown.held else shown.stands], language),
        shown.agent,
        *(() if shown.stands in ANSWERED else _registered(call, shown)),
        shown.about,
    )
    more = f" (+{how_many - 1})" if how_many > 1 else ""
    return " · ".join(part for part in parts if part) + more


def _registered(call: Call, shown: CallView) -> tuple[str, ...]:
    if not shown.registered:
        return ()
    known = worded(words.REGISTERED, call.directory.office.language)
    return (known.format(name=shown.registered),)


def screening_words(call: Call) -> str:
    """What the firm wants done with its callers (office.md A5), or nothing."""
    if call.screening is None:
        return ""
    said = worded(words.SCREENING[call.screening.rule], call.directory.office.language)
    return f"{said}: {call.screening.note}" if call.screening.note else said


def language_flag(call: Call) -> str:
    """The caller's language where it is not the office's own (office.md D10)."""
    return call.language.upper() if call.language != call.directory.office.language else ""


def idle_rows(picture: Picture, faults: tuple[str, ...], now: Moment) -> Rows:
    """The time, a fault or what waits for somebody, and the office; a low display has room for
    the first of it."""
    office = picture.directory.office
    yield clock_row(office, now)
    if faults:
        yield from fault_pair(faults[0])
    counts = [] if faults else _counts(picture, office.language)
    if counts:
        yield Row(" · ".join(counts), "small", scroll=True)
    yield Row(office.name)
    if not faults and not counts:
        yield from (Row(text, "small", scroll=True) for text in _ways_out(picture))


def fault_pair(fault: str) -> Rows:
    """What is wrong, and below it what to do."""
    wrong, _, remedy = fault.partition(": ")
    yield Row(wrong, "invert", scroll=True)
    if remedy:
        yield Row(remedy, "small", scroll=True)


def _ways_out(picture: Picture) -> Iterator[str]:
    """How the box is reached and what carries its SMS, as far as it is known."""
    parts = (detail_of(picture, part) for part in ("modem", "address"))
    yield from (part for part in parts if part)


def detail_of(picture: Picture, part: str) -> str:
    """What a part said of itself, its reception in the office's language."""
    return in_language(picture.devices.get(part, ""), picture.directory.office.language)


def in_language(detail: str, language: Language) -> str:
    """What a part said of itself in English, its reception in this language."""
    for english, said in words.SIGNAL.items():
        detail = detail.replace(english, said.get(language, english))
    return detail


def clock_row(office: Office, now: Moment) -> Row:
    """The time; a box that does not know it says so."""
    if now.clock_set:
        return Row(f"{now.wall:%H:%M}", "huge")
    return Row(worded(words.NO_TIME, office.language), "large")


def waiting_rows(picture: Picture, faults: tuple[str, ...], now: Moment) -> Rows:
    """How many wait, the longest, and in which loops."""
    language = picture.directory.office.language
    waiting = list(picture.calls.in_order())
    if not waiting:
        yield Row(worded(words.NOBODY_WAITS, language), "large")
        return
    yield Row(worded(words.WAITING, language).format(n=len(waiting)), "huge")
    longest = int(now.monotonic - waiting[0][1].since.monotonic)
    wait = f"{longest // 60}:{longest % 60:02}"
    yield Row(worded(words.LONGEST, language).format(wait=wait))
    loops = {phase.loop: call.directory.loops[phase.loop].name for call, phase in waiting}
    yield Row(", ".join(loops.values()), "small", scroll=True)


def owed_rows(picture: Picture, faults: tuple[str, ...], now: Moment) -> Rows:
    """What somebody still has to see to: missed calls, SMS not sent, SMS to read."""
    language = picture.directory.office.language
    counts = _counts(picture, language)
    if not counts:
        yield Row(worded(words.ALL_WELL, language), "large")
    yield from (Row(count, "large") for count in counts)


def fault_rows(picture: Picture, faults: tuple[str, ...], now: Moment) -> Rows:
    """Every fault, with the sentence that says what to do."""
    language = picture.directory.office.language
    if not faults:
        yield Row(worded(words.ALL_WELL, language), "large")
        return
    for fault in faults[:MOST_FAULTS]:
        yield from fault_pair(fault)
    if len(faults) > MOST_FAULTS:
        yield Row(worded(words.FAULTS, language).format(n=len(faults)), "small")


def line_rows(picture: Picture, faults: tuple[str, ...], now: Moment) -> Rows:
    """What carries calls and SMS, what each part of the box said of itself, and who is well."""
    language = picture.directory.office.language
    well = [trunk.id for trunk in picture.directory.every_trunk if trunk.id in picture.trunks_up]
    for device in picture.devices:
        name = worded(words.PART_NAMES[device], language) if device in words.PART_NAMES else device
        if detail := detail_of(picture, device):
            yield Row(f"{name}: {detail}", "small", scroll=True)
        else:
            well.append(name)
    if well:
        yield Row(f"ok: {', '.join(well)}", "small", scroll=True)
    if delivered := picture.outbox.delivered:
        yield Row(worded(words.DELIVERED, language).format(n=delivered), "small")


def staff_rows(picture: Picture, now: Moment) -> Rows:
    """The person whose status the button changes, and what it is."""
    language = picture.directory.office.language
    agent = picture.directory.agents.get(picture.viewing.removeprefix(STAFF))
    if agent is None:
        return
    status = picture.staff.get(agent.id, STRANGER).status
    yield Row(agent.name, "huge")
    yield Row(worded(STATUSES[status], language), "large")
    if status is Status.AVAILABLE and (blocked := blocked_now(picture, agent.id, now)):
        yield Row(in_words(blocked, language), "normal", scroll=True)
    yield Row(worded(words.CHANGE, language), "small", scroll=True)


def _counts(picture: Picture, language: Language) -> list[str]:
    counts = (
        (words.MISSED, picture.missed),
        (words.UNSENT, picture.outbox.unsent),
        (words.TO_READ, len(picture.mail.unhandled)),
        (words.ODD_ENTRIES, sum(calendar.mended for calendar in picture.calendars.values())),
    )
    return [worded(said, language).format(n=count) for said, count in counts if count]


BY_BUTTON: Mapping[str, Callable[[Picture, tuple[str, ...], Moment], Rows]] = {
    "waiting": waiting_rows,
    "owed": owed_rows,
    "faults": fault_rows,
    "parts": line_rows,
    "idle": idle_rows,
}
"""The views that the button leads through, in this order, after the one that comes by itself."""
CYCLE = ("", *BY_BUTTON)


def next_view(now_viewing: str, step: int) -> str:
    """The view that a press of the button leads to."""
    at = CYCLE.index(now_viewing) if now_viewing in CYCLE else 0
    return CYCLE[(at + step) % len(CYCLE)]
