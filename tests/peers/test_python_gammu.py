"""python-gammu as an oracle: it reads what we encode, and we read what it encodes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.examples import examples
from support.patience import PATIENCE

from appliance.core.model.sms_text import GSM_BASIC, GSM_EXTENDED, is_gsm
from hardware.emulated.modem_storage import deliver_pdus
from hardware.modem.fields import join_text
from hardware.modem.pdu import read_deliver, read_submit, submit_parts

pytestmark = pytest.mark.peers

CLIENT = "+4710000001"
SYSTEM_PYTHON = "/usr/bin/python3"
AT = datetime(2026, 11, 21, 17, 59, 30, tzinfo=UTC)

# gammu ends a text at a NUL, its tables lack form feed, it takes "\r" away at the end, and in
# UCS-2 it takes "~" for a sign of its own (Nokia's).
signs = st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], exclude_characters="~")
hard = st.sampled_from("€{}[]^\\|æøåÆØÅëïÿő😀👩\n§`¿ΔΩ")
gsm_signs = st.sampled_from(sorted((GSM_BASIC | GSM_EXTENDED) - set("\f\r\n")))
texts = st.text(gsm_signs | st.sampled_from("€{}"), min_size=1, max_size=400) | st.text(
    signs | hard, min_size=1, max_size=250
)


class Oracle:
    """python-gammu in a process of its own."""

    def __init__(self) -> None:
        program = Path(__file__).with_name("python_gammu.py")
        self._process = subprocess.Popen(
            [SYSTEM_PYTHON, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, text: str, pdus: list[str]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        asked = {"text": text, "gsm": is_gsm(text), "pdus": pdus}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"python-gammu gave up on {text!r}"
        told: dict[str, Any] = json.loads(answer)
        return told

    def close(self) -> None:
        self._process.communicate(timeout=PATIENCE)


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    found = subprocess.run([SYSTEM_PYTHON, "-c", "import gammu"], check=False, capture_output=True)
    if found.returncode:
        pytest.fail("python-gammu is missing: apt-get install python3-gammu, or -m 'not peers'")
    oracle = Oracle()
    yield oracle
    oracle.close()


def same(gammu: str, ours: str) -> bool:
    """Whether gammu read what we wrote; it puts a NUL at the end for each escape pair."""
    pairs = sum(letter in GSM_EXTENDED for letter in ours)
    return gammu in [ours + "\0" * nuls for nuls in range(pairs + 1)]


def as_deliver(pdu: str) -> str:
    """The PDU with the message type of SMS-DELIVER, where gammu writes SMS-SUBMIT's."""
    first = 2 * (1 + int(pdu[:2], 16))
    octet = int(pdu[first : first + 2], 16) & ~3
    return f"{pdu[:first]}{octet:02X}{pdu[first + 2 :]}"


many = settings(
    max_examples=examples(3000), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@many
@given(text=texts)
@example(text="5€")
@example(text="a" * 152 + "€" + "b" * 20)
@example(text="ë" * 66 + "😀" * 40)
def test_each_reads_what_the_other_writes(oracle: Oracle, text: str) -> None:
    ours = [part.pdu for part in submit_parts(CLIENT, text, reference=7)]
    delivered = deliver_pdus(CLIENT, text, reference=7, sent_at=AT)
    told = oracle.ask(text, [*ours, *delivered])

    read = [join_text([read_submit(pdu).user_data]) for pdu in ours]
    assert "".join(read) == text
    for (number, gammu), mine in zip(told["read"], [*read, *read], strict=True):
        assert number == CLIENT
        assert same(gammu, mine), (gammu, mine)

    theirs = [read_submit(pdu) for pdu in told["submit"]]
    assert join_text(submit.user_data for submit in theirs) == text
    assert {submit.number for submit in theirs} == {CLIENT}
    arrived = [read_deliver(as_deliver(pdu)) for pdu in told["deliver"]]
    assert join_text(deliver.user_data for deliver in arrived) == text
    assert {deliver.number for deliver in arrived} == {CLIENT}
