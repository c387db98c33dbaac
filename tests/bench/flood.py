"""INVITE to 200 OK of a real line while one address floods the box: `python -m bench.flood`.

Each run is a fresh switchboard process. The flood is a process of its own and says how much it
has sent; the mix is a third each of INVITE, OPTIONS and REGISTER, every one a new transaction.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.setup_rate import set_up_ns
from support.little_office import CALLER, NORDLYS, office, put_prompts
from support.ports import nobody
from support.running_box import RunningBox

from appliance.probe.telephone import Telephone

PER_SECOND, SECONDS = 2000, 20
CALLS_PER_SECOND = 5
SOURCE = "127.0.0.9"
RUNS: tuple[tuple[str, dict[str, Any], bool], ...] = (
    ("no flood", {"allow": ["127.0.0.1/32"]}, False),
    ("flood from an unknown address", {"allow": ["127.0.0.1/32"]}, True),
    ("flood from an allowed network", {"allow": ["127.0.0.0/8"]}, True),
    ("flood, no gate at all", {}, True),
)


def request(number: int, port: int) -> bytes:
    """A request that nobody has asked for."""
    method = ("INVITE", "OPTIONS", "REGISTER")[number % 3]
    lines = [
        f"{method} sip:100@127.0.0.1:{port} SIP/2.0",
        f"Via: SIP/2.0/UDP {SOURCE}:5099;branch=z9hG4bKflood{number}",
        f"From: <sip:scanner@{SOURCE}>;tag=f{number}",
        "To: <sip:100@127.0.0.1>",
        f"Call-ID: flood-{number}",
        f"CSeq: 1 {method}",
        f"Contact: <sip:scanner@{SOURCE}:5099>",
        "Max-Forwards: 70",
        "User-Agent: scanner",
        "Content-Length: 0",
        "",
        "",
    ]
    return "\r\n".join(lines).encode()


def flood(port: int, seconds: float) -> None:
    """Send for so long, in steps of 5 ms; answers are thrown away by the kernel."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((SOURCE, 0))
        begin, sent = time.monotonic(), 0
        while (passed := time.monotonic() - begin) < seconds:
            for number in range(sent, int(passed * PER_SECOND)):
                sock.sendto(request(number, port), ("127.0.0.1", port))
                sent += 1
            time.sleep(0.005)
        print(sent)


def calls(telephone: Telephone, uri: str) -> list[float | None]:
    """Set-up times in ms; None for a call that was not answered."""
    placed, begin = [], time.monotonic()
    for n in range((SECONDS - 1) * CALLS_PER_SECOND):
        time.sleep(max(0.0, begin + n / CALLS_PER_SECOND - time.monotonic()))
        placed.append(telephone.dial(uri, CALLER, media=False))
        if n >= CALLS_PER_SECOND:
            placed[n - CALLS_PER_SECOND].hang_up()
    for call in placed:
        call.wait_for("answered", 2.0)
        call.hang_up()
    took = [set_up_ns(call) for call in placed]
    return [None if ns is None else ns / 1e6 for ns in took]


def run(name: str, sip: dict[str, Any], flooded: bool, prompts: Path) -> str:
    """One run, in a line."""
    addresses = {who: nobody(who) for who in ("anna", "bo", "cato")}
    with tempfile.TemporaryDirectory() as folder, Telephone() as telephone:
        tables = {"sip": {"port": 0, **sip}}
        with RunningBox(Path(folder), prompts, office(addresses), tables=tables) as box:
            sender = None
            if flooded:
                command = (sys.executable, "-m", "bench.flood", str(box.port), str(SECONDS))
                sender = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            times = calls(telephone, box.uri(NORDLYS))
            sent = sender.communicate()[0].strip() if sender else "0"
            ignored = [f for f in box.views[-1]["details"] if "ignored" in f]
    return line(name, times, sent, ignored)


def line(name: str, times: list[float | None], sent: str, ignored: list[str]) -> str:
    """What a person reads."""
    took = sorted(ms for ms in times if ms is not None)
    if not took:
        return f"{name}: {len(times)} calls, none answered; flood sent {sent}; {ignored}"
    p50, p95 = took[len(took) // 2], took[int(len(took) * 0.95)]
    return (
        f"{name}: {len(times)} calls, {len(times) - len(took)} unanswered; INVITE -> 200 "
        f"p50 {p50:.2f} ms, p95 {p95:.2f} ms, max {took[-1]:.2f} ms; flood sent {sent}; {ignored}"
    )


def main() -> None:
    """All runs, or (with a port and seconds) the flood itself."""
    if len(sys.argv) > 1:
        flood(int(sys.argv[1]), float(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        prompts = Path(folder) / "prompts"
        put_prompts(prompts)
        for name, sip, flooded in RUNS:
            print(run(name, sip, flooded, prompts), flush=True)


if __name__ == "__main__":
    main()
