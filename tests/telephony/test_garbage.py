"""Memory: one heap for all threads, and what is free goes back after the start and after calls."""

import subprocess
import sys

import pytest

from appliance.telephony.config import CALLS_OF_THE_BUILD, SipConfig
from appliance.telephony.engine.garbage import SIP_KEEPS_SECONDS, TRIM_SECONDS, Garbage

HEAPS_OF_A_THREADED_PROCESS = """
import ctypes, sys, threading
from appliance.telephony.engine.garbage import share_one_heap
if "share" in sys.argv:
    share_one_heap()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
threads = [threading.Thread(target=libc.malloc, args=(5000,)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


def heaps(*words: str) -> int:
    command = (sys.executable, "-c", HEAPS_OF_A_THREADED_PROCESS, *words)
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    return told.stdout.count("<heap nr=")


def test_all_threads_share_one_heap() -> None:
    assert heaps() > 1
    assert heaps("share") == 1


@pytest.fixture
def trimmed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    pads: list[int] = []
    monkeypatch.setattr(Garbage, "_trimmer", lambda _: pads.append)
    return pads


def test_what_the_start_left_behind_goes_back_to_the_system(trimmed: list[int]) -> None:
    garbage = Garbage()
    garbage.start(1000.0)
    try:
        for second in range(1000, 1300):
            garbage.collect(float(second), idle=True)
    finally:
        garbage.stop()
    assert len(trimmed) == pytest.approx(SIP_KEEPS_SECONDS / TRIM_SECONDS, abs=1)


def test_nothing_goes_back_while_somebody_is_on_the_telephone(trimmed: list[int]) -> None:
    garbage = Garbage()
    garbage.start(1000.0)
    try:
        for second in range(1000, 1100):
            garbage.collect(float(second), idle=False)
    finally:
        garbage.stop()
    assert trimmed == []


@pytest.mark.parametrize("calls", [1, 64, 128])
def test_each_call_may_play_listen_and_record_beside_all_legs(calls: int) -> None:
    config = SipConfig(max_calls=calls)
    assert config.max_legs <= CALLS_OF_THE_BUILD
    assert config.max_sounds >= max(1000, config.max_legs + 5 * calls)
