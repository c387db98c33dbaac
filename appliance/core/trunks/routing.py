"""Which trunk carries a call out: the first of the settings that works, the next if it fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from appliance.core.model.ids import LegId, Moment
from appliance.core.model.told import Told
from appliance.core.model.trouble import Trouble, TrunkTrouble
from appliance.core.protocol.commands import Command, Ring
from appliance.core.protocol.events import LegAnswered, LegEnded, LegRinging
from appliance.core.protocol.forward_address import bare, shown, user_of
from appliance.core.settings.directory import Directory
from appliance.core.settings.trunks import Trunk
from appliance.core.state.attempts import Attempt
from appliance.core.state.call import Call, CallingBack, Talking, Waiting, call_of, noted
from appliance.core.state.dial_phase import Dialling
from appliance.core.state.picture import Picture
from appliance.core.trunks.health import CARRIER, FAULT
from appliance.core.trunks.limits import e164, may_ring, own_number
from appliance.core.words.numbers import marked

K = TypeVar("K")
V = TypeVar("V")

FAILED = frozenset({401, 403, 407, 408, 500, 502, 503, 504})
"""The trunk's own answers (RFC 3261 section 21) before anything has rung."""
CONGESTED = frozenset({500, 502, 503, 504})
"""The network's own trouble also once it has rung: nobody who does not answer, or will not, gives
these (408, 480, 486, 603). An early 183 is often the gateway's word before it finds no way."""
NO_ROUTE = frozenset({404})
"""Nobody has the number, or this trunk knows no way there: the next one may; it is no fault."""
RESTS_SECONDS = 60.0
"""So long a trunk that has failed is not tried where there is another one."""


def carried(
    picture: Picture, commands: Iterable[Command], now: Moment
) -> tuple[Picture, list[Command]]:
    """The commands, with every call that goes out given to the trunk that shall carry it."""
    through: list[Command] = []
    for command in commands:
        call = picture.calls.get(call_of(command.leg)) if isinstance(command, Ring) else None
        if isinstance(command, Ring) and command.trunk and call:
            picture, command = _carry(picture, call, command, now)
        through.append(command)
    return picture, through


def heard(
    picture: Picture, event: LegRinging | LegAnswered | LegEnded, now: Moment
) -> tuple[Picture, Ring | None]:
    """What a leg's fate tells of its trunk; a leg that another trunk may still carry: that."""
    attempt = picture.way_out.attempts.get(event.leg)
    if attempt is None:
        return picture, None
    picture = _with(picture, attempts=_without(picture.way_out.attempts, event.leg))
    if not isinstance(event, LegEnded):
        return _goes_on(picture, attempt, event), None
    if attempt.rang and event.code not in CONGESTED:
        return picture, None
    if event.forwards and not attempt.moved:
        return _moved(picture, attempt, event.leg, event.forwards, now)
    if attempt.elsewhere and event.code in FAILED | NO_ROUTE:
        picture, ring = _moved(picture, attempt, event.leg, attempt.elsewhere, now)
        if ring:
            return picture, ring
    if event.code in NO_ROUTE:
        return _again(picture, attempt, event, now)
    if event.code not in FAILED:
        return picture, None
    return _again(_fails(picture, attempt.ring.trunk, event, now), attempt, event, now)


def _goes_on(picture: Picture, attempt: Attempt, event: LegRinging | LegAnswered) -> Picture:
    """The trunk carries the call; until somebody answers it may still break down."""
    picture = _works(picture, attempt.ring.trunk)
    if isinstance(event, LegAnswered):
        return picture
    attempts = {**picture.way_out.attempts, event.leg: replace(attempt, rang=True)}
    return _with(picture, attempts=attempts)


def _carry(picture: Picture, call: Call, ring: Ring, now: Moment) -> tuple[Picture, Ring]:
    before = picture.way_out.attempts.get(ring.leg, Attempt(ring))
    trunk = next(_in_order(picture, call.directory, before.tried, now), None)
    if trunk and trunk.id != ring.trunk:
        ring = _by(trunk, call, ring)
    attempt = replace(before, ring=ring, tried=before.tried | {ring.trunk})
    return _with(picture, attempts={**picture.way_out.attempts, ring.leg: attempt}), ring


def _in_order(
    picture: Picture, directory: Directory, tried: frozenset[str], now: Moment
) -> Iterator[Trunk]:
    """The trunks that were not tried: those that work as in the settings, then the others."""
    left = [trunk for trunk in directory.every_trunk if trunk.id not in tried]
    doubtful = [trunk for trunk in left if _is_doubtful(picture, trunk, now)]
    yield from (trunk for trunk in left if trunk not in doubtful)
    yield from doubtful


