"""Told to stop at any moment of its start, the switchboard ends cleanly."""

from __future__ import annotations

TIMES = 4


def test_it_can_be_stopped_as_soon_as_it_can_be_asked(box):
    assert box.stop() == 0
    for _ in range(TIMES):
        box.process.start()
        assert box.process.stop() == 0, box.log
        assert not box.process.device.control.exists()
    assert "Traceback" not in box.log
