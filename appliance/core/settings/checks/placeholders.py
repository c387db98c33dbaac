"""Placeholders in the office's texts: only where something is filled in for them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from appliance.core.settings.checks.recordings import spoken_texts
from appliance.core.settings.directory import Client, Directory
from appliance.core.settings.problem import Problem

IN_PHRASE = frozenset({"{agent}"})
"""What is filled in where we say how we answer (docs/settings.md); in no other text anything is."""
LONGEST = 30

Hint = Callable[[str, Collection[str]], str]


def placeholder_problems(directory: Directory, published: bool, hint: Hint) -> Iterator[Problem]:
    """Placeholders for which nothing is filled in.

    In `phrase` they are errors where the settings are about to be `published`; what is in force
    already stays so. In all other texts, which may have braces of their own, they are warnings.
    """
    for client in directory.clients.values():
        for name in unfilled(client.phrase, IN_PHRASE):
            path = f"clients.{client.id}.phrase"
            yield Problem(path, _sentence(name) + hint(name, IN_PHRASE), warning=not published)
    for path, text in _other_texts(directory):
        for name in unfilled(text, frozenset()):
            yield Problem(path, _sentence(name), warning=True)


def unfilled(text: str, known: Collection[str]) -> list[str]:
    """The placeholders of a text, each once, that are none of the known ones: "{agnet}"."""
    found = (opened.partition("}") for opened in text.split("{")[1:])
    names = [f"{{{inside}}}" for inside, closed, _ in found if closed and _is_name(inside)]
    return [name for name in dict.fromkeys(names) if name not in known]


def _is_name(inside: str) -> bool:
    word = inside.strip().replace("_", "").replace("-", "")
    return word.isalpha() and len(inside) <= LONGEST


def _sentence(name: str) -> str:
    return f"nothing is filled in for '{name}' here"


def _other_texts(directory: Directory) -> Iterator[tuple[str, str]]:
    yield from spoken_texts(directory)
    for client in directory.clients.values():
        yield from _of_client(client)


def _of_client(client: Client) -> Iterator[tuple[str, str]]:
    """What the agent reads."""
    path = f"clients.{client.id}"
    yield f"{path}.address", client.address
    yield f"{path}.on_duty", client.on_duty
    for name, texts in (("card", client.card), ("script", client.script)):
        yield from ((f"{path}.{name}.{n}", text) for n, text in enumerate(texts, 1))
    for n, each in enumerate(client.questions, 1):
        yield f"{path}.questions.{n}", f"{each.question} {each.answer}"
