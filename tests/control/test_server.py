"""The server: answers find their askers, views reach every watcher, bad clients harm nobody."""

import json
import os
import socket
import stat
import subprocess
import sys
import threading

import pytest
from support.patience import PATIENCE

from appliance.control import Answer, ControlError, ControlServer
from appliance.control.peer import LONGEST_LINE, MOST_OPEN, Peer, PeerGone
from appliance.control.server import MOST_PEERS
from appliance.control.verdict_line import answer_of
from appliance.core.model.ids import Status
from appliance.core.model.verdict import Refused, refused
from appliance.core.protocol.commands import Reply, Show
from appliance.core.protocol.events import ButtonPressed, PresenceSet
from appliance.core.protocol.view import CallView, Lamp, Row, View

PRESENCE = {"do": "presence", "agent": "anna", "status": "away"}


def view(words: str, calls: int = 0) -> View:
    call = CallView("c1", "Hage & Hus", "+4710000001", "insurance" * 20, "waiting", "")
    return View((Row(words, "huge"),), (Lamp("anna", "Anna", "free", words),), (call,) * calls)


def words_of(message) -> str:
    return message["view"]["rows"][0]["text"] if message["view"]["rows"] else ""


def ask_presence(office) -> threading.Thread:
    """Ask from another thread; the answer lies in the thread's `answer`."""

    def ask() -> None:
        asking.answer = office.client.ask("presence", agent="anna", status="away")  # type: ignore[attr-defined]

    asking = threading.Thread(target=ask)
    asking.start()
    return asking


def test_the_switchboards_reply_is_the_answer(office):
    asking = ask_presence(office)
    event = office.next_event()
    assert isinstance(event, PresenceSet)
    assert (event.agent, event.status, event.reason) == ("anna", Status.AWAY, "")
    office.server.perform(Reply(event.request, False, "Anna is on a call"))
    asking.join()
    assert asking.answer == Answer(False, "Anna is on a call")


def test_replies_find_their_askers_in_any_order(office):
    one, two = office.raw().send(PRESENCE), office.raw().send(PRESENCE | {"agent": "bo"})
    requests = {event.agent: event.request for event in (office.next_event(), office.next_event())}
    assert requests["anna"] != requests["bo"]
    office.server.perform(Reply(requests["bo"], True, "for bo"))
    office.server.perform(Reply(requests["anna"], True, "for anna"))
    assert one.read() == {"ok": True, "words": "for anna"}
    assert two.read() == {"ok": True, "words": "for bo"}


def test_without_a_reply_the_asker_is_told_so_and_a_late_reply_is_nothing(make_office):
    office = make_office(answer_seconds=0.02)
    asker = office.raw().send(PRESENCE)
    event = office.next_event()
    assert asker.read() == answer_of(refused(Refused.NO_ANSWER))
    office.server.perform(Reply(event.request, True, "late"))
    office.server.perform(Reply("nobody-asked", True, "never"))
    assert asker.send({"do": "info"}).read()["info"] == {"version": "1", "pid": 7}


def test_an_asker_who_left_is_forgotten(office):
    gone = office.raw().send(PRESENCE)
    event = office.next_event()
    gone.close()
    office.server.perform(Reply(event.request, True, "to nobody"))
    assert office.client.ask("info").data == {"info": {"version": "1", "pid": 7}}


def test_an_asker_who_only_closed_its_sending_side_still_gets_its_answer(office):
    asker = office.raw().send(PRESENCE)
    asker.socket.shutdown(1)
    office.server.perform(Reply(office.next_event().request, True, "done"))
    assert asker.read() == {"ok": True, "words": "done"}
    assert asker.read() is None


def test_a_button_is_handed_on_and_answered_at_once(office):
    assert office.client.ask("button", button="ok").ok
    assert office.next_event() == ButtonPressed("ok")


def test_view_and_watch_begin_with_the_last_known_view(office):
    assert office.client.ask("view").data["view"]["rows"] == []
    office.server.perform(Show(view("Hage & Hus")))
    assert office.client.ask("view").data["view"]["rows"] == [
        {"text": "Hage & Hus", "size": "huge", "scroll": False}
    ]
    assert words_of(office.raw().send({"do": "watch"}).read()) == "Hage & Hus"


def test_each_watcher_sees_each_change(office):
    watchers = [office.raw().send({"do": "watch"}) for _ in range(3)]
    assert {words_of(watcher.read()) for watcher in watchers} == {""}
    for words in ("one", "two", "three"):
        office.server.perform(Show(view(words)))
        assert [words_of(watcher.read()) for watcher in watchers] == [words] * 3


