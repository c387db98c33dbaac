"""The real espeak-ng and sox: every language on the line, and text that is only ever spoken."""

import math

import pytest

from appliance.core.model.ids import Prompt
from appliance.core.words.spoken import LANGUAGES, spoken
from appliance.speech import voice
from appliance.speech.voice import VoiceError, plain, speak


@pytest.fixture
def heard(tmp_path, samples_of):
    def samples(text: str, language: str = "en") -> tuple[int, ...]:
        path = tmp_path / "spoken.wav"
        path.write_bytes(speak(Prompt(text, language)))
        return samples_of(path)

    return samples


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_spoken_at_a_telephones_loudness(heard, language):
    samples = heard(spoken("unknown_line", language).text, language)
    assert 1.5 < len(samples) / 8000 < 8
    assert 0.5 * 32767 < max(map(abs, samples)) < 0.9 * 32767
    loudness = math.sqrt(sum(sample**2 for sample in samples) / len(samples)) / 32767
    assert -25 < 20 * math.log10(loudness) < -18


def test_silence_around_the_words_is_a_tenth_of_a_second(heard):
    samples = heard("Hello.")
    loud = [position for position, sample in enumerate(samples) if abs(sample) > 100]
    assert 0.08 <= loud[0] / 8000 <= 0.2
    assert 0.08 <= (len(samples) - loud[-1]) / 8000 <= 0.2


def test_languages_differ(heard):
    assert heard("Takk for det.", "nb") != heard("Takk for det.", "da")


@pytest.mark.parametrize(
    "text",
    ["-h", "--help", "-f /etc/hostname", "; rm -rf x", "$(reboot)", "<break time='60s'/> hi"],
)
def test_what_looks_like_an_option_or_markup_is_spoken(heard, text):
    seconds = len(heard(text)) / 8000
    assert 0.5 < seconds < 12


def test_phonemes_and_control_characters_are_not_obeyed(heard):
    assert heard("[[h@l0U]] there") == heard("h@l0U there")
    assert heard("again\x01200S and again") == heard("again 200S and again")
    assert heard("two\nlines\x00here") == heard("two lines here")


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00", "[[]]", "\ud800", "\u200b"])
def test_nothing_to_say_is_refused(text):
    with pytest.raises(VoiceError, match="nothing to say"):
        speak(Prompt(text, "nb"))


def test_a_text_that_is_too_long_is_refused():
    with pytest.raises(VoiceError, match="shorten it"):
        plain("a" * 2001)
    assert plain("a" * 2000)


@pytest.mark.parametrize("language", ["", "fr", "nb;x", "../nb", "-h"])
def test_an_unknown_language_is_refused_by_name(language):
    with pytest.raises(VoiceError, match="da, nb, sv, nl, en"):
        speak(Prompt("Hello", language))


def test_a_missing_program_is_named_with_its_package(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(VoiceError, match="apt install espeak-ng"):
        speak(Prompt("Hello", "en"))
    monkeypatch.setattr(voice, "run", lambda *_, **__: voice.subprocess.run(("/bin/true",)))
    with pytest.raises(VoiceError, match="can be heard"):
        speak(Prompt("Hello", "en"))


def test_a_program_that_fails_is_quoted():
    with pytest.raises(VoiceError, match=r"sox failed .*no-such-file"):
        voice.run("sox", "/no-such-file.wav", "-n")


def test_a_program_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(voice, "STEP_SECONDS", 0.05)
    with pytest.raises(VoiceError, match="did not end"):
        voice.run("sleep", "30")
