"""The client: answers and views, and a sentence where there is no switchboard."""

import contextlib
import socket
import threading

import pytest
from support.patience import PATIENCE

from appliance.control import ControlClient, ControlUnavailable
from appliance.control import client as client_module
from appliance.core.protocol.commands import Show
from appliance.core.protocol.view import Row, View


@pytest.fixture
def impostor(tmp_path):
    """Something at the socket that is no switchboard: takes one line, says `answer`, and waits."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(tmp_path / "control"))
    listener.listen()
    done = threading.Event()
    threads: list[threading.Thread] = []

    def start(answer: bytes, stay: bool = False) -> ControlClient:
        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(answer)
                if stay:
                    done.wait(PATIENCE)

        threads.append(threading.Thread(target=serve))
        threads[-1].start()
        return ControlClient(tmp_path / "control")

    yield start
    done.set()
    for thread in threads:
        thread.join()
    listener.close()


def test_a_refusal_is_an_answer(office):
    answer = office.client.ask("sms", sms="s1", again="yes")
    assert not answer.ok
    assert answer.words == '"again" must be true or false'


def test_watch_yields_views_until_the_switchboard_ends(office):
    with office.client.watch() as views:
        assert next(views)["rows"] == []
        office.server.perform(Show(View((Row("Hei"),))))
        assert next(views)["rows"] == [{"text": "Hei", "size": "normal", "scroll": False}]
        office.server.stop()
        assert list(views) == []


def test_a_watch_can_be_hung_up_from_another_thread(office):
    with office.client.watch() as views:
        next(views)
        threading.Timer(0.01, views.hang_up).start()
        assert list(views) == []
        views.hang_up()


def test_no_socket_says_how_to_start(tmp_path):
    client = ControlClient(tmp_path / "control")
    for ask in (lambda: client.ask("view"), client.watch):
        with pytest.raises(ControlUnavailable) as error:
            ask()
        assert str(error.value) == (
            f"the switchboard is not running (no socket at {tmp_path}/control): "
            "start it with `sentralbord run`"
        )


def test_a_dead_socket_says_how_to_start(tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(str(tmp_path / "control"))
    with pytest.raises(ControlUnavailable, match=r"nobody answers at .* start it with"):
        ControlClient(tmp_path / "control").ask("view")


def test_a_full_queue_is_waited_for(tmp_path, monkeypatch):
    path = str(tmp_path / "control")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as busy:
        busy.bind(path)
        busy.listen(0)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as first:
            first.connect(path)
            monkeypatch.setattr(client_module, "CONNECT_SECONDS", 0.05)
            with pytest.raises(ControlUnavailable, match="cannot be reached"):
                ControlClient(tmp_path / "control").ask("view")
            monkeypatch.setattr(client_module, "CONNECT_SECONDS", 5.0)
            tried = threading.Event()
            monkeypatch.setattr(client_module.time, "sleep", lambda _: tried.set())
            asking = threading.Thread(target=ask_quietly, args=(tmp_path / "control",))
            asking.start()
            assert tried.wait(PATIENCE)
            busy.accept()[0].close()
            served, _ = busy.accept()
            assert served.recv(100) == b'{"do": "view"}\n'
            served.close()
            asking.join()


def ask_quietly(path) -> None:
    with contextlib.suppress(ControlUnavailable):
        ControlClient(path).ask("view")


def test_a_path_that_is_too_long_is_a_sentence(tmp_path):
    with pytest.raises(ControlUnavailable, match="cannot be reached"):
        ControlClient(tmp_path / ("x" * 120)).ask("view")


def test_a_request_that_is_too_long_is_refused_in_the_servers_words(office):
    answer = office.client.ask("presence", agent="a", status="away", reason="x" * 3_000_000)
    assert answer.words == "a request must be a line of at most 65536 bytes"


@pytest.mark.parametrize("said", [b"HTTP/1.1 400\r\n\n", b"[]\n", b"\xff\n"])
def test_what_is_no_switchboard_is_told_apart(impostor, said):
    with pytest.raises(ControlUnavailable, match="is no switchboard"):
        impostor(said).ask("view")


def test_an_endless_line_is_not_swallowed_whole(impostor, monkeypatch):
    monkeypatch.setattr(client_module, "LONGEST_LINE", 1000)
    with pytest.raises(ControlUnavailable, match="is no switchboard"):
        impostor(b"x" * 50_000, stay=True).ask("view")


def test_an_end_before_the_answer_is_a_sentence(impostor):
    with pytest.raises(ControlUnavailable, match="stopped before it answered"):
        impostor(b'{"ok": tr').ask("view")


def test_silence_is_a_sentence(impostor, monkeypatch):
    monkeypatch.setattr(client_module, "ANSWER_SECONDS", 0.02)
    with pytest.raises(ControlUnavailable, match=r"no answer came within 0\.02 s"):
        impostor(b"", stay=True).ask("view")


def test_a_refused_watch_is_a_sentence(impostor):
    refused = impostor(b'{"ok": false, "words": "too many programs"}\n')
    with refused.watch() as views, pytest.raises(ControlUnavailable, match="too many programs"):
        next(views)
