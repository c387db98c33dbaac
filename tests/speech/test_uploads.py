"""Uploaded recordings: what is taken in, how it sounds then, and what is refused in words."""

import math
import struct
import subprocess
import wave
from io import BytesIO
from pathlib import Path

import pytest

from appliance.core.model.ids import Prompt
from appliance.speech import conversion
from appliance.speech.render import render_missing
from appliance.speech.uploads import UploadError, Uploads, accept
from appliance.speech.wave_files import encoded, is_whole

WELCOME = Prompt("recording:welcome", "nb")


def studio_wav(seconds: float, loudness: float = 0.3, silence: float = 0.0) -> bytes:
    """A tone at 44.1 kHz in stereo, with silence at both ends."""
    rate = 44100
    count, edge = round(seconds * rate), round(silence * rate)
    tone = [round(loudness * 32767 * math.sin(math.tau * 700 * i / rate)) for i in range(count)]
    samples = [sample for sample in [0] * edge + tone + [0] * edge for _ in range(2)]
    packed = BytesIO()
    with wave.open(packed, "wb") as sound:
        sound.setparams((2, 2, rate, 0, "NONE", "not compressed"))
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return packed.getvalue()


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads")


@pytest.fixture
def as_file(tmp_path: Path):
    def encode(ending: str, *options: str) -> Path:
        source, target = tmp_path / "studio.wav", tmp_path / f"studio.{ending}"
        source.write_bytes(studio_wav(2.0))
        if ending != "wav":
            command = ("ffmpeg", "-v", "error", "-i", str(source), *options, str(target))
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        return target

    return encode


def decibels(samples: tuple[int, ...]) -> float:
    mean = sum(sample**2 for sample in samples) / len(samples)
    return 20 * math.log10(math.sqrt(mean) / 32767)


@pytest.mark.parametrize(
    ("ending", "options"),
    [
        ("wav", ()),
        ("mp3", ("-b:a", "64k")),
        ("ogg", ()),
        ("ogg", ("-c:a", "libopus")),
        ("m4a", ()),
    ],
    ids=["wav", "mp3", "vorbis", "opus", "m4a"],
)
def test_each_kind_becomes_a_prompt(uploads, as_file, ending, options, samples_of):
    upload = uploads.accept(as_file(ending, *options), "welcome")
    assert upload.seconds == pytest.approx(2.2, abs=0.1)
    assert not upload.cut
    assert uploads.all() == [upload]
    assert len(samples_of(uploads.file_of("welcome"))) / 8000 == pytest.approx(upload.seconds, 0.01)


@pytest.mark.parametrize("loudness", [0.01, 0.1, 0.9])
def test_quiet_and_loud_recordings_come_out_alike(uploads, samples_of, loudness):
    uploads.accept(studio_wav(2.0, loudness), "tone")
    samples = samples_of(uploads.file_of("tone"))[2000:-2000]
    assert decibels(samples) == pytest.approx(-21, abs=1.5)
    assert max(map(abs, samples)) < 0.75 * 32767


def test_silence_around_the_words_is_a_tenth_of_a_second(uploads):
    assert uploads.accept(studio_wav(1.0, silence=3.0), "tone").seconds == pytest.approx(1.2, 0.05)


def test_a_recording_that_is_too_long_is_cut(uploads, monkeypatch):
    monkeypatch.setattr(conversion, "LONGEST_SECONDS", 2.0)
    upload = uploads.accept(studio_wav(4.0), "long")
    assert upload.cut
    assert upload.seconds == pytest.approx(2.2, abs=0.05)


