"""The library: names that never move, and only whole files in memory."""

import threading
from pathlib import Path

import pytest

from appliance.core.model.ids import Prompt, Sound
from appliance.speech.library import PromptLibrary, file_name
from appliance.speech.wave_files import encoded, is_whole, write_whole

HELLO = Prompt("God dag.", "nb")


def render(library: PromptLibrary, what: Prompt | Sound) -> Path:
    path = library.cache / file_name(what)
    write_whole(path, encoded([0, 100, -100, 0] * 50))
    return path


def test_a_prompt_has_one_name_of_24_hexadecimal_digits_in_memory(library):
    path = library.file_of(HELLO)
    assert path.parent == library.runtime
    assert path.suffix == ".wav"
    assert len(path.stem) == 24
    assert set(path.stem) <= set("0123456789abcdef")
    assert library.file_of(Prompt("God dag.", "nb")) == path


def test_text_language_and_sound_each_make_another_name():
    every = [
        HELLO,
        Prompt("God dag", "nb"),
        Prompt("God dag.", "da"),
        Prompt("tone", ""),
        Prompt("\ud800", "nb"),
        Sound.WAITING,
    ]
    assert len({file_name(what) for what in every}) == len(every)


def test_naming_touches_no_file(library):
    library.file_of(HELLO)
    assert not list(library.runtime.iterdir())
    assert not list(library.cache.iterdir())


def test_what_is_not_rendered_is_missing_once(library):
    assert library.missing([HELLO, HELLO, Sound.TONE]) == [HELLO, Sound.TONE]
    render(library, HELLO)
    assert library.missing([HELLO, Sound.TONE]) == [Sound.TONE]


def test_staging_copies_what_is_rendered_and_names_the_rest(library):
    rendered = render(library, HELLO)
    other = Prompt("Farvel.", "da")
    assert library.stage([HELLO, other]) == [Sound.WAITING, Sound.TONE, other]
    assert library.file_of(HELLO).read_bytes() == rendered.read_bytes()
    assert [path.name for path in library.runtime.iterdir()] == [rendered.name]


def test_what_is_staged_stays_when_the_cache_is_lost(library):
    rendered = render(library, HELLO)
    library.stage([HELLO])
    rendered.unlink()
    assert HELLO not in library.stage([HELLO])
    assert library.missing([HELLO]) == [HELLO]


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: whole[:20],
        lambda whole: whole[:44],
        lambda whole: whole[:-2],
        lambda whole: bytes(len(whole)),
        lambda whole: whole[:24] + (22050).to_bytes(4, "little") + whole[28:],
        lambda whole: b"RIFX" + whole[4:],
    ],
    ids=["empty", "in the header", "no samples", "one sample short", "zeros", "22 kHz", "RIFX"],
)
def test_a_damaged_file_is_never_taken_for_whole(library, damage):
    path = render(library, HELLO)
    assert is_whole(path)
    path.write_bytes(damage(path.read_bytes()))
    assert not is_whole(path)
    assert library.missing([HELLO]) == [HELLO]
    assert HELLO in library.stage([HELLO])
    assert not library.file_of(HELLO).exists()


def test_a_file_that_is_damaged_in_memory_is_staged_again(library):
    rendered = render(library, HELLO)
    library.stage([HELLO])
    library.file_of(HELLO).write_bytes(b"RIFF")
    assert HELLO not in library.stage([HELLO])
    assert library.file_of(HELLO).read_bytes() == rendered.read_bytes()


def test_a_failed_write_leaves_what_stood_there_and_no_part(tmp_path):
    path = tmp_path / "a.wav"
    write_whole(path, b"before")
    with pytest.raises(TypeError):
        write_whole(path, "not bytes")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_reader_only_ever_sees_whole_files(tmp_path):
    path = tmp_path / "a.wav"
    write_whole(path, encoded([1] * 4000))
    done = threading.Event()
    broken: list[int] = []

    def read() -> None:
        while not done.is_set():
            if not is_whole(path):
                broken.append(path.stat().st_size)

    reader = threading.Thread(target=read)
    reader.start()
    for length in range(1000, 1050):
        write_whole(path, encoded([1] * length))
    done.set()
    reader.join()
    assert broken == []
