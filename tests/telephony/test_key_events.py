"""One press counts once, whatever the network does to its packets and whatever its sender keeps."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.odd_keys import EVENTS, FRAME, Sent, changed, press

from appliance.telephony.audio.key_events import RATE, KeyEvents, KeyPacket, signed

JITTER_SECONDS = 0.15


def heard(packets: list[Sent]) -> str:
    events = KeyEvents()
    return "".join(p.digit for at, p in packets if events.begins_press(p, at))


@pytest.mark.parametrize("oddity", EVENTS)
def test_what_senders_and_networks_do(oddity: str) -> None:
    pressed, packets = EVENTS[oddity]
    assert heard(packets) == pressed


@pytest.mark.parametrize("oddity", EVENTS)
def test_every_packet_twice(oddity: str) -> None:
    pressed, packets = EVENTS[oddity]
    assert heard([sent for sent in packets for _ in (1, 2)]) == pressed


@st.composite
def lines(draw: st.DrawFn) -> tuple[str, list[list[Sent]]]:
    """Keys pressed one after the other, with at least 40 ms between them."""
    keys = draw(st.text("0123456789*#", min_size=1, max_size=8))
    start, presses = draw(st.floats(0, 2**32 / RATE)), []
    for key in keys:
        frames, ends = draw(st.integers(1, 60)), draw(st.integers(0, 5))
        presses.append(press(key, start, frames * FRAME / RATE, ends))
        start += (frames + max(2, ends) + draw(st.integers(1, 100))) * FRAME / RATE
    marked = draw(st.sampled_from(["first", "none", "all"]))
    if marked != "first":
        presses = [changed(each, marked=marked == "all") for each in presses]
    return keys, presses


def _through_a_network(packets: list[Sent], chance: random.Random, loss: float) -> list[Sent]:
    """Some are lost, some come twice, each later than sent; one of them arrives at least."""
    kept = [sent for sent in packets if chance.random() >= loss] or [chance.choice(packets)]
    kept += [sent for sent in kept if chance.random() < 0.1]
    return [Sent(at + chance.random() * JITTER_SECONDS, packet) for at, packet in kept]


@given(lines(), st.integers(0, 2**32), st.floats(0, 0.98))
def test_any_loss_reordering_and_repetition(
    line: tuple[str, list[list[Sent]]], seed: int, loss: float
) -> None:
    keys, presses = line
    chance = random.Random(seed)
    arrived = [sent for each in presses for sent in _through_a_network(each, chance, loss)]
    got = heard(sorted(arrived, key=lambda sent: sent.at))
    assert sorted(got) == sorted(keys)


@given(lines(), st.integers(0, 2**32), st.floats(0, 0.98))
def test_without_reordering_the_keys_come_in_their_order(
    line: tuple[str, list[list[Sent]]], seed: int, loss: float
) -> None:
    keys, presses = line
    chance = random.Random(seed)
    arrived = [sent for each in presses for sent in _through_a_network(each, chance, loss)]
    in_order = sorted(arrived, key=lambda sent: presses_order(sent, presses))
    times = sorted(sent.at for sent in arrived)
    assert heard([Sent(at, s.packet) for at, s in zip(times, in_order, strict=True)]) == keys


def presses_order(sent: Sent, presses: list[list[Sent]]) -> tuple[int, int]:
    first = presses[0][0].packet
    return signed(sent.packet.stamp - first.stamp, 32), sent.packet.sequence


@given(
    st.lists(
        st.builds(
            KeyPacket,
            digit=st.sampled_from("0123456789*#ABCD"),
            stamp=st.integers(0, 2**32 - 1),
            duration=st.integers(0, 0xFFFF),
            sequence=st.integers(0, 0xFFFF),
            marked=st.booleans(),
            ended=st.booleans(),
        ),
        max_size=60,
    )
)
def test_no_packet_is_too_odd(packets: list[KeyPacket]) -> None:
    """No more presses than packets, and the first packet is one."""
    got = heard([Sent(n * 0.02, packet) for n, packet in enumerate(packets)])
    assert len(got) <= len(packets)
    assert not packets or got[0] == packets[0].digit
