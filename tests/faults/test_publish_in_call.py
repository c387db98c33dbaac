"""Publishing beside a running switchboard: calls go on, and a trial outlives page and box."""

from __future__ import annotations

from support.little_office import CALLER_SAYS, TONE
from support.messages import PATIENCE, hears, is_served, rings

from appliance.core.settings.directory import Directory
from appliance.editing.drafting import edit, work_of
from appliance.editing.publishing import Published, Publisher
from appliance.settings.tables import Path
from appliance.store.store import Store

EDITOR = "kari"


def published(box, values: dict[Path, object]) -> Published:
    """Edit and publish as the page does."""

    def render(_: Directory) -> list[str]:
        return []

    def tell() -> str:
        return str(box.client.ask("settings").words)

    with Store(box.process.device.database, box.process.device.media) as store:
        edit(store, EDITOR, values)
        return Publisher(store, render, tell).publish(work_of(store, EDITOR), "Kari", "")


def trial_of(box):
    with box.store() as store:
        return store.open_trial()


def test_a_call_in_progress_does_not_notice_a_publication(box, telephone):
    call = rings(telephone, box)
    call.press("4")
    assert call.hear(TONE, 0.3, PATIENCE), call.history
    call.send_tone(CALLER_SAYS)
    done = published(box, {("office", "name"): "Kontoret", ("office", "message_seconds"): 90.0})
    assert done.words == "The settings hold now."
    call.wait_for("ended", 0.5)
    call.send_silence()
    call.press("#")
    hears(call, "message_taken")
    assert box.outcome() == "message_left"
    is_served(telephone, box)


def test_a_trial_outlives_a_crash_of_the_box_and_ends_when_somebody_keeps_it(box, telephone):
    assert not box.client.ask("keep_settings").ok
    published(box, {("trunk",): {"host": "127.0.0.1:9", "registrar": "127.0.0.1:9", "user": "x"}})
    before = trial_of(box)
    assert (before.revision, before.previous) == (2, 1)
    box.kill()
    box.start()
    assert trial_of(box).revision == 2
    is_served(telephone, box)
    answer = box.client.ask("keep_settings")
    assert (answer.ok, answer.words) == (True, "The settings stay.")
    assert not box.client.ask("keep_settings").ok


def test_a_publication_that_leaves_the_trunks_alone_is_no_trial(box):
    published(box, {("office", "name"): "Kontoret"})
    assert not box.client.ask("keep_settings").ok
