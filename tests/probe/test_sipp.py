"""The test telephone against SIPp, which is not ours, in both roles."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.patience import PATIENCE

from appliance.probe.telephone import AnswerAfter, Telephone

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(not shutil.which("sipp"), reason="needs SIPp: apt-get install sip-tester"),
]


@pytest.fixture
def telephone() -> Iterator[Telephone]:
    with Telephone() as telephone:
        yield telephone


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def sipp(folder: Path, *options: str) -> subprocess.Popen[str]:
    command = ["sipp", "-i", "127.0.0.1", "-m", "1", "-nostdin", "-timeout", "20", *options]
    return subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def assert_went_well(process: subprocess.Popen[str]) -> None:
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said


def test_sipp_answers_echoes_our_audio_and_is_hung_up(telephone: Telephone, tmp_path: Path) -> None:
    port = free_port()
    media_port = str(free_port() & ~1)
    options = ("-p", str(port), "-mi", "127.0.0.1", "-mp", media_port, "-rtp_echo")
    with sipp(tmp_path, "-sn", "uas", *options) as process:
        call = telephone.dial(f"sip:service@127.0.0.1:{port}", "+4710000001")
        assert call.wait_for("answered", PATIENCE), call.history
        sent_ns = call.send_tone(440)
        heard = call.hear(440, 0.2, PATIENCE)
        assert heard is not None, call.history
        assert 0 < heard.first_ns - sent_ns < 1_000_000_000
        call.hang_up()
        assert call.wait_for("ended", PATIENCE)
        assert_went_well(process)


def test_sipp_calls_and_hangs_up(telephone: Telephone, tmp_path: Path) -> None:
    telephone.on_invite = AnswerAfter(0.1)
    target = telephone.uri.removeprefix("sip:probe@")
    options = ("-p", str(free_port()), "-s", "probe", "-d", "300", target)
    with sipp(tmp_path, "-sn", "uac", *options) as process:
        arrival = telephone.arrivals.get(timeout=PATIENCE)
        assert arrival.caller.uri.user == "sipp"
        assert arrival.call.wait_for("answered", PATIENCE)
        assert arrival.call.wait_for("ended", PATIENCE)
        assert_went_well(process)


def test_sipp_gives_up_while_we_ring(telephone: Telephone, tmp_path: Path) -> None:
    scenario = tmp_path / "gives_up.xml"
    scenario.write_text(GIVES_UP)
    telephone.on_invite = AnswerAfter(PATIENCE)
    target = telephone.uri.removeprefix("sip:probe@")
    options = ("-p", str(free_port()), "-s", "probe", target)
    with sipp(tmp_path, "-sf", str(scenario), *options) as process:
        arrival = telephone.arrivals.get(timeout=PATIENCE)
        assert arrival.call.wait_for("ended", PATIENCE)
        assert arrival.call.code == 487
        assert_went_well(process)


HEAD = """
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch={branch}
From: <sip:sipp@[local_ip]:[local_port]>;tag=[pid]SIPp[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>{tag}
Call-ID: [call_id]
CSeq: 1 {method}
Contact: sip:sipp@[local_ip]:[local_port]
Max-Forwards: 70
"""


def request(method: str, branch: str = "[branch]", tag: str = "", body: str = "") -> str:
    head = HEAD.format(method=method, branch=branch, tag=tag)
    start = f"{method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0"
    ends = f"Content-Type: application/sdp\nContent-Length: [len]\n\n{body}\n"
    return f"<send><![CDATA[\n{start}{head}{ends}]]></send>"


OFFER = """v=0
o=u 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
"""
GIVES_UP = f"""<?xml version="1.0" encoding="UTF-8" ?>
<scenario name="gives up">
{request("INVITE", body=OFFER)}
<recv response="180"></recv>
<pause milliseconds="100"/>
{request("CANCEL", branch="[branch-3]")}
<recv response="200"></recv>
<recv response="487"></recv>
{request("ACK", branch="[branch-6]", tag="[peer_tag_param]")}
</scenario>
"""