PLAYLIST = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n"
REFUSED = {
    "nothing at all": (b"", "no WAV, MP3, OGG or M4A"),
    "a text": (b"hello", "no WAV, MP3, OGG or M4A"),
    "a playlist of other files": (PLAYLIST, "no WAV, MP3, OGG or M4A"),
    "a playlist that says it is MP3": (b"ID3" + PLAYLIST, "no sound could be read"),
    "a list of files": (b"ffconcat version 1.0\nfile /etc/hostname\n", "no WAV"),
    "the head of an MP3": (b"\xff\xfb\x90\x00", "no sound could be read"),
    "a broken M4A": (b"\x00\x00\x00\x18ftypM4A " + bytes(400), "no sound could be read"),
    "a broken OGG": (b"OggS" + bytes(400), "no sound could be read"),
    "an empty WAV": (studio_wav(0.0), "no sound could be read"),
    "a blip": (studio_wav(0.1), "shorter than half a second"),
    "silence": (encoded([0] * 16000), "silent"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_heard_is_refused_in_words_and_leaves_nothing(uploads, name):
    content, why = REFUSED[name]
    with pytest.raises(UploadError, match=why):
        uploads.accept(content, "welcome")
    assert uploads.names() == frozenset()
    assert not uploads.folder.exists()


def test_a_playlist_inside_a_container_reads_no_other_file(uploads, as_file):
    """ffmpeg is told the kind, so that a file cannot make it open another one."""
    other = as_file("mp3", "-b:a", "64k")
    for head in (b"", b"RIFF\x00\x00\x00\x00WAVE", b"OggS", b"ID3\x04\x00\x00\x00\x00\x00\x00"):
        with pytest.raises(UploadError):
            uploads.accept(head + f"#EXTM3U\n#EXTINF:2,\n{other}\n".encode(), "welcome")


@pytest.mark.parametrize("name", ["", "../etc", "a b", "æ", "x" * 41, "a/b", "a.b"])
def test_a_name_cannot_lead_out_of_the_folder(uploads, name):
    with pytest.raises(UploadError, match="cannot be a name"):
        uploads.accept(studio_wav(1.0), name)


def test_a_file_that_is_too_large_is_refused(uploads, monkeypatch):
    monkeypatch.setattr("appliance.speech.uploads.LARGEST", 1000)
    with pytest.raises(UploadError, match="larger than"):
        uploads.accept(studio_wav(1.0), "welcome")


def test_the_same_file_is_converted_once_and_another_one_replaces_only_when_told(tmp_path):
    folder = tmp_path / "uploads"
    first = accept(studio_wav(1.0), folder, "welcome")
    assert accept(studio_wav(1.0), folder, "welcome") == first
    with pytest.raises(UploadError, match="already"):
        accept(studio_wav(2.0), folder, "welcome")
    second = accept(studio_wav(2.0), folder, "welcome", replace=True)
    assert second.id != first.id
    assert sorted(path.suffix for path in folder.iterdir()) == [".json", ".wav"]


def test_two_names_may_share_a_file_until_both_are_removed(uploads):
    for name in ("one", "two"):
        uploads.accept(studio_wav(1.0), name)
    uploads.remove("one")
    assert is_whole(uploads.file_of("two"))
    uploads.remove("two")
    assert list(uploads.folder.iterdir()) == []
    with pytest.raises(UploadError, match="no recording 'two'"):
        uploads.file_of("two")


def test_ffmpeg_that_is_missing_or_hangs_is_said(uploads, monkeypatch, tmp_path):
    monkeypatch.setattr(conversion, "STEP_SECONDS", 0.0001)
    with pytest.raises(UploadError, match="did not end"):
        uploads.accept(studio_wav(1.0), "welcome")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UploadError, match="apt install"):
        uploads.accept(studio_wav(1.0), "welcome")


def test_ffmpeg_that_wants_too_much_memory_is_ended(uploads, monkeypatch):
    monkeypatch.setattr(conversion, "LEASH", ("--as=50000000",))
    with pytest.raises(UploadError, match="no sound could be read"):
        uploads.accept(studio_wav(1.0), "welcome")


def test_a_full_disk_is_said(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UploadError, match="cannot be changed"):
        Uploads(tmp_path / "file").accept(studio_wav(1.0), "welcome")


def test_a_recording_is_staged_like_a_prompt_and_needs_no_rendering(library):
    library.uploads.accept(studio_wav(1.0), "welcome")
    assert library.missing([WELCOME]) == []
    library.stage([WELCOME])
    source = library.uploads.file_of("welcome")
    assert library.file_of(WELCOME).read_bytes() == source.read_bytes()
    assert library.file_of(Prompt(" recording: welcome ", "en")) == library.file_of(WELCOME)


def test_a_recording_that_is_replaced_is_staged_anew_and_one_that_is_lost_stays(library):
    library.uploads.accept(studio_wav(1.0), "welcome")
    library.stage([WELCOME])
    library.uploads.accept(studio_wav(2.0), "welcome", replace=True)
    library.stage([WELCOME])
    staged = library.file_of(WELCOME).read_bytes()
    assert staged == library.uploads.file_of("welcome").read_bytes()
    library.uploads.remove("welcome")
    assert WELCOME not in library.stage([WELCOME])
    assert library.file_of(WELCOME).read_bytes() == staged


def test_a_recording_that_nobody_uploaded_is_named(library):
    (left,) = (left for left in render_missing(library, [WELCOME]) if left.prompt == WELCOME)
    assert "no recording 'welcome'" in left.reason
    assert WELCOME in library.stage([WELCOME])
