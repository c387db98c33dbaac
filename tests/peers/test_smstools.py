"""smstools, which is not ours, sends and receives through the emulated modem."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hardware.emulated.modem import EmulatedModem

pytestmark = pytest.mark.peers

CLIENT = "+4710000001"
MESSAGES = [
    ("Hei på deg: æøå ÆØÅ, {5€} [her]", "ISO", 1),
    ("Vi ses, ë og 😀", "UCS2", 1),
    ("æøå{}" * 60, "ISO", 3),  # 420 septets
]
PATIENCE = 60.0

SETTINGS = """
devices = GSM1
outgoing = {spool}/outgoing
checked = {spool}/checked
incoming = {spool}/incoming
report = {spool}/report
sent = {spool}/sent
failed = {spool}/failed
logfile = {spool}/log
infofile = {spool}/running
pidfile = {spool}/pid
loglevel = 7
delaytime = 1
errorsleeptime = 1
blocktime = 5
receive_before_send = no
autosplit = 3
decode_unicode_text = no
incoming_utf8 = yes
user = root
group = root

[GSM1]
device = {port}
incoming = yes
baudrate = 115200
report = yes
report_device_details = no
memory_start = 1
primary_memory = SM
"""


class Smsd:
    """The daemon of smstools in a folder of its own."""

    def __init__(self, folder: Path, port: str) -> None:
        self.spool = folder
        for name in ("outgoing", "checked", "incoming", "report", "sent", "failed"):
            (folder / name).mkdir()
        settings = folder / "smsd.conf"
        settings.write_text(SETTINGS.format(spool=folder, port=port))
        program = shutil.which("smsd")
        if program is None:
            pytest.fail("smsd is missing: apt-get install smstools, or -m 'not peers'")
        self._process = subprocess.Popen(
            [program, "-t", f"-c{settings}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)

    def send(self, name: str, text: str, alphabet: str) -> None:
        """Lay a message where the daemon finds it; the name appears at once, whole."""
        head = f"To: {CLIENT[1:]}\nAlphabet: {alphabet}\nReport: yes\n\n"
        encoded = text.encode("utf-16-be") if alphabet == "UCS2" else text.encode("iso8859-15")
        half = self.spool / name
        half.write_bytes(head.encode() + encoded)
        half.rename(self.spool / "outgoing" / name)

    def files(self, folder: str) -> dict[str, str]:
        found = sorted((self.spool / folder).iterdir())
        whole = (file for file in found if file.suffix != ".LOCK")  # which come and go meanwhile
        return {file.name: decoded(file.read_bytes()) for file in whole}

    def log(self) -> str:
        log = self.spool / "log"
        return log.read_text(errors="replace") if log.exists() else "no log"

    def until(self, done: Callable[[], bool]) -> None:
        """Wait for a file: nobody tells when the daemon has written one."""
        deadline = time.monotonic() + PATIENCE
        while not done():
            assert self._process.poll() is None, f"smsd ended:\n{self.log()}"
            assert time.monotonic() < deadline, f"smsd did not:\n{self.log()}"
            time.sleep(0.05)


def decoded(file: bytes) -> str:
    """Head and text of a message; smstools would lose surrogates, so it leaves UCS-2 as it is."""
    head, _, text = file.partition(b"\n\n")
    coding = "utf-16-be" if b"Alphabet: UCS2" in head else "utf-8"
    return head.decode() + "\n\n" + text.decode(coding, "replace")


@pytest.fixture(scope="module")
def emulated() -> Iterator[EmulatedModem]:
    with EmulatedModem() as modem:
        yield modem


@pytest.fixture(scope="module")
def smsd(emulated: EmulatedModem, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Smsd]:
    daemon = Smsd(tmp_path_factory.mktemp("smsd"), emulated.port)
    yield daemon
    daemon.stop()


@pytest.mark.parametrize(("text", "alphabet", "parts"), MESSAGES)
def test_the_recipient_reads_what_smstools_sends(
    smsd: Smsd, emulated: EmulatedModem, text: str, alphabet: str, parts: int
) -> None:
    before = len(emulated.sent)
    smsd.send(f"m{before}", text, alphabet)
    smsd.until(lambda: f"m{before}" in smsd.files("sent"))
    assert [(sms.number, sms.text, sms.parts) for sms in emulated.sent[before:]] == [
        (CLIENT, text, parts)
    ], smsd.log()


def test_smstools_reads_what_comes_in_and_deletes_it(smsd: Smsd, emulated: EmulatedModem) -> None:
    texts = ["Takk, æøå {5€}", "ë 😀", "æøå{€}" * 60]
    for n, text in enumerate(texts):
        emulated.receive(CLIENT, text, reference=n)

    def received() -> str:
        return "\n".join(smsd.files("incoming").values())

    smsd.until(lambda: emulated.stored == 0 and all(text in received() for text in texts))
    assert received().count(f"From: {CLIENT[1:]}") == len(texts)


def test_smstools_hears_of_a_refusal(smsd: Smsd, emulated: EmulatedModem) -> None:
    before = len(emulated.sent)
    emulated.faults.cms_error = 21
    smsd.send("refused", "Hei", "ISO")
    try:
        smsd.until(lambda: "refused" in smsd.files("failed"))
    finally:
        emulated.faults.cms_error = None
    assert len(emulated.sent) == before
    assert "21" in smsd.files("failed")["refused"] or "CMS ERROR: 21" in smsd.log()
