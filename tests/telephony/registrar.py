"""A provider over UDP that is not ours: it challenges, checks the digest, and answers calls."""

from __future__ import annotations

import hashlib
import queue
import re
import socket
import threading
from collections.abc import Mapping
from typing import Self

from telephony.far_end import description

USER, PASSWORD, REALM, NONCE = "10000001", "kjempehemmelig", "provider.example", "4711abcd"
COPIED = re.compile(r"(?i)(via|from|call-id|cseq|record-route):")


def digest(method: str, said: Mapping[str, str], password: str) -> str:
    """RFC 2617 section 3.2.2, MD5 with or without qop=auth."""

    def md5(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    one = md5(f"{said['username']}:{REALM}:{password}")
    two = md5(f"{method}:{said['uri']}")
    if said.get("qop"):
        return md5(f"{one}:{NONCE}:{said['nc']}:{said['cnonce']}:{said['qop']}:{two}")
    return md5(f"{one}:{NONCE}:{two}")


class Registrar:
    """`answers` gives the final status by method, where it is not 200; `requests` is what came."""

    def __init__(self, password: str = PASSWORD) -> None:
        self.password = password
        self.answers: dict[str, int] = {}
        self.headers: list[str] = []
        """Stand in such an answer besides."""
        self.qop = "auth"
        self.silent = False
        self.requests: list[str] = []
        self.accepted: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._sip = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._sip.bind(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._run, name="registrar")

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._sip.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.sendto(b"end", self._sip.getsockname())
        self._thread.join()
        self._sip.close()

    def of(self, method: str) -> list[str]:
        return [request for request in self.requests if request.startswith(method)]

    def _run(self) -> None:
        while (came := self._sip.recvfrom(65535))[0] != b"end":
            text = came[0].decode()
            method = text.partition(" ")[0]
            if method in ("REGISTER", "INVITE", "BYE") and not self.silent:
                self.requests.append(text)
                self._sip.sendto(self._answer(method, text).encode(), came[1])

    def _answer(self, method: str, text: str) -> str:
        if method == "BYE":
            return self._response(text, 200, [])
        found = re.search(r"(?im)^(?:proxy-)?authorization: *digest (.*)$", text)
        said = dict(re.findall(r'(\w+)="?([^",\s]*)"?', found[1])) if found else {}
        right = said and said["response"] == digest(method, said, self.password)
        if code := self.answers.get(method):
            return self._response(text, code, self.headers)
        if not right:
            return self._challenge(method, text)
        self.accepted.put(text)
        if method == "REGISTER":
            contact = re.search(r"(?im)^contact: *(.*)$", text)
            assert contact
            return self._response(text, 200, [f"Contact: {contact[1].strip()};expires=300"])
        contact_header = f"Contact: <sip:{self.host}>"
        return self._response(text, 200, [contact_header], description(9))

    def _challenge(self, method: str, text: str) -> str:
        code, name = (401, "WWW") if method == "REGISTER" else (407, "Proxy")
        header = f'{name}-Authenticate: Digest realm="{REALM}", nonce="{NONCE}", qop="{self.qop}"'
        return self._response(text, code, [header])

    @staticmethod
    def _response(text: str, code: int, more: list[str], body: str = "") -> str:
        head = text.partition("\r\n\r\n")[0].split("\r\n")
        to = next(line for line in head if re.match(r"(?i)to:", line))
        lines = [
            f"SIP/2.0 {code} Words",
            *(line for line in head if COPIED.match(line)),
            to if ";tag=" in to else f"{to};tag=provider",
            *more,
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
            "",
            body,
        ]
        return "\r\n".join(lines)
