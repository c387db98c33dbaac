"""Voices of piper, where the box has some: which model speaks a language, and how it is asked.

A voice is two files, `NAME.onnx` and `NAME.onnx.json`; NAME begins with its locale, as in
`nb_NO-...` (names as they are published for piper). Checked against piper-tts 1.8, whose command
speaks every argument that it does not know: the text goes in by standard input, alone on its line.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from appliance.core.model.ids import Language

log = logging.getLogger(__name__)

LOCALES: Mapping[Language, tuple[str, ...]] = {
    "da": ("da_DK",),
    "nb": ("nb_NO", "no_NO"),
    "sv": ("sv_SE",),
    "nl": ("nl_NL", "nl_BE"),
    "en": ("en_GB", "en_US"),
}
SENTENCE_PAUSE_SECONDS = 0.2
RECIPE = "piper, sox, 1"
"""Whoever changes how piper is asked changes this: the names of all its prompts follow."""


@dataclass(frozen=True, slots=True)
class Voices:
    """Which languages piper speaks, and with which model; espeak-ng speaks the others."""

    program: str = "piper"
    models: Mapping[Language, Path] = field(default_factory=dict)
    recipes: Mapping[Language, str] = field(default_factory=dict)
    """Language -> what the names of its prompts depend on: another voice, another file."""

    def recipe(self, language: Language) -> str:
        """What a prompt's name depends on besides its words; "" where espeak-ng speaks."""
        return self.recipes.get(language, "")

    def arguments(self) -> tuple[str, ...]:
        """How these voices are named to the renderer."""
        named = [f"--voice={language}={model}" for language, model in self.models.items()]
        return (f"--piper={self.program}", *named) if named else ()


NO_VOICES = Voices()


def voices_from(program: str, models: Mapping[Language, Path]) -> Voices:
    """The voices whose files are there."""
    there = {language: model for language, model in models.items() if _is_voice(model)}
    for language in models.keys() - there.keys():
        log.warning("no voice at %s: espeak-ng speaks %s", models[language], language)
    recipes = {language: _recipe(model) for language, model in there.items()}
    return Voices(program, there, recipes)


def find_voices(program: str, named: Mapping[Language, Path], folder: Path) -> Voices:
    """The voice of each language: the one that is named, else the first in the folder."""
    found = {language: _first_in(folder, locales) for language, locales in LOCALES.items()}
    models = {language: model for language, model in found.items() if model} | dict(named)
    if models and shutil.which(program) is None:
        log.warning("there are voices, but no program %s: espeak-ng speaks", program)
        return NO_VOICES
    return voices_from(program, models)


def piper_command(voices: Voices, language: Language, target: Path) -> tuple[str, ...]:
    """The command that speaks one line of standard input into a WAV file."""
    return (
        *(voices.program, "--model", str(voices.models[language])),
        *("--sentence_silence", str(SENTENCE_PAUSE_SECONDS), "--output_file", str(target)),
    )


def _is_voice(model: Path) -> bool:
    return model.is_file() and model.with_name(model.name + ".json").is_file()


def _first_in(folder: Path, locales: tuple[str, ...]) -> Path | None:
    models = [model for each in locales for model in sorted(folder.glob(f"{each}-*.onnx"))]
    return next(filter(_is_voice, models), None)


def _recipe(model: Path) -> str:
    return f"{RECIPE}, {model.name}, {model.stat().st_size}"
