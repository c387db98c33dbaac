"""gammu, which is not ours, drives the emulated modem: if it cannot, the modem is wrong."""

import os
import shutil
import subprocess

import pytest
from support.patience import PATIENCE

from hardware.emulated.modem import EmulatedModem
from hardware.emulated.modem_families import KEEPS_ITS_BUFFER, PLAIN, STORES_REPORTS

pytestmark = pytest.mark.peers

CLIENT = "+4710000001"
MESSAGES = [
    ("Hei på deg: æøå ÆØÅ, {5€} [her]", "", 1),
    ("Vi ses, ë og 😀", "-unicode", 1),
    ("æøå{€}" * 60, "-len 400", 4),  # 480 septets
    ("ë😀" * 40, "-unicode -len 400", 2),
]


FAMILIES = {"plain": PLAIN, "stores reports": STORES_REPORTS, "keeps its buffer": KEEPS_ITS_BUFFER}


@pytest.fixture(scope="module", params=FAMILIES)
def emulated(request):
    with EmulatedModem(family=FAMILIES[request.param]) as modem:
        yield modem


@pytest.fixture(scope="module")
def gammu(emulated, tmp_path_factory):
    """Return a function that has gammu obey commands in one sitting, and gives what it printed.

    gammu takes its time over finding out what it talks to, so one sitting serves many commands.
    """
    program = shutil.which("gammu")
    if program is None:
        pytest.fail("gammu is missing: apt-get install gammu, or leave these out (-m 'not peers')")
    directory = tmp_path_factory.mktemp("gammu")
    settings, batch = directory / "gammurc", directory / "batch"
    settings.write_text(f"[gammu]\ndevice={emulated.port}\nconnection=at115200\nmodel=at\n")

    def obey(*commands):
        batch.write_text("\n".join(commands) + "\n", encoding="utf-8")
        ended = subprocess.run(
            [program, "-c", settings, "batch", batch],
            env=os.environ | {"LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=2 * PATIENCE,
            check=False,
        )
        return ended.stdout + ended.stderr

    return obey


def send(text, options=""):
    return f'sendsms TEXT {CLIENT} -text "{text}" {options}'.rstrip()


def test_gammu_identifies_the_modem_and_the_recipient_reads_what_it_sends(gammu, emulated):
    said = gammu("identify", *(send(text, options) for text, options, _ in MESSAGES))
    assert "Emulated modem" in said
    assert "001010000000001" in said
    assert [(sms.number, sms.text, sms.parts) for sms in emulated.sent] == [
        (CLIENT, text, parts) for text, _, parts in MESSAGES
    ], said


def test_gammu_reads_what_comes_in_and_deletes_it(gammu, emulated):
    texts = ["Takk, æøå {her}", "ë 😀", "æøå{}" * 60]
    for reference, text in enumerate(texts):
        emulated.receive(CLIENT, text, reference=reference)
    places = range(1, emulated.stored + 1)
    said = gammu("getallsms", *(f"deletesms 1 {place}" for place in places))
    assert texts[0] in said
    assert texts[1] in said
    joined = "".join(line for line in said.splitlines() if line.startswith("æøå") or "{}" in line)
    assert joined.count("æøå") >= 60
    assert CLIENT in said
    assert emulated.stored == 0, said


def test_gammu_hears_of_a_refusal(gammu, emulated):
    before = len(emulated.sent)
    emulated.faults.cms_error = 38
    assert "error 38" in gammu(send("Hei"))
    assert len(emulated.sent) == before
