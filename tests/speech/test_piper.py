"""Voices of piper: found by language, asked by the program's own options, never in the way."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from appliance.core.model.ids import Prompt, Sound
from appliance.device import DeviceError, read_device
from appliance.speech.box_library import library_of
from appliance.speech.library import PromptLibrary, file_name, name_in
from appliance.speech.piper import NO_VOICES, Voices, find_voices, piper_command
from appliance.speech.render import render_missing
from appliance.speech.voice import VoiceError, speak

HELLO = Prompt("God dag, dette er Fjordkontoret.", "nb")
ENGLISH = Prompt("Hello, this is Fjordkontoret.", "en")


@pytest.fixture
def program(tmp_path: Path) -> str:
    path = tmp_path / "piper"
    double = Path(__file__).with_name("piper_double.py")
    path.write_text(f'#!/bin/sh\nexec {sys.executable} {double} "$@"\n')
    path.chmod(0o755)
    return str(path)


def put_voice(folder: Path, name: str, content: bytes = b"a model") -> Path:
    folder.mkdir(exist_ok=True)
    model = folder / f"{name}.onnx"
    model.write_bytes(content)
    config = {"audio": {"sample_rate": 22050}}
    model.with_name(model.name + ".json").write_text(json.dumps(config))
    return model


@pytest.fixture
def norwegian(tmp_path: Path) -> Path:
    return put_voice(tmp_path / "voices", "no_NO-talk-medium")


def library_with(tmp_path: Path, voices: Voices) -> PromptLibrary:
    folders = (tmp_path / name for name in ("cache", "runtime", "uploads"))
    return PromptLibrary(*folders, voices)


def test_a_voice_is_found_by_its_locale_or_named(
    tmp_path: Path, program: str, norwegian: Path
) -> None:
    british = put_voice(tmp_path / "voices", "en_GB-a-low")
    put_voice(tmp_path / "voices", "en_US-a-low")
    put_voice(tmp_path / "voices", "de_DE-a-low")
    (tmp_path / "voices" / "da_DK-half.onnx").write_bytes(b"its .json is missing")
    found = find_voices(program, {}, tmp_path / "voices")
    assert found.models == {"nb": norwegian, "en": british}
    own = put_voice(tmp_path / "own", "mine")
    assert find_voices(program, {"en": own}, tmp_path / "voices").models["en"] == own
    assert find_voices(program, {"nl": tmp_path / "none.onnx"}, tmp_path).models == {}


def test_without_the_program_or_without_voices_espeak_ng_speaks(
    tmp_path: Path, norwegian: Path
) -> None:
    assert find_voices(str(tmp_path / "none"), {}, norwegian.parent) == NO_VOICES
    assert find_voices("piper", {}, tmp_path / "nowhere").models == {}
    assert name_in(NO_VOICES, HELLO) == file_name(HELLO)


def test_the_text_goes_in_by_standard_input_where_no_word_is_an_option(
    program: str, norwegian: Path, tmp_path: Path, samples_of
) -> None:
    voices = find_voices(program, {}, norwegian.parent)
    lengths = []
    for text in ("-h", "--output_file x", "two words"):
        target = tmp_path / "spoken.wav"
        target.write_bytes(speak(Prompt(text, "nb"), voices))
        lengths.append(len(samples_of(target)) / 8000 - 0.2)
    assert lengths == pytest.approx([0.1, 0.75, 0.45], abs=0.03)


def test_piper_speaks_its_languages_and_espeak_ng_the_others(
    tmp_path: Path, program: str, norwegian: Path
) -> None:
    voices = find_voices(program, {}, norwegian.parent)
    library = library_with(tmp_path, voices)
    assert render_missing(library, [HELLO, ENGLISH]) == []
    assert library.stage([HELLO, ENGLISH, *Sound]) == []
    assert library.file_of(ENGLISH).name == file_name(ENGLISH)
    assert library.file_of(HELLO).name != file_name(HELLO)
    assert library.file_of(ENGLISH).read_bytes() == speak(ENGLISH)
    assert library.file_of(HELLO).read_bytes() == speak(HELLO, voices) != speak(HELLO)


def test_another_voice_makes_other_files(tmp_path: Path, program: str, norwegian: Path) -> None:
    before = name_in(find_voices(program, {}, norwegian.parent), HELLO)
    put_voice(norwegian.parent, "no_NO-talk-medium", b"a newer model")
    assert name_in(find_voices(program, {}, norwegian.parent), HELLO) != before


def test_where_piper_fails_espeak_ng_speaks_and_it_is_said(
    tmp_path: Path, program: str, caplog: pytest.LogCaptureFixture
) -> None:
    put_voice(tmp_path / "voices", "nb_NO-broken", b"broken")
    voices = find_voices(program, {}, tmp_path / "voices")
    with pytest.raises(VoiceError, match="Protobuf"):
        speak(HELLO, voices)
    library = library_with(tmp_path, voices)
    assert render_missing(library, [HELLO]) == []
    assert library.stage([HELLO]) == []
    assert library.file_of(HELLO).read_bytes() == speak(HELLO)
    assert "espeak-ng spoke 'God dag" in caplog.text


def test_the_box_names_its_voices(tmp_path: Path, program: str, norwegian: Path) -> None:
    file = tmp_path / "device.toml"
    file.write_text(
        f'[folders]\ndata = "data"\nruntime = "run"\n'
        f'[speech]\npiper = "{program}"\nvoices.nb = "{norwegian}"\n'
    )
    assert library_of(read_device(file)).voices.models == {"nb": norwegian}
    file.write_text('[speech]\nvoices.no = "voice.onnx"\n')
    with pytest.raises(DeviceError, match=r"speech.voices: 'no' is not a language"):
        read_device(file)


@pytest.mark.skipif(shutil.which("piper") is None, reason="piper is not installed")
def test_the_options_are_those_of_the_real_program(tmp_path: Path) -> None:
    helped = subprocess.run(("piper", "--help"), capture_output=True, text=True, check=True)
    voices = Voices("piper", {"nb": tmp_path / "voice.onnx"})
    used = [part for part in piper_command(voices, "nb", tmp_path) if part.startswith("--")]
    assert used
    assert all(option in helped.stdout for option in used)
    refused = subprocess.run(
        piper_command(voices, "nb", tmp_path), input="x\n", capture_output=True, text=True
    )
    assert "Unable to find voice" in refused.stderr
