"""The stream of events: every viewer sees each change, and the switchboard sees one connection."""

import json
import threading
from itertools import islice

import pytest
from support.patience import PATIENCE

from appliance.core.desk.accounts import Role
from appliance.core.desk.masking import EVERYTHING
from web_config.kit.follower import Picture
from web_config.live import panel


def events(page, count: int):
    """The regions of the next `count` events of a new viewer's stream."""
    response = page.browser.get("/events")
    assert response.mimetype == "text/event-stream"
    return (regions_in(chunk) for chunk in islice(response.response, count)), response


def regions_in(chunk: bytes) -> dict:
    (data,) = [line for line in chunk.split(b"\n") if line.startswith(b"data: ")]
    assert chunk.endswith(b"\n\n")
    return {name: dict(pieces) for name, pieces in json.loads(data[6:]).items()}


def test_a_viewer_gets_the_present_and_then_each_change(office, page, views):
    office.show(views.view(faults=("one",)))
    page.until("one")
    stream, response = events(page, 3)
    assert list(next(stream)["faults"]) == ["one"]
    office.show(views.view(faults=("two",)))
    assert list(next(stream)["faults"]) == ["two"]
    office.server.stop()
    gone = next(stream)
    assert "does not answer" in gone["notice"]["down"]
    assert gone["faults"] == gone["lamps"] == {}
    response.close()


def test_pieces_are_keyed_by_what_they_show(office, page, views):
    office.show(views.view(views.call("c1"), views.call("c2", "wrap-up")))
    page.until("How did it end?")
    stream, response = events(page, 1)
    regions = next(stream)
    assert list(regions["lamps"]) == ["anna"]
    assert list(regions["calls"]) == ["c2", "c1"]
    names = "notice display faults counts lamps calls cards loops parts"
    assert set(regions) == set(names.split())
    response.close()


def test_the_page_has_a_place_for_each_region(office, page, views, read):
    office.show(views.view())
    shown = read(page.until("No calls."))
    stream, response = events(page, 1)
    assert set(shown.attributes["data-region"]) == set(next(stream))
    response.close()


def test_twenty_viewers_cost_the_switchboard_one_connection(office, page, views):
    office.show(views.view(faults=("one",)))
    page.until("one")
    viewers = [events(page, 2) for _ in range(20)]
    for stream, _ in viewers:
        next(stream)
    assert len(office.server._peers) == 1
    office.show(views.view(faults=("two",)))
    assert all(list(next(stream)["faults"]) == ["two"] for stream, _ in viewers)
    assert len(office.server._peers) == 1
    for _, response in viewers:
        response.close()


def test_beyond_the_bound_a_viewer_gets_one_picture_and_is_told_to_ask_again(
    office, page, views, monkeypatch
):
    monkeypatch.setattr(panel, "streams", panel.threading.BoundedSemaphore(1))
    office.show(views.view(faults=("one",)))
    page.until("one")
    first = page.browser.get("/events")
    stays = iter(first.response)
    next(stays)
    office.show(views.view(faults=("two",)))
    page.until("two")
    next(stays)  # only now does it hold its place
    second = b"".join(page.browser.get("/events").response)
    assert second.startswith(b"retry: 3000\ndata: ")
    assert second.count(b"data: ") == 1
    first.close()
    third = page.browser.get("/events")
    room = iter(third.response)
    next(room)
    office.show(views.view(faults=("three",)))
    assert b"three" in next(room)
    third.close()


def test_a_quiet_stream_says_that_it_lives(office, page, views, monkeypatch):
    monkeypatch.setattr(panel, "KEEP_ALIVE_SECONDS", 0.01)
    office.show(views.view(faults=("one",)))
    page.until("one")
    response = page.browser.get("/events")
    stream = iter(response.response)
    next(stream)
    assert next(stream) == b": still here\n\n"
    response.close()


def test_streams_end_when_the_process_does(office, page, views):
    office.show(views.view())
    page.until("No calls.")
    stream = iter(page.browser.get("/events").response)
    next(stream)
    page.follower.close()
    assert list(stream) in ([], [b": still here\n\n"])


@pytest.mark.parametrize("times", [2])
def test_the_follower_can_be_closed_more_than_once(page, times):
    for _ in range(times):
        page.follower.close()


def test_a_stream_ends_now_and_then_so_that_whoever_lost_the_right_loses_the_stream(
    office, page, views, monkeypatch
):
    monkeypatch.setattr(panel, "STREAM_SECONDS", 0.0)
    office.show(views.view(faults=("one",)))
    page.until("one")
    assert b"".join(page.browser.get("/events").response).count(b"data: ") == 1
    page.box.add("superior", Role.SUPERIOR, closed=True)
    again = page.browser.get("/events", headers={"Accept": "text/event-stream"})
    assert again.status_code == 401


def test_viewers_who_are_woken_together_share_one_drawing():
    gate, drawings = threading.Barrier(8), []
    never = threading.Event()

    def dress(view, words, language, sight):
        drawings.append(language)
        never.wait(0.1)  # while this one draws, the others come
        return {}

    picture = Picture(1, None, "", dress)

    def look():
        gate.wait(PATIENCE)
        picture.event("nb", EVERYTHING)

    viewers = [threading.Thread(target=look) for _ in range(8)]
    for viewer in viewers:
        viewer.start()
    for viewer in viewers:
        viewer.join(PATIENCE)
    assert drawings == ["nb"]
