"""The prompt files: how each is named, and the way from the cache on disk to memory."""

import filecmp
import hashlib
import shutil
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from appliance.core.model.ids import Prompt, Sound
from appliance.core.settings.checks.recordings import recording_named
from appliance.speech.piper import NO_VOICES, Voices
from appliance.speech.uploads import UploadError, Uploads
from appliance.speech.wave_files import is_whole, part_of

Speech = Prompt | Sound

RECIPE = "espeak-ng, 150 words a minute, sox, 1"
"""How sound is made of text. Whoever changes the recipe changes this: all names follow."""


@lru_cache(maxsize=8192)
def file_name(what: Speech, recipe: str = "") -> str:
    """Return the name of the file that holds `what`: a digest of recipe, language and text.

    `recipe` is that of the voice, "" for espeak-ng's. An uploaded recording has one name in every
    language.
    """
    language, text = ("", what.value) if isinstance(what, Sound) else (what.language, what.text)
    if (recording := name_of_recording(what)) is not None:
        language, text = "recording", recording
    # surrogatepass: a name exists even for text that can never be spoken.
    key = "\0".join((recipe or RECIPE, language, text)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(key).hexdigest()[:24] + ".wav"


def name_of_recording(what: Speech) -> str | None:
    """Return the name of the uploaded recording that a prompt stands for, if it does."""
    return recording_named(what.text) if isinstance(what, Prompt) else None


def name_in(voices: Voices, what: Speech) -> str:
    """Return the name of the file that holds `what`, spoken by these voices."""
    if isinstance(what, Sound) or name_of_recording(what) is not None:
        return file_name(what)
    return file_name(what, voices.recipe(what.language))


class PromptLibrary:
    """Prompts in `cache` (disk, kept) and `runtime` (tmpfs, since the player reads in its clock).

    `uploads` holds the recordings that stand in for spoken sentences. `cache` and `runtime` are
    made where they lack. Only `file_of` is fit for the loop's thread.
    """

    def __init__(
        self, cache: Path, runtime: Path, uploads: Path, voices: Voices = NO_VOICES
    ) -> None:
        self.cache = cache
        self.voices = voices
        self.runtime = runtime
        self.uploads = Uploads(uploads)
        cache.mkdir(parents=True, exist_ok=True)
        runtime.mkdir(parents=True, exist_ok=True)

    def file_of(self, what: Speech) -> Path:
        """Return where `what` lies once it is staged; touches no file."""
        return self.runtime / name_in(self.voices, what)

    def missing(self, wanted: Iterable[Speech]) -> list[Speech]:
        """Return what of `wanted` the disk does not hold whole, each once."""
        return [what for what in dict.fromkeys(wanted) if not self._is_rendered(what)]

    def stage(self, prompts: Iterable[Prompt]) -> list[Speech]:
        """Copy the house's sounds and `prompts` to memory; return what is not rendered yet.

        Raises OSError when the memory is full.
        """
        return [what for what in dict.fromkeys((*Sound, *prompts)) if not self._staged(what)]

    def kept(self, what: Speech) -> Path | None:
        """Return where `what` lies on the disk: in the cache, or uploaded; None: nowhere."""
        recording = name_of_recording(what)
        if recording is not None:
            try:
                return self.uploads.file_of(recording)
            except UploadError:
                return None
        path = self.cache / name_in(self.voices, what)
        return path if is_whole(path) else None

    def _is_rendered(self, what: Speech) -> bool:
        return self.kept(what) is not None

    def _staged(self, what: Speech) -> bool:
        there, is_upload = self.file_of(what), name_of_recording(what) is not None
        if is_whole(there) and not is_upload:
            return True
        source = self.kept(what)
        if source is None:
            return is_upload and is_whole(there)
        # A recording may have been replaced by another one of its name.
        if not (is_whole(there) and filecmp.cmp(source, there, shallow=False)):
            self._copy(source, there)
        return True

    def _copy(self, source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)  # somebody may have cleared it away
        with part_of(target) as part:
            shutil.copyfile(source, part)
            part.replace(target)
