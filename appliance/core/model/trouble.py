"""A trouble as a fact, which whoever shows it says in the language of whoever reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Trouble:
    """`code` is one of `fault_words.SENTENCES`; `values` are names, counts, and words quoted."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
