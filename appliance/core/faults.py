"""Everything that is wrong now, each in a sentence for the office and in the part's own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from appliance.core import fault_words
from appliance.core.model import Moment
from appliance.core.office import Picture
from appliance.core.pin_guard import MOST_WRONG, locked_out
from appliance.core.staff import available


@dataclass(frozen=True, slots=True)
class Fault:
    """`sentence` in the office's language; `detail` in English, for whoever mends it."""

    sentence: str
    detail: str


def faults(picture: Picture, now: Moment) -> Iterator[Fault]:
    """The parts' faults first, then those of the office."""
    language = picture.directory.office.language
    for device, reason in picture.faults.items():
        yield Fault(fault_words.of_part(device, reason, language), reason)
    for key, detail, values in _of_the_office(picture, now):
        yield Fault(fault_words.of_office(key, language, **values), detail)


def _of_the_office(picture: Picture, now: Moment) -> Iterator[tuple[str, str, dict[str, object]]]:
    for loop in picture.directory.loops.values():
        members = picture.directory.members_of(loop)
        if not any(available(picture.staff, member.id) for member in members):
            words = f"Nobody is logged in to {loop.name}: its callers leave messages."
            yield "nobody", words, {"loop": loop.name}
    for agent, until in locked_out(picture.pins, now):
        known = picture.directory.agents.get(agent)
        name = known.name if known else agent
        said = f"The staff line is locked for {agent} until {until:%H:%M}: {MOST_WRONG} wrong PINs."
        yield "locked", said, {"name": name, "until": f"{until:%H:%M}"}
    if count := len(picture.ledger.refused):
        words = f"{count} records wait for the disk: {picture.ledger.reason}"
        yield "records", words, {"n": count}
    for key, count, words in _counted(picture):
        if count:
            yield key, words.format(n=count), {"n": count}


def _counted(picture: Picture) -> Iterator[tuple[str, int, str]]:
    outbox = picture.outbox
    yield "busy", picture.refused, "{n} calls found every line busy."
    strangers = "{n} calls or probes from unknown addresses were ignored."
    yield "strangers", picture.ignored, strangers
    used_up = "The SMS of this day are used up (office.sms_per_day): the rest waits."
    yield "used_up", int(outbox.used_up), used_up
    yield "failed", len(outbox.failed), "{n} SMS failed: see 'sentralbord sms list'."
    maybe = "{n} SMS may have been sent: decide with 'sentralbord sms list'."
    yield "maybe", len(outbox.doubtful), maybe
