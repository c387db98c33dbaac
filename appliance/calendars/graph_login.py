"""The app logs in at Microsoft and goes in with the access token that it gets, until that ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from appliance.calendars.asking import Question
from appliance.calendars.graph_asking import GRAPH, asked, hosts, odd
from appliance.calendars.graph_token import AccessToken
from appliance.calendars.graph_troubles import TokenRefused, login_trouble, mailbox_trouble
from appliance.calendars.network import Network
from appliance.core.model.calendar import GraphApp

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


class GraphSession:
    """Asks Graph as the app, with the token that is `kept`; logs in where there is none any more.

    `fresh` is the token that the log-in gave meanwhile, if it did.
    """

    def __init__(self, app: GraphApp, kept: str = "") -> None:
        self.fresh: AccessToken | None = None
        self._app, self._token = app, kept
        self._network, (self._login, self.graph) = Network(), hosts()

    def asked(self, url: str, question: Question) -> Mapping[str, Any]:
        """What Graph answers; a kept token that is not taken any more is asked for anew, once.

        Raises CalendarError.
        """
        if self._token and self.fresh is None:
            try:
                return self._asked(url, question)
            except TokenRefused:
                self._token = ""
        if not self._token:
            self.fresh = self._logged_in()
            self._token = self.fresh.value
        return self._asked(url, question)

    def _asked(self, url: str, question: Question) -> Mapping[str, Any]:
        return asked(self._network, url, question, f"Bearer {self._token}", mailbox_trouble)

    def _logged_in(self) -> AccessToken:
        """Log in with the app's own secret (RFC 6749 section 4.4); raises CalendarError."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self._app.client,
            "client_secret": self._app.secret,
            "scope": f"{GRAPH}/.default",
        }
        question = Question("POST", FORM, urlencode(form).encode())
        url = f"{self._login}/{quote(self._app.tenant)}/oauth2/v2.0/token"
        said = asked(self._network, url, question, "", login_trouble)
        token = said.get("access_token")
        if not (isinstance(token, str) and token.isascii() and token.isprintable()):
            raise odd(self._login)
        return AccessToken.of(token, said.get("expires_in"))
