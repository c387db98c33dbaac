"""No sentence of the switchboard reaches a page in English because nobody thought of it."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import appliance.control.client
import appliance.core
from appliance.core.fault_words import PARTS
from web_config import live_pieces, reply_words, sms_words, story_words
from web_config.settings import problem_words

CORE = Path(appliance.core.__file__).parent
NOT_FOR_PAGES = re.compile(
    r".*(words|wording|estimate|_check|_causes|faults|one_time_code|selftest)\.py"
)
"""They speak the office's language, have words of their own on the page, or are checked apart."""
OTHER = {
    "The outcome is kept.",
    "The settings stay.",
    "The SMS is sent again.",
    "The SMS is left as it is.",
    "The SMS is taken: 12.",
    "The telephone of 12 12 for a caller of a loop now.",
    "12: 1212.",
    "12 12.",
    "Trunk 12 did not carry the last call (12).",
    "A talk was not recorded: 12",
}
"""What is granted, what only a command says, and a fault's own words."""
SAMPLES = {
    "digit": "#",
    "menu.default": "#",
    "status": "away",
    "rule": "answer",
    "in_words": "calendar all day",
    "known_by": "no number that we know",
}
SENTENCE = re.compile(r"[A-Z1].* .*(\.|: 12)")


def sentences(tree: ast.AST) -> Iterator[str]:
    """Every whole sentence that is written there, with something filled in."""
    within: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.Expr | ast.FormattedValue):
            within |= set(ast.iter_child_nodes(node))
        if isinstance(node, ast.Dict) and by_language(node):
            within |= set(node.values)
        if isinstance(node, ast.Tuple | ast.Call):
            within |= granted(node)
        if node not in within and (text := filled(node)) and SENTENCE.fullmatch(text):
            yield text


def by_language(node: ast.Dict) -> bool:
    return {"da", "nb", "nl", "en"} <= {getattr(key, "value", None) for key in node.keys}


def granted(node: ast.Tuple | ast.Call) -> set[ast.AST]:
    """What stands after True in an answer: pages show refusals only."""
    parts = node.elts if isinstance(node, ast.Tuple) else node.args
    pairs = pairwise(parts)
    return {words for ok, words in pairs if isinstance(ok, ast.Constant) and ok.value is True}


def filled(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=pieces):
            return "".join(map(filled, pieces))
        case ast.FormattedValue(value=value):
            written = ast.unparse(value)
            return next((sample for name, sample in SAMPLES.items() if name in written), "12")
    return ""


def known(sentence: str) -> bool:
    catalogues = (story_words.KNOWN, reply_words.KNOWN, problem_words.KNOWN, sms_words.KNOWN)
    return any(each.understood(sentence) for each in catalogues)


@pytest.mark.parametrize("path", sorted(CORE.glob("*.py")), ids=lambda path: path.name)
def test_every_sentence_of_the_core_is_known_to_the_pages(path):
    if not NOT_FOR_PAGES.fullmatch(path.name):
        found = set(sentences(ast.parse(path.read_text("utf-8")))) - OTHER
        assert {sentence for sentence in found if not known(sentence)} == set()


def test_the_look_finds_sentences_and_not_what_is_granted():
    written = 'noted(call, f"Rang {name}.")\nreturn (True, "It is done.")\n"No sentence."'
    assert list(sentences(ast.parse(written))) == ["Rang 12."]
    assert not known("The moon rose.")


def test_why_the_switchboard_does_not_answer_is_known_to_the_pages():
    tree = ast.parse(Path(appliance.control.client.__file__).read_text("utf-8"))
    raised = [call.args[0] for call in ast.walk(tree) if is_unavailable(call)]
    returned = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return)]
    said = [text for node in [*raised, *returned] if (text := words_of(node)) and " " in text]
    assert len(said) >= 10
    assert [text for text in said if not reply_words.UNAVAILABLE.understood(text)] == []


def is_unavailable(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "ControlUnavailable"


def words_of(node: ast.AST | None) -> str:
    return "".join(map(filled, ast.walk(node))) if isinstance(node, ast.Tuple) else filled(node)


def test_why_an_sms_is_not_sent_is_known_to_the_pages():
    tree = ast.parse((CORE / "outbox.py").read_text("utf-8"))
    given = [key.value for key in ast.walk(tree) if isinstance(key, ast.keyword)]
    assigned = [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.Return)]
    said = {text for node in [*given, *assigned] if " " in (text := filled(node))}
    assert len(said) >= 5
    assert {text for text in said if not sms_words.KNOWN.understood(text)} == set()


def test_every_part_that_can_be_lost_has_a_name_on_the_live_page():
    assert set(PARTS) - set(live_pieces.TRUNKS) <= set(live_pieces.PART_WORDS)
