"""The bench of the large office runs at all, and tells every figure that `make bench` shows."""

from __future__ import annotations

import pytest
from bench import large

SMALLEST = large.Plan(calls=2, talks=1, waiting=3, idle_seconds=0.2, packets=10_000)
WHOSE = ("office of 1", "office of 500", "one hostile packet", "3 waiting")


def test_every_part_of_the_large_office_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE", large.Size(20, 20, 20))
    monkeypatch.setattr(large, "SETTLE_SECONDS", 0.5)
    figures = list(large.measure(SMALLEST))
    told = [figure.name.strip() for figure in figures]
    for whose in WHOSE:
        assert any(name.startswith(f"{whose}: ") for name in told), whose
    lost = [f for f in figures if "without 200" in f.name or "not there" in f.name]
    assert len(lost) >= len(WHOSE)
    assert [(figure.name, figure.samples) for figure in lost if any(figure.samples)] == []
    times = [figure for figure in figures if "INVITE -> 200" in figure.name]
    assert all(figure.samples for figure in times)
