"""Enter in a field presses a form's first button: where buttons differ, it presses none of them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from web_config.ground import templates

TEMPLATES = templates.files()
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)


class Fields(HTMLParser):
    """What of a form Enter has to do with: fields of text, and buttons in their order."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.texts = 0
        self.buttons: list[dict[str, str | None]] = []
        self.feed(form)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        hidden = said.get("type") in ("hidden", "checkbox", "radio")
        self.texts += tag == "input" and not hidden
        if tag == "button":
            self.buttons.append(said)

    @property
    def asks_for_a_choice(self) -> bool:
        return self.texts > 0 and any("value" in button for button in self.buttons)


def forms() -> list[tuple[str, Fields]]:
    return [
        (path.name, Fields(form))
        for path in TEMPLATES
        for form in FORM.findall(path.read_text(encoding="utf-8"))
    ]


CHOICES = [(name, form) for name, form in forms() if form.asks_for_a_choice]


def test_the_forms_of_an_outcome_are_among_them() -> None:
    assert {"call.html", "partner_call.html"} <= {name for name, _ in CHOICES}


@pytest.mark.parametrize(("name", "form"), CHOICES)
def test_enter_chooses_nothing_where_one_of_several_buttons_is_meant(
    name: str, form: Fields
) -> None:
    first = form.buttons[0]
    assert "disabled" in first, name
    assert "value" not in first