def test_an_equal_view_is_not_sent_twice(office):
    watcher = office.raw().send({"do": "watch"})
    assert words_of(watcher.read()) == ""
    office.server.perform(Show(view("one")))
    assert words_of(watcher.read()) == "one"
    office.server.perform(Show(view("one")))
    office.server.perform(Show(view("two")))
    assert words_of(watcher.read()) == "two"


def test_of_many_views_the_newest_arrives_and_most_are_spared(office):
    watcher = office.raw().send({"do": "watch"})
    for number in range(2000):
        office.server.perform(Show(view(str(number))))
    seen = [words_of(watcher.read())]
    while seen[-1] != "1999":
        seen.append(words_of(watcher.read()))
    assert len(seen) < 200


def test_a_view_with_broken_text_still_reaches_everybody(office):
    office.server.perform(Show(view("caller \ud800 æøå")))
    assert office.client.ask("view").data["view"]["rows"][0]["text"] == "caller ? æøå"


def test_one_connection_can_ask_and_watch(office):
    client = office.raw().send({"do": "watch"})
    client.read()
    client.send({"do": "info"})
    assert client.read()["ok"] is True
    office.server.perform(Show(view("one")))
    assert words_of(client.read()) == "one"


@pytest.mark.parametrize(
    "line", [b"", b"{", b"\xff", b'{"do":"reboot"}', b'{"do":"watch","x":1}', b"[" * 60_000]
)
def test_a_malformed_line_is_answered_and_the_next_one_served(office, line):
    client = office.raw().send(line)
    refusal = client.read()
    assert refusal["ok"] is False
    assert refusal["words"]
    assert client.send({"do": "view"}).read()["ok"] is True
    assert office.asked.empty()


def test_a_request_may_come_in_pieces_and_two_at_once(office):
    client = office.raw()
    client.socket.sendall(b'{"do":')
    assert office.client.ask("view").ok
    client.socket.sendall(b'"info"}\n{"do":"view"}\n')
    assert "info" in client.read()
    assert "view" in client.read()


@pytest.mark.parametrize("ending", [b"", b"\n"])
def test_a_line_that_is_too_long_ends_the_connection_with_words(office, ending):
    client = office.raw()
    client.socket.sendall(b"x" * (LONGEST_LINE + 1) + ending)
    assert client.read() == {
        "ok": False,
        "words": "a request must be a line of at most 65536 bytes",
    }
    assert client.read() is None
    assert office.client.ask("view").ok


def test_too_many_open_requests_of_one_client_are_refused(office):
    client = office.raw()
    for _ in range(MOST_OPEN + 1):
        client.send(PRESENCE)
    assert client.read() == answer_of(refused(Refused.TOO_MANY_REQUESTS))
    assert office.asked.qsize() == MOST_OPEN


def test_too_many_clients_are_refused_until_one_leaves(office):
    clients = [office.raw().send({"do": "view"}) for _ in range(MOST_PEERS)]
    assert all(client.read()["ok"] for client in clients)
    assert office.raw().read() == answer_of(refused(Refused.TOO_MANY_PROGRAMS))
    clients[0].close()
    while not office.client.ask("view").ok:
        pass
    assert clients[1].send({"do": "view"}).read()["ok"]


def test_a_watcher_who_never_reads_delays_nobody(office):
    office.raw().send({"do": "watch"})
    good = office.raw().send({"do": "watch"})
    good.read()
    for number in range(12):
        office.server.perform(Show(view(str(number), calls=400)))
        assert words_of(good.read()) == str(number)


def test_a_slow_watcher_gets_the_newest_view_not_the_backlog(office):
    slow, good = office.raw().send({"do": "watch"}), office.raw().send({"do": "watch"})
    good.read()
    for number in range(12):
        office.server.perform(Show(view(str(number), calls=400)))
        good.read()
    seen = [words_of(slow.read())]
    while seen[-1] != "11":
        seen.append(words_of(slow.read()))
    assert len(seen) < 8


def test_who_asks_without_ever_reading_is_dropped(office):
    office.server.perform(Show(view("x", calls=200)))
    flood = office.raw()
    with pytest.raises((BrokenPipeError, ConnectionResetError)):
        flood.socket.sendall(b'{"do":"view"}\n' * 1_000_000)
    assert office.client.ask("view").ok


