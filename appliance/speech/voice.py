"""One sentence becomes sound: piper or espeak-ng speaks it, sox makes it fit for a line."""

import subprocess
import tempfile
from pathlib import Path

from appliance.core.model.ids import Prompt
from appliance.speech.piper import NO_VOICES, Voices, piper_command
from appliance.speech.wave_files import is_whole

VOICES = {"da": "da", "nb": "nb", "sv": "sv", "nl": "nl", "en": "en-gb"}
WORDS_A_MINUTE = 150
"""Slower than espeak-ng's 175: a caller hears a menu once, over a narrow line."""

LONGEST_TEXT = 2000
"""Characters: some two minutes, longer than anybody listens to."""

STEP_SECONDS = 30.0
"""Either program needs a fraction of a second; a slow card and a busy box are allowed for."""

# Nothing below 200 Hz crosses a line, yet it would count as loudness.
NARROW = ("highpass", "200", "rate", "8000")
# Silence at either end (below -50 dB) goes; a tenth of a second comes back.
TRIM = ("silence", "1", "0.005", "-50d", "reverse") * 2
MARGIN = ("pad", "0.1", "0.1")
# Brings the voices to one loudness: 1.5 dB apart instead of 4 with the peak alone.
LOUDNESS = ("compand", "0.005,0.2", "6:-70,-70,-30,-15,0,-6", "0", "-90", "0.01", "norm", "-3")
SIXTEEN_BIT = ("-b", "16", "-c", "1", "-e", "signed-integer")
EFFECTS = (*NARROW, *TRIM, *LOUDNESS, *MARGIN)


class VoiceError(RuntimeError):
    """A sentence cannot be spoken; the message says why and what to do."""


def speak(prompt: Prompt, voices: Voices = NO_VOICES) -> bytes:
    """Return `prompt` as a mono 16-bit WAV file of 8 kHz; raises VoiceError.

    By piper where `voices` has one for the language, else by espeak-ng.
    """
    text = plain(prompt.text)
    voice = voice_for(prompt.language)
    with tempfile.TemporaryDirectory(prefix="sentralbord-speech-") as folder:
        spoken, fitted = Path(folder, "spoken.wav"), Path(folder, "fitted.wav")
        if prompt.language in voices.models:
            run(*piper_command(voices, prompt.language, spoken), text=f"{text}\n")
        else:
            run("espeak-ng", "-v", voice, *espeak_options(spoken), text=text)
        run("sox", "-D", "-V1", str(spoken), *SIXTEEN_BIT, str(fitted), *EFFECTS)
        if not is_whole(fitted):
            raise VoiceError(f"nothing of {prompt.text[:60]!r} can be heard: write it in words")
        return fitted.read_bytes()


def espeak_options(target: Path) -> tuple[str, ...]:
    """Return the options to read UTF-8 from standard input, where no text is an option."""
    return ("-b", "1", "-s", str(WORDS_A_MINUTE), "--stdin", "-w", str(target))


def voice_for(language: str) -> str:
    """Return espeak-ng's voice for a language; raises VoiceError."""
    if language not in VOICES:
        raise VoiceError(f"no voice speaks {language!r}: the languages are {', '.join(VOICES)}")
    return VOICES[language]


def plain(text: str) -> str:
    """Return `text` without what espeak-ng would obey instead of speak; raises VoiceError.

    It reads phonemes between double square brackets, and control characters as commands.
    """
    speakable = "".join(" " if sign in "[]" or not sign.isprintable() else sign for sign in text)
    words = " ".join(speakable.split())
    if not words:
        raise VoiceError("there is nothing to say: the text is empty")
    if len(words) > LONGEST_TEXT:
        raise VoiceError(f"the text has {len(words)} characters: shorten it to {LONGEST_TEXT}")
    return words


def run(program: str, *arguments: str, text: str = "") -> None:
    """Run a program with `text` as its input; raises VoiceError naming the package it lacks."""
    try:
        ended = subprocess.run(
            (program, *arguments), input=text.encode(), capture_output=True, timeout=STEP_SECONDS
        )
    except FileNotFoundError as error:
        raise VoiceError(f"{program} is not installed: apt install {program}") from error
    except subprocess.TimeoutExpired as error:
        raise VoiceError(f"{program} did not end within {STEP_SECONDS:.0f} s") from error
    if ended.returncode:
        complaint = ended.stderr.decode(errors="replace").strip()[-300:]
        raise VoiceError(f"{program} failed ({ended.returncode}): {complaint or 'no words'}")
