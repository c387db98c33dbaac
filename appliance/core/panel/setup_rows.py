"""What the display shows while a one-time code holds: where the page is, and the code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from appliance.core.model.ids import Language
from appliance.core.protocol.view import Row
from appliance.core.state.one_time_code import Shown
from appliance.core.words.spoken import worded

CODE: Mapping[Language, str] = {
    "da": "Kode til siden",
    "nb": "Kode til siden",
    "sv": "Kod till sidan",
    "nl": "Paginacode",
    "en": "Page code",
}


def code_rows(shown: Shown, language: Language) -> Iterator[Row]:
    """The code in two groups, where the page is, and its address for a telephone's camera.

    On a low display the last of the addresses finds no room.
    """
    if shown.url:
        yield Row(shown.url, "qr")
    yield Row(worded(CODE, language), "small", scroll=True)
    half = len(shown.code) // 2
    yield Row(f"{shown.code[:half]} {shown.code[half:]}", "large")
    yield from (Row(address, "small", scroll=True) for address in shown.addresses)
