"""What a client's card holds beside its free lines: the questions that its callers ask."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A question that callers of a firm ask, and the answer that we give (office.md A3)."""

    question: str
    answer: str
