"""What the core says an SMS costs is what the codec makes of it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.examples import examples

from appliance.core.model.sms_text import (
    GSM_BASIC,
    GSM_EXTENDED,
    is_gsm,
    parts_of,
    price,
    transliterated,
)
from hardware.modem.fields import Coding
from hardware.modem.pdu import read_submit, submit_parts

signs = st.characters(exclude_categories=["Cs"]) | st.sampled_from("😀ë€{}æøå\n\x1b")
plain = st.sampled_from(sorted(GSM_BASIC | GSM_EXTENDED) + list("€{}") * 20)


@settings(max_examples=examples(500))
@given(st.text(plain, max_size=700) | st.text(signs, max_size=300))
@example("a" * 160)
@example("a" * 152 + "€" * 4)
@example("€" * 80)
@example("😀" * 35)
@example("ë" * 66 + "😀" * 40)
def test_the_price_is_the_number_of_parts_that_the_codec_makes(text: str) -> None:
    parts = submit_parts("+4710000001", text, reference=0)
    assert parts_of(text) == len(parts)
    assert is_gsm(text) == (read_submit(parts[0].pdu).user_data.coding is Coding.GSM7)


@given(st.text(signs, max_size=100))
def test_simpler_letters_never_cost_more_and_never_leave_half_a_text(text: str) -> None:
    simpler = transliterated(text)
    assert parts_of(simpler) <= max(parts_of(text), 1 + len(simpler) // 140)
    assert simpler == text or is_gsm(simpler)
    assert transliterated(simpler) == simpler


@pytest.mark.parametrize(
    ("text", "simpler"),
    [
        ("Møte kl. 14 – «nå»…", 'Møte kl. 14 - "nå"...'),
        ("geïnteresseerd in Chloë", "geinteresseerd in Chloe"),
        ("ÿ ő Œuvre ĳs", "y ö OEuvre ijs"),
        ("Blåbærsyltetøy {5€}", "Blåbærsyltetøy {5€}"),
        ("Chloë 😀", "Chloë 😀"),
    ],
)
def test_letters_that_double_the_price(text: str, simpler: str) -> None:
    assert transliterated(text) == simpler


def test_the_price_in_words() -> None:
    assert price("Hei på deg") == "1 SMS (GSM alphabet)"
    assert price("Chloë" * 20) == "2 SMS (Unicode, because of ë)"
