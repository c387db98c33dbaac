"""The test call of the page: two real calls over loopback, run beside the page, with a timeline."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask

from appliance.control import ControlClient, ControlUnavailable
from appliance.core.model.verdict import Verdict
from appliance.probe.sip import SipError
from appliance.selftest import LineRequest, Report, Step, run_selftest


@dataclass(frozen=True, slots=True)
class TrialCall:
    """A test call that runs since `began`, or has ended with a `report`."""

    began: datetime
    report: Report | None = None


class TrialCalls:
    """Runs one test call at a time; the newest stays to be looked at."""

    def __init__(self, client: ControlClient) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._newest: TrialCall | None = None
        self._thread: threading.Thread | None = None

    @property
    def newest(self) -> TrialCall | None:
        """The call that runs, or the last one."""
        return self._newest

    def start(self) -> None:
        """Begin, unless one runs already."""
        with self._lock:
            if self._newest and self._newest.report is None:
                return
            began = datetime.now(UTC)
            self._newest = TrialCall(began)
        self._thread = threading.Thread(target=self._run, args=(began,), daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> TrialCall | None:
        """Wait so long for the end of the call that runs; returns what there is then."""
        if self._thread:
            self._thread.join(seconds)
        return self._newest

    def _run(self, began: datetime) -> None:
        try:
            report = run_selftest(self._sip(), self._ask_line)
        except ControlUnavailable as silent:
            report = _not_made(silent, silent.verdict)
        except (OSError, SipError) as error:
            report = _not_made(error)
        self._newest = TrialCall(began, report)

    def _sip(self) -> str:
        info = self._client.ask("info").data.get("info")
        return str(info.get("sip", "")) if isinstance(info, Mapping) else ""

    def _ask_line(self, wanted: LineRequest) -> str:
        answer = self._client.ask(
            "selftest",
            number=wanted.number,
            agent_uri=wanted.agent_uri,
            sms_to=wanted.sms_to,
            seconds=wanted.seconds,
        )
        return "" if answer.ok else answer.words


def _not_made(error: Exception, verdict: Verdict | None = None) -> Report:
    return Report((Step("switchboard", False, 0.0, str(error), verdict),))


def trial_calls(app: Flask) -> TrialCalls:
    """Return the test calls of this application."""
    if "trial_calls" not in app.extensions:
        app.extensions["trial_calls"] = TrialCalls(app.extensions["control"])
    calls: TrialCalls = app.extensions["trial_calls"]
    return calls