def test_a_client_that_takes_nothing_for_half_a_minute_is_gone():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        stuck = Peer(ours)
        stuck.say({"words": "x" * 200_000})
        stuck.flush(now=100.0)
        stuck.flush(now=129.0)
        theirs.recv(65536)
        stuck.flush(now=129.5)  # it took a little: its time begins anew
        stuck.flush(now=159.0)
        with pytest.raises(PeerGone):
            stuck.flush(now=160.0)


def test_perform_is_harmless_before_the_start_and_after_the_end(make_office, tmp_path):
    server = ControlServer(tmp_path / "other", lambda event: None)
    server.perform(Show(view("early")))
    server.perform(Reply("x", True, ""))
    server.stop()
    office = make_office()
    office.server.stop()
    office.server.perform(Show(view("late")))
    office.server.perform(Reply("x", True, ""))


def test_a_view_from_before_the_start_is_shown(tmp_path, make_office):
    office = make_office()
    office.server.stop()
    again = ControlServer(office.path, office.asked.put)
    again.perform(Show(view("early")))
    again.start()
    watcher = office.raw().send({"do": "watch"})
    seen = words_of(watcher.read())
    while seen != "early":
        seen = words_of(watcher.read())
    again.stop()


def test_the_end_closes_clients_and_removes_the_socket(office):
    watcher = office.raw().send({"do": "watch"})
    watcher.read()
    office.server.stop()
    assert watcher.read() is None
    assert not office.path.exists()
    office.server.stop()


def test_the_socket_is_for_user_and_group_only(office):
    assert stat.S_IMODE(office.path.stat().st_mode) == 0o660


def test_a_running_switchboard_is_not_pushed_aside(office):
    second = ControlServer(office.path, office.asked.put)
    with pytest.raises(ControlError, match="is running already"):
        second.start()
    second.stop()
    assert office.client.ask("view").ok


def test_what_a_killed_switchboard_left_is_replaced(tmp_path):
    path = tmp_path / "control"
    left = "import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"
    subprocess.run([sys.executable, "-c", left, str(path)], check=True)
    assert path.is_socket()
    server = ControlServer(path, lambda event: None)
    server.start()
    server.stop()
    assert not path.exists()


def test_a_file_that_is_no_socket_is_left_alone(tmp_path):
    path = tmp_path / "control"
    path.write_text("precious")
    with pytest.raises(ControlError, match="is no socket"):
        ControlServer(path, lambda event: None).start()
    assert path.read_text() == "precious"


@pytest.mark.parametrize("name", ["no/such/folder/control", "x" * 120])
def test_a_path_that_cannot_be_used_is_an_error_in_words(tmp_path, name):
    with pytest.raises(ControlError, match=r"cannot be (made|looked at)"):
        ControlServer(tmp_path / name, lambda event: None).start()


def test_a_successors_socket_is_not_removed(tmp_path):
    path = tmp_path / "control"
    server = ControlServer(path, lambda event: None)
    server.start()
    os.rename(path, tmp_path / "moved")
    path.write_text("somebody else's")
    server.stop()
    assert path.exists()


def test_info_must_be_json(tmp_path):
    with pytest.raises(TypeError):
        ControlServer(tmp_path / "control", lambda event: None, {"path": tmp_path})


def test_no_handles_left_is_survived(office, monkeypatch):
    listener = office.server._listener
    failed = threading.Event()

    class Exhausted:
        def accept(self):
            failed.set()
            raise OSError(24, "Too many open files")

        def fileno(self):
            return listener.fileno()

        def close(self):
            listener.close()

    monkeypatch.setattr("appliance.control.server.LOOK_SECONDS", 0.01)
    office.server._listener = Exhausted()
    waiting = office.raw()
    assert failed.wait(PATIENCE)
    office.server._listener = listener
    assert waiting.send({"do": "view"}).read()["ok"]


def test_a_view_travels_as_plain_json(office):
    office.server.perform(Show(view("x", calls=1)))
    sent = office.client.ask("view").data["view"]
    assert json.loads(json.dumps(sent)) == sent
    words = "rows lamps calls faults waiting unsent inbox delivered loops parts arrivals code_shown"
    words += " missed details signals lights dim language troubles"
    assert set(sent) == set(words.split())
    nobody = {"caller": "", "client_id": "", "fact": None}
    assert sent["lamps"] == [
        {"agent": "anna", "name": "Anna", "pattern": "free", "why": "x", **nobody}
    ]
