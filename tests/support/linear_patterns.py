"""Whether a pattern of `re` takes time that grows with its text alone, told from its structure.

A pattern is turned into an automaton. It costs more than a constant for each character where two
different loops can read the same text one after the other (Weber and Seidl, "On the degree of
ambiguity of finite automata", 1991): then every place to leave the first for the second is tried.
A search begins anew at every character, which is such a loop before the pattern.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

ANCHORED = ("match", "fullmatch")
MOST_COPIES = 100
"""What may be repeated more often counts as repeated without end."""
SAMPLES = [*map(chr, range(256)), *"ıſK٣\u0300–—\u2028ж漢\ud800\U0001f600"]


@dataclass
class Automaton:
    """Numbered nodes: empty steps, and for a node that reads: what, as bits of the alphabet."""

    alphabet: list[str]
    flags: int
    steps: list[list[int]] = field(default_factory=list)
    reads: dict[int, int] = field(default_factory=dict)
    checks: set[int] = field(default_factory=set)
    begins: dict[int, int] = field(default_factory=dict)
    """What may stand before a node that looks back."""
    problems: list[str] = field(default_factory=list)

    def node(self, *steps: int) -> int:
        """A new node with these empty steps."""
        self.steps.append(list(steps))
        return len(self.steps) - 1

    def reading(self, what: int, then: int) -> int:
        """A node that reads one of some characters."""
        node = self.node(then)
        self.reads[node] = what
        return node

    def sequence(self, parsed: Iterable[tuple[Any, Any]], then: int) -> int:
        """The first node of a sequence; built from its end."""
        for kind, value in reversed(list(parsed)):
            then = self.piece(kind, value, then)
        return then

    def piece(self, kind: Any, value: Any, then: int) -> int:
        """The first node of one piece of a pattern."""
        if kind in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN):
            return self.reading(self.charset(kind, value), then)
        if kind is op.SUBPATTERN:
            return self.sequence(value[3], then)
        if kind is op.ATOMIC_GROUP:
            return self.sequence(value, then)
        if kind is op.BRANCH:
            return self.node(*[self.sequence(branch, then) for branch in value[1]])
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            return self.repeat(*value, then)
        node = self.node(then)
        self.checks.add(node)
        if kind is op.AT and value in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
            lines = self.flags & re.MULTILINE and value is op.AT_BEGINNING
            self.begins[node] = self.charset(op.LITERAL, ord("\n")) if lines else 0
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            self.looks(kind, *value, node)
        elif kind is not op.AT:
            self.problems.append(f"uses {kind}")
        return node

    def looks(self, kind: Any, direction: int, body: Any, node: int) -> None:
        """Look ahead, or at the one character before."""
        if body.getwidth()[1] > MOST_COPIES:
            self.problems.append("looks ahead without end")
        if direction < 0 and len(body) == 1 and body[0][0] in (op.LITERAL, op.IN):
            bits = self.charset(*body[0])
            self.begins[node] = bits if kind is op.ASSERT else (1 << len(self.alphabet)) - 1 - bits

    def repeat(self, least: int, most: int, body: Any, then: int) -> int:
        """Copies of the body, and a loop where there is no end to them."""
        if most > MOST_COPIES:
            if body.getwidth()[0] == 0 and body.getwidth()[1] > MOST_COPIES:
                self.problems.append("a loop without end reads nothing, or a loop")
            loop = self.node(then)
            self.steps[loop].append(self.sequence(body, loop))
            first = loop
        else:
            first = then
            for _ in range(most - least):
                first = self.node(then, self.sequence(body, first))
        for _ in range(min(least, MOST_COPIES)):
            first = self.sequence(body, first)
        return first

    def charset(self, kind: Any, value: Any) -> int:
        """The characters of the alphabet that a piece reads, as bits."""
        bits = 0
        for at, char in enumerate(self.alphabet):
            variants = {char}
            if self.flags & re.IGNORECASE:
                variants |= {char.lower(), char.upper(), char.casefold()}
            if any(self.takes(kind, value, each) for each in variants if len(each) == 1):
                bits |= 1 << at
        return bits

    def takes(self, kind: Any, value: Any, char: str) -> bool:
        """Whether a piece reads a character."""
        if kind is op.ANY:
            return bool(self.flags & re.DOTALL) or char != "\n"
        if kind is op.IN:
            negated = value[0][0] is op.NEGATE
            found = any(self.takes(*each, char) for each in value[negated:])
            return found is not negated
        if kind is op.RANGE:
            return bool(value[0] <= ord(char) <= value[1])
        if kind is op.CATEGORY:
            return is_of(value, char, bool(self.flags & re.ASCII))
        return (ord(char) == value) is (kind is op.LITERAL)


def is_of(category: Any, char: str, ascii_only: bool) -> bool:
    """Whether a character is a digit, a blank, or one of a word; or none of it."""
    tests = {
        "DIGIT": str.isdecimal,
        "SPACE": str.isspace,
        "WORD": lambda c: c.isalnum() or c == "_",
    }
    _, _, name = str(category).removeprefix("CATEGORY_").rpartition("NOT_")
    found = bool(tests[name](char)) and (char.isascii() or not ascii_only)
    return found is not ("NOT_" in str(category))


def literals(parsed: Any) -> Iterator[str]:
    """Every character that a pattern names."""
    for kind, value in parsed:
        if kind in (op.LITERAL, op.NOT_LITERAL):
            yield chr(value)
        elif kind is op.RANGE:
            yield from map(chr, value)
        elif isinstance(value, parser.SubPattern | list):
            yield from literals(value)
        elif isinstance(value, tuple):
            nested = (v for v in value if isinstance(v, parser.SubPattern | list))
            for each in nested:
                inner = [i for i in each if isinstance(i, parser.SubPattern)]
                yield from (c for i in inner for c in literals(i)) if inner else literals(each)


def why_not_linear(pattern: str | bytes, flags: int = 0, how: str = "search") -> str:
    """Why the pattern, used by this function of `re`, is not linear; "" for one that is."""
    parsed = parser.parse(pattern, flags)
    flags = parsed.state.flags | (re.ASCII if isinstance(pattern, bytes) else 0)
    alphabet = sorted({*SAMPLES, *literals(parsed)})
    built = Automaton(alphabet, flags)
    end = built.node()
    start = built.sequence(parsed, end)
    walk = Walk(built, start, end, how)
    return next(iter([*built.problems, *walk.twice(), *walk.pairs()]), "")


class Walk:
    """The automaton by what it reads alone: which reading nodes follow each, and the loops."""

    def __init__(self, built: Automaton, start: int, end: int, how: str) -> None:
        self.built, self.how = built, how
        self.reads = dict(built.reads)
        self.follow: dict[int, list[int]] = {}
        self.final = {n for n in built.reads if end in self.reached(built.steps[n][0], plain=True)}
        for node in built.reads:
            self.follow[node] = self.reached(built.steps[node][0])
        self.outside: set[int] = set()
        if how not in ANCHORED:
            self.search(start)
        self.loops = self.components()

    def search(self, start: int) -> None:
        """Before the pattern anything may stand, or what it looks back at."""
        anything = (1 << len(self.built.alphabet)) - 1
        openings = self.openings(start, anything)
        before = {bits: -1 - at for at, bits in enumerate({anything: [], **openings}) if bits}
        self.reads |= {node: bits for bits, node in before.items()}
        for bits, node in before.items():
            self.follow[node] = [*before.values(), *openings.get(bits, [])]
        self.outside = set(before.values())

    def openings(self, start: int, anything: int) -> dict[int, list[int]]:
        """What is read first, by what may stand before it."""
        found: dict[int, list[int]] = {}

        def go(here: int, before: int, path: frozenset[int]) -> None:
            if here in self.built.reads:
                found.setdefault(before, []).append(here)
            elif here not in path:
                for onward in self.built.steps[here]:
                    go(onward, before & self.built.begins.get(here, anything), path | {here})

        go(start, anything, frozenset())
        return found

    def reached(self, node: int, *, plain: bool = False) -> list[int]:
        """The reading nodes (and the end) that empty steps lead to, once for each way."""
        found, path = [], set()

        def go(here: int) -> None:
            if here in self.built.reads or not self.built.steps[here]:
                found.append(here)
                return
            if here in path or (plain and here in self.built.checks):
                return
            path.add(here)
            for onward in self.built.steps[here]:
                go(onward)
            path.discard(here)

        go(node)
        return found

    def components(self) -> dict[int, frozenset[int]]:
        """The nodes that are on a cycle, each with all that are on one with it."""
        ahead = {node: self.ahead(node) for node in self.reads}
        return {
            node: frozenset(n for n in there if node in ahead[n])
            for node, there in ahead.items()
            if node in there
        }

    def ahead(self, node: int, among: frozenset[int] | None = None) -> set[int]:
        """All that can be read some time after a node, by way of some nodes or of any."""
        seen: set[int] = set()
        todo = [node]
        while todo:
            for onward in self.follow[todo.pop()]:
                if among is not None and onward not in among:
                    continue
                if onward in self.reads and onward not in seen:
                    seen.add(onward)
                    todo.append(onward)
        return seen

    def twice(self) -> Iterator[str]:
        """Loops within loops that read the same: ways without number."""
        for node, loop in self.loops.items():
            onward = [n for n in self.follow[node] if n in loop]
            if len(onward) != len(set(onward)) and node not in self.outside:
                yield f"a loop within a loop reads {self.shown(self.reads[node])} in many ways"

    def pairs(self) -> Iterator[str]:
        """Two loops that can read the same text, the second straight after the first."""
        for one in self.loops:
            for other in self.loops:
                if other in self.outside or other == one or self.never_fails(other):
                    continue
                if self.meet(one, other):
                    first = "a new beginning" if one in self.outside else self.loop_of(one)
                    yield f"{first} and then {self.loop_of(other)} read the same"

    def never_fails(self, node: int) -> bool:
        """What may end once in every round of its loop goes back no further than that."""
        if self.how == "fullmatch":
            return False
        between = self.loops[node] - self.final
        return not any(here in self.ahead(here, between) for here in between)

    def meet(self, one: int, other: int) -> bool:
        """Whether some text leads from `one` to itself and to `other`, and from that to itself."""
        todo = deque([(one, one, other)])
        seen = set(todo)
        while todo:
            at = todo.popleft()
            for x in self.within(at[0], one):
                for y in (n for n in self.follow[at[1]] if n in self.reads):
                    if not (both := self.reads[x] & self.reads[y]):
                        continue
                    for z in self.within(at[2], other):
                        if both & self.reads[z] and (x, y, z) not in seen:
                            if (x, y, z) == (one, other, other):
                                return True
                            seen.add((x, y, z))
                            todo.append((x, y, z))
        return False

    def within(self, node: int, loop: int) -> set[int]:
        return {n for n in self.follow[node] if n in self.loops[loop]}

    def loop_of(self, node: int) -> str:
        return f"a loop over {self.shown(self.reads[node])}"

    def shown(self, bits: int) -> str:
        some = [c for at, c in enumerate(self.built.alphabet) if bits >> at & 1]
        return repr("".join(some[:12])) + (" ..." if len(some) > 12 else "")