def _is_doubtful(picture: Picture, trunk: Trunk, now: Moment) -> bool:
    rests_until = picture.way_out.resting.get(trunk.id, 0.0)
    return f"{FAULT}{trunk.id}" in picture.faults or now.monotonic < rests_until


def _by(trunk: Trunk, call: Call, ring: Ring) -> Ring:
    """The same call by this trunk, as whom it knows."""
    number = ring.uri.removeprefix("sip:").partition("@")[0]
    own = isinstance(call.phase, CallingBack | Dialling)
    caller = own_number(call) if own else marked(call.caller, call.directory.office.mark)
    uri = f"sip:{number}@{trunk.host}"
    return replace(ring, uri=uri, from_user=trunk.shown_user(caller), trunk=trunk.id)


def _again(
    picture: Picture, attempt: Attempt, event: LegEnded, now: Moment
) -> tuple[Picture, Ring | None]:
    call = picture.calls.get(call_of(event.leg))
    if call is None or not _wants(call, event.leg):
        return picture, None
    trunk = next(_in_order(picture, call.directory, attempt.tried, now), None)
    if trunk is None:
        return picture, None
    by = {"trunk": attempt.ring.trunk, "answer": event.code, "other": trunk.id}
    picture = picture.with_call(call.id, noted(call, now, Told.TRUNK_FAILED, **by))
    # `carried` takes it from here, and knows by the attempt which trunks were tried.
    attempts = {**picture.way_out.attempts, event.leg: replace(attempt, rang=False)}
    return _with(picture, attempts=attempts), attempt.ring


def _moved(
    picture: Picture, attempt: Attempt, leg: LegId, ways: tuple[str, ...], now: Moment
) -> tuple[Picture, Ring | None]:
    """The trunk sends the call elsewhere (3xx): once, by the rules of what goes out.

    Of several ways the best that may be gone, then, if that one fails, the next (RFC 3261
    section 8.1.3.4).
    """
    call = picture.calls.get(call_of(leg))
    if call is None or not _wants(call, leg):
        return picture, None
    for at, way in enumerate(ways):
        if uri := _moved_to(call, attempt.ring, way):
            by = {"trunk": attempt.ring.trunk, "address": shown(way)}
            picture = picture.with_call(call.id, noted(call, now, Told.TRUNK_SENDS, **by))
            again = _sent(attempt, uri, ways[at + 1 :])
            attempts = {**picture.way_out.attempts, leg: again}
            return _with(picture, attempts=attempts), again.ring
    return picture, None


def _sent(attempt: Attempt, uri: str, elsewhere: tuple[str, ...]) -> Attempt:
    ring = replace(attempt.ring, uri=uri)
    return Attempt(ring, attempt.tried - {ring.trunk}, moved=True, elsewhere=elsewhere)


def _moved_to(call: Call, ring: Ring, forward: str) -> str:
    """Where it is rung then; the same number at another host only where no password goes along."""
    directory, number = call.directory, user_of(forward)
    trunk = next((each for each in directory.every_trunk if each.id == ring.trunk), None)
    if trunk is None or not number:
        return ""
    same = e164(directory, number) == e164(directory, user_of(ring.uri))
    if same and (trunk.proxy or not trunk.user):
        return bare(forward)
    allowed = not same and may_ring(directory, number)
    return f"sip:{number}@{trunk.host}" if allowed else ""


def _wants(call: Call, leg: LegId) -> bool:
    """Whether the call still waits for this leg."""
    match call.phase:
        case Waiting() as here:
            return here.offer_on(leg) is not None
        case Talking(consult=asked):
            return asked is not None and asked.leg == leg
        case CallingBack(leg=back) | Dialling(leg=back):
            return back == leg
    return False


def _fails(picture: Picture, trunk: str, event: LegEnded, now: Moment) -> Picture:
    resting = {**picture.way_out.resting, trunk: now.monotonic + RESTS_SECONDS}
    answer = f"{event.code} {event.reason}".strip()
    failed = Trouble(TrunkTrouble.CALL_FAILED, {"trunk": trunk, "answer": answer})
    return _with(picture, resting=resting).with_fault(f"{CARRIER}{trunk}", failed)


def _works(picture: Picture, trunk: str) -> Picture:
    picture = _with(picture, resting=_without(picture.way_out.resting, trunk))
    return picture.with_fault(f"{CARRIER}{trunk}", "")


def _with(picture: Picture, **changes: Any) -> Picture:
    return replace(picture, way_out=replace(picture.way_out, **changes))


def _without(mapping: Mapping[K, V], key: K) -> dict[K, V]:
    return {name: value for name, value in mapping.items() if name != key}
