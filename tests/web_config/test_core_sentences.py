"""No sentence of the switchboard reaches a page in English because nobody thought of it."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import appliance.core
from appliance.core.words.faults import PARTS
from appliance.core.words.trail import NOTES
from appliance.probe.call import STATES
from hardware.modem import cms_errors
from web_config.checks import step_words
from web_config.live import live_pieces
from web_config.settings import problem_words
from web_config.sms import sms_words
from web_config.words import cause_words

CORE = Path(appliance.core.__file__).parent
NOT_FOR_PAGES = re.compile(
    r"(words/.*|settings/checks/.*|.*(words|waiting_time|faults|one_time_code|test_line)\.py)"
)
"""They speak the office's language, have words of their own on the page, or are checked apart."""
OTHER = {
    "Not put through.",
    "The outcome is kept.",
    "The settings stay.",
    "The SMS is sent again.",
    "The SMS is left as it is.",
    "The SMS is taken: 12.",
    "The telephone of 12 12 for a caller of a loop now.",
    "12: 1212.",
    "12 12.",
    "A prompt was not heard: 12",
    "A talk was not recorded: 12",
    "What a caller said was not recorded: 12",
    "A fault inside at 12: see the log.",
}
"""What is granted, what only a command says, and a fault's own words."""
SAMPLES = {
    "digit": "#",
    "status": "away",
    "in_words": "calendar all day",
    "read_at": "14:00",
    "again": "restart",
    "MAIN": "trunk",
    "hint": "HINT",
    "did_you_mean": "HINT",
    "suggestion": "HINT",
    "near": "HINT",
    "ways": "loop, menu, say, message = true, or repeat = true",
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
    catalogues = (problem_words.KNOWN, sms_words.KNOWN)
    return sentence in NOTES or any(
        each.understood(sentence) for each in (*catalogues, cause_words.MODEM)
    )


@pytest.mark.parametrize("path", sorted(CORE.rglob("*.py")), ids=lambda path: path.stem)
def test_every_sentence_of_the_core_is_known_to_the_pages(path):
    if not NOT_FOR_PAGES.fullmatch(path.relative_to(CORE).as_posix()):
        found = set(sentences(ast.parse(path.read_text("utf-8")))) - OTHER
        assert {sentence for sentence in found if not known(sentence)} == set()


def test_the_look_finds_sentences_and_not_what_is_granted():
    written = 'said(f"Rang {name}.")\nreturn (True, "It is done.")\n"No sentence."'
    assert list(sentences(ast.parse(written))) == ["Rang 12."]
    assert not known("The moon rose.")


def test_why_an_sms_is_not_sent_is_known_to_the_pages():
    tree = ast.parse((CORE / "sms" / "outbox.py").read_text("utf-8"))
    given = [key.value for key in ast.walk(tree) if isinstance(key, ast.keyword)]
    assigned = [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.Return)]
    said = {text for node in [*given, *assigned] if " " in (text := filled(node))}
    assert len(said) >= 5
    assert {text for text in said if not sms_words.KNOWN.understood(text)} == set()


def test_every_part_that_can_be_lost_has_a_name_on_the_live_page():
    assert set(PARTS) - set(live_pieces.TRUNKS) <= set(live_pieces.PART_WORDS)


HERE = Path(appliance.core.__file__).parents[2]
RAISED = ("ModemTrouble", "ModemSilent", "Malfunction", "ProbeError", "ValueError")
INSTALLERS = {
    "The SIM card's PIN must be 4 to 8 digits.",
    "The concatenation reference must lie between 0 and 255.",
    "The modem is not ready yet: ask again soon.",
}
"""Mistakes of device.toml or of the programme, and answers of a command: no page shows them."""


def causes(path: Path, *, reasons: tuple[str, ...] = (), returned: bool = False) -> set[str]:
    """What is raised there, what the calls `reasons` are given, and what is `returned`."""
    tree = ast.parse(path.read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    wanted = (*RAISED, *reasons)
    said = [call.args for call in calls if ast.unparse(call.func).rpartition(".")[2] in wanted]
    nodes: list[ast.AST | None] = [each for args in said for each in args]
    if returned:
        nodes += [node.value for node in ast.walk(tree) if isinstance(node, ast.Return)]
    return {text for node in nodes if " " in (text := filled(node))} if nodes else set()


@pytest.mark.parametrize(
    "name", ["at", "driver", "facts", "line", "pdu", "pin", "port", "session", "startup", "sending"]
)
def test_everything_that_the_modem_says_is_known_to_the_pages(name):
    given = ("_break_off", "_verdict", "lost", "Refused", "Uncertain", "SmsUncertain")
    told = causes(
        HERE / "hardware" / "modem" / f"{name}.py",
        reasons=given,
        returned=name in ("pin", "port"),
    )
    ours = {text for text in told - INSTALLERS if not text.startswith(("delete ", "12 12"))}
    assert ours or name in ("driver", "facts")
    assert {text for text in ours if not cause_words.MODEM.understood(text)} == set()


def test_every_error_of_a_mobile_network_is_known_to_the_pages():
    for code in range(600):
        source, values = cause_words.MODEM.understood(cms_errors.reason(code))
        assert source == "%(reason)s (CMS error %(n)s)"
        assert cause_words.MODEM.understood(values["reason"])


@pytest.mark.parametrize("path", ["probe/scenes.py", "probe/call.py", "selftest/__init__.py"])
def test_every_finding_of_a_test_call_is_known_to_the_pages(path):
    told = causes(HERE / "appliance" / path, returned=path == "probe/scenes.py") - {"12 ms"}
    assert len(told) >= 2
    assert {text for text in told if not step_words.FOUND.understood(text)} == set()


def test_every_step_of_a_test_call_has_words():
    scenes = ast.parse((HERE / "appliance/probe/scenes.py").read_text("utf-8"))
    named = [n.elts[0] for n in ast.walk(scenes) if isinstance(n, ast.Tuple) and len(n.elts) == 2]
    steps = {n.value for n in named if isinstance(n, ast.Constant) and " " in str(n.value)}
    assert len(steps) >= 15
    assert steps - set(step_words.PEOPLE) <= set(step_words.STEPS)
    assert set(step_words.STATES) == set(STATES)


CHECKS = [
    *sorted((HERE / "appliance" / "settings").glob("*.py")),
    *((HERE / "appliance" / "common" / name) for name in ("problems.py", "limits.py")),
    *sorted((CORE / "settings" / "checks").glob("*.py")),
]


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.name)
def test_every_sentence_of_the_check_is_known_to_the_pages(path):
    told = {words.removesuffix("HINT") for words in problems_of(ast.parse(path.read_text("utf-8")))}
    assert {words for words in told if not problem_words.KNOWN.understood(words)} == set()


def problems_of(tree: ast.AST) -> Iterator[str]:
    """What problems and errors are given, directly or by a variable."""
    for node in ast.walk(tree):
        said: list[ast.AST] = []
        match node:
            case ast.Call(func=ast.Name(id="Problem"), args=[_, words, *_]):
                said = [words]
            case ast.Call(func=ast.Name(id="ValueError"), args=[words]):
                said = [words]
            case ast.Assign(targets=[ast.Name(id="words" | "sentence")], value=value):
                said = [value]
        yield from (text for each in said if " " in (text := filled(each)))
