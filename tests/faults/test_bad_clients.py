"""Programs that misuse the control socket: callers notice nothing of them."""

from __future__ import annotations

import socket
from contextlib import ExitStack

from support.messages import is_served

MISBEHAVING = [
    b"\0\xff\xfe\n" * 100,
    b"[" * 100_000 + b"\n",
    b'{"do": "presence", "agent": 7, "status": "asleep"}\n',
    b'{"do": "disposition", "call": "none", "disposition": "call_back"}\n',
    b'{"do": "selftest"}\n',
    b"x" * 500_000,
    b'{"do": "watch"}\n',
]


def test_clients_that_shout_stay_silent_or_never_read_do_no_harm(box, telephone):
    with ExitStack() as clients:
        for shout in MISBEHAVING * 4:
            client = clients.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
            client.settimeout(2)
            client.connect(str(box.process.device.control))
            try:
                client.sendall(shout)
            except OSError:
                continue  # it hung up on us, which is its right
        is_served(telephone, box)
    assert box.client.ask("info").ok
    is_served(telephone, box)
    assert "Traceback" not in box.log
