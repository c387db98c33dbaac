"""Settings that name uploaded recordings in place of spoken texts."""

from __future__ import annotations

import pytest
from settings.documents import OFFICE, changed

from appliance.common.problems import SettingsError
from appliance.core.model.ids import Prompt
from appliance.core.prompts import every_prompt
from appliance.core.settings.checks.recordings import recordings_in
from appliance.settings.document import read

HERE = {"welcome-nb", "welcome-en", "closed"}


def said(text: str) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        read(text, HERE)
    return [str(problem) for problem in refused.value.problems]


def test_a_menu_may_name_a_recording_for_each_language() -> None:
    text = changed(
        'prompt = "Trykk en."',
        'prompt = "recording:welcome-nb"\nprompts.en = "recording: welcome-en"',
    )
    directory = read(text, HERE)
    assert Prompt("recording:welcome-nb", "nb") in set(every_prompt(directory))
    assert recordings_in(directory) == {"welcome-nb", "welcome-en"}


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('prompt = "Trykk en."', 'prompt = "{}"', "menus.main.prompt"),
        (
            'prompt = "Trykk en."',
            'prompt = "Trykk en."\nprompts.en = "{}"',
            "menus.main.prompts.en",
        ),
        (
            'label = "forsikring", loop = "insurance"',
            'label = "a", say = "{}"',
            "menus.main.keys.1.say",
        ),
        ('menu = "main"', 'menu = "main"\nclosed_prompt = "{}"', "lines.one.closed_prompt"),
        ('menu = "main"', 'menu = "main"\nholiday_prompt = "{}"', "lines.one.holiday_prompt"),
        ('menu = "main"', 'menu = "main"\nlanguage_prompt = "{}"', "lines.one.language_prompt"),
        (
            "[trunk]",
            '[announcements.news]\ntexts = {{nb = "{}"}}\n[trunk]',
            "announcements.news.texts.nb",
        ),
    ],
)
def test_an_unknown_recording_is_named_with_its_place_and_a_suggestion(old, new, path) -> None:
    text = OFFICE.replace('menu = "main"', 'menu = "main"', 1)
    assert text.count(old) >= 1
    text = text.replace(old, new.replace("{{", "{").replace("}}", "}").replace("{}", "X"), 1)
    problems = said(text.replace('"X"', '"recording:welcome_nb"'))
    wanted = f"{path}: there is no recording 'welcome_nb'; did you mean 'welcome-nb'?"
    assert wanted in problems


def test_a_name_that_no_recording_can_have_is_refused_even_where_none_is_known() -> None:
    with pytest.raises(SettingsError, match="at most 40 letters"):
        read(changed('prompt = "Trykk en."', 'prompt = "recording:../etc"'))


def test_what_was_published_is_read_though_its_recording_is_lost() -> None:
    read(changed('prompt = "Trykk en."', 'prompt = "recording:lost"'))


def test_words_about_a_recording_are_spoken() -> None:
    text = changed('prompt = "Trykk en."', 'prompt = "This is a recording: press one."')
    assert recordings_in(read(text, HERE)) == set()
