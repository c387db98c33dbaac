"""Trunks, recordings, and an office that begins from nothing."""

from __future__ import annotations

import io
import math
import shutil

import pytest
from support.settings_office import (
    form_of,
    in_force,
    installer,
    kari,
    office,
    publishes,
)
from support.web_browser import Box, Browser

from appliance.core.desk.accounts import Role
from appliance.speech.wave_files import RATE, encoded

__all__ = ["installer", "kari", "office"]


def test_a_changed_trunk_is_on_trial(office: Box, installer: Browser) -> None:
    installer.post("/settings/trunks/of/trunk", data={"host": "sip.example.net", "user": "1"})
    assert "goes back to revision 1 by itself" in publishes(installer)
    with office.store() as store:
        trial = store.open_trial()
    assert trial
    assert trial.previous == 1


def test_a_trunk_begins_with_a_preset(office: Box, installer: Browser) -> None:
    installer.post("/settings/trunks/", data={"preset": "router", "id": "fritz"})
    data = {"host": "192.168.178.1", "registrar": "192.168.178.1", "user": "sentralbord"}
    page = installer.get("/settings/trunks/of/fritz").text
    assert all(f'value="{value}"' in page for value in data.values())
    for id in ("fritz", "../x", ""):
        answer = installer.post("/settings/trunks/", data={"preset": "router", "id": id})
        assert answer.status_code == 422


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "a/b", "", "x" * 41, "ø"])
def test_a_recording_cannot_lead_out_of_its_folder(office: Box, kari: Browser, name: str) -> None:
    file = (io.BytesIO(b"RIFF"), "../../evil.wav")
    answer = kari.post("/settings/prompts/recordings", data={"name": name, "file": file})
    assert answer.status_code == 422
    uploads = office.folder / "uploads"
    assert not uploads.exists() or not list(uploads.iterdir())
    assert kari.get(f"/settings/prompts/recordings/{name}").status_code in (404, 405, 308)
    assert not (office.folder.parent / "evil.wav").exists()


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")
def test_a_recording_takes_the_place_of_a_text_and_stays_while_it_is_heard(
    office: Box, kari: Browser
) -> None:
    tone = [int(8000 * math.sin(at / 3)) for at in range(RATE)]
    data = {"name": "welcome", "file": (io.BytesIO(encoded(tone)), "x.wav")}
    assert kari.post("/settings/prompts/recordings", data=data).status_code == 303
    menu = {"prompt": "recording:welcom", "default": "1"}
    kari.post("/settings/menus/of/main", data=menu)
    assert "did you mean &#39;welcome&#39;?" in kari.get("/settings/review/").text
    kari.post("/settings/menus/of/main", data={**menu, "prompt": "recording:welcome"})
    heard = kari.get("/settings/prompts/listen/menus.main.prompt")
    assert heard.mimetype == "audio/wav"
    heard.close()
    publishes(kari)
    assert in_force(office)[1].menus["main"].prompt == "recording:welcome"
    assert kari.post("/settings/prompts/recordings/welcome/remove").status_code == 409
    kari.post("/settings/menus/of/main", data={**menu, "prompt": "Trykk en."})
    publishes(kari)
    assert kari.post("/settings/prompts/recordings/welcome/remove").status_code == 303
    assert kari.get("/settings/prompts/recordings/welcome").status_code == 404


def test_what_callers_hear_is_listed_with_its_place(kari: Browser) -> None:
    page = kari.get("/settings/prompts/").text
    assert "Trykk en." in page
    assert 'href="/settings/menus/of/main#prompt"' in page
    assert kari.get("/settings/prompts/listen/trunk.password").status_code == 404
    assert kari.get("/settings/prompts/listen/office.name").status_code == 404


def test_an_office_without_settings_begins_from_nothing(box: Box) -> None:
    installer = box.logged_in(Role.INSTALLER)
    assert "Nothing is published yet" in installer.get("/settings/").text
    page = form_of(installer.get("/settings/office/").text)
    installer.post("/settings/office/office", data={**page, "name": "Fjordkontoret"})
    publishes(installer)
    assert in_force(box)[1].office.name == "Fjordkontoret"


def test_an_entry_gets_another_short_name_and_all_that_refers_to_it_follows(office, installer):
    answer = installer.post("/settings/loops/of/insurance/rename", data={"id": "cover"})
    assert answer.location == "/settings/loops/of/cover"
    review = installer.get("/settings/review/").text
    assert "short name insurance becomes cover" in review
    assert "Removed" not in review
    assert installer.get("/settings/loops/of/insurance").status_code == 404
    assert "must be put right" not in review
    for id, words in (("tom hat", "Write a short name"), ("", "Write a short name")):
        installer.post("/settings/loops/of/cover/rename", data={"id": id})
        assert words in installer.get("/settings/loops/of/cover").text
    installer.post("/settings/menus/of/main/rename", data={"id": "more"})
    assert "There is one of this name already." in installer.get("/settings/menus/of/main").text
    assert installer.post("/settings/loops/of/nobody/rename", data={"id": "x"}).status_code == 404
