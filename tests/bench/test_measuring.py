"""The bench's own reckoning, on streams and calls whose truth is known."""

from __future__ import annotations

import json
import math
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench import hostile, keys, office, setup_rate, talk
from bench.edges import Onset, wait_until_quiet
from bench.figures import Figure, nearest_rank, write
from bench.load import lateness_ms

from appliance.probe import audio, rtp, sdp
from appliance.probe.telephone import AnswerAfter, Refuse, Telephone
from appliance.settings.document import read

MS = 1_000_000


def packet(at_ms: float, payload: bytes, n: int = 0) -> rtp.Packet:
    return rtp.Packet(round(at_ms * MS), sdp.PCMA, False, n, n * audio.FRAME, payload)


def test_ranks() -> None:
    samples = [float(n) for n in range(1, 101)]
    assert (nearest_rank(samples, 0.95), nearest_rank(samples[:1], 0.95)) == (95, 1)
    assert math.isnan(nearest_rank([], 0.95))


def test_a_goal_is_judged_by_its_statistic_and_not_met_without_samples() -> None:
    samples = tuple([1.0] * 19 + [9.0])
    assert Figure("x", "ms", samples, 2).met is True
    assert Figure("x", "ms", samples, 2, "max").met is False
    assert Figure("x", "ms", (), 2).met is False
    assert Figure("x", "ms", samples).met is None


def test_the_json_is_valid_even_without_samples(tmp_path: Path) -> None:
    write(tmp_path / "b" / "bench.json", [Figure("x", "ms", (), 2)], ["a note"], quick=True)
    read_back = json.loads((tmp_path / "b" / "bench.json").read_text())
    assert read_back["figures"][0]["median"] is None
    assert read_back["notes"] == ["a note"]


def test_lateness_is_reckoned_from_the_earliest_packet() -> None:
    at = [5.0, 20.0, 40.0, 95.0]
    stream = [packet(ms, b"", n) for n, ms in enumerate(at)]
    assert lateness_ms(stream) == [5.0, 0.0, 0.0, 35.0]


def test_an_onset_is_found_to_the_sample() -> None:
    tone, quiet = audio.tone_frames(1000, sdp.PCMA)[0], audio.silence(sdp.PCMA)
    stream = [packet(10, tone), packet(30, quiet), packet(50, quiet[:80] + tone[:80])]
    edge = Onset(20 * MS).feed(stream)
    assert edge is not None
    assert (edge.at_ns, edge.sample) == (50 * MS, 81)  # a sine's first sample is zero
    assert edge.sample_ns == 50 * MS + 81 * 125_000


def test_the_bench_office_is_a_valid_document(tmp_path: Path) -> None:
    directory = read(office.settings(["127.0.0.1:5071", "127.0.0.1:5072"]))
    assert len(directory.agents) == 2 * office.AGENTS_IN_A_LOOP
    office.put_prompts(tmp_path)
    with wave.open(str(min(tmp_path.iterdir()))) as file:
        assert abs(int.from_bytes(file.readframes(1), "little", signed=True)) > audio.AUDIBLE


@pytest.fixture
def caller() -> Iterator[Telephone]:
    with Telephone() as telephone:
        yield telephone


@pytest.fixture
def called() -> Iterator[Telephone]:
    with Telephone() as telephone:
        yield telephone


def test_set_up_times_follow_the_answer(caller: Telephone, called: Telephone) -> None:
    called.on_invite = AnswerAfter(0.02)
    times, lost = setup_rate.measure(caller, called.uri, per_second=50, calls=10)
    assert len(times.samples) == 10
    assert min(times.samples) >= 20
    assert lost.samples == (0,)


def test_refused_calls_are_counted(caller: Telephone, called: Telephone) -> None:
    called.on_invite = Refuse(486)
    times, lost = setup_rate.measure(caller, called.uri, per_second=50, calls=3)
    assert (times.samples, lost.samples, lost.met) == ((), (3,), False)


def test_keys_without_a_prompt_are_counted(
    caller: Telephone, called: Telephone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "PATIENCE", 0.2)
    times, lost = keys.measure(caller, called.uri, calls=1, keys=2)
    assert (times.samples, lost.samples) == ((), (2,))


def test_a_direct_call_delays_a_burst_hardly(caller: Telephone, called: Telephone) -> None:
    call = caller.dial(called.uri, "1")
    arrival = called.arrivals.get(timeout=5)
    assert call.wait_for("answered", 5)
    times = talk.Times()
    for _ in range(3):
        talk._burst(call, arrival.call, talk.CALLER_HZ, times)
    assert times.failed == []
    assert len(times.delay) == 3
    assert 0 < min(times.delay) < 2 * MS
    assert max(times.delay) < 100 * MS
    call.send_silence()
    assert wait_until_quiet(arrival.call, 0.05)


def test_a_hostile_packet_is_a_call_to_our_line_and_what_is_awkward_in_it_is_long() -> None:
    sent = hostile.packets("sip:+4710001000@127.0.0.1:5060", 5099)
    assert len(sent) == 1 + 2 * len(hostile.HEADERS) * len(hostile.UNITS)
    assert b"\r\nDiversion: <sip:+4710000098@127.0.0.1>" + b" " * 7000 + b"x\r\n" in sent[0]
    for packet in sent:
        assert packet.startswith(b"INVITE sip:+4710001000@")
        assert 6_900 < len(packet) < 65_507
    assert len(hostile.packets("sip:+4710001000@127.0.0.1:5060", 5099, 8)) == 25
