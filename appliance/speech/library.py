"""The prompt files: how each is named, and the way from the cache on disk to memory."""

import hashlib
import shutil
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from appliance.core.model import Prompt, Sound
from appliance.speech.wave_files import is_whole, part_of

Speech = Prompt | Sound

RECIPE = "espeak-ng, 150 words a minute, sox, 1"
"""How sound is made of text. Whoever changes the recipe changes this: all names follow."""


@lru_cache(maxsize=8192)
def file_name(what: Speech) -> str:
    """Return the name of the file that holds `what`: a digest of recipe, language and text."""
    language, text = ("", what.value) if isinstance(what, Sound) else (what.language, what.text)
    # surrogatepass: a name exists even for text that can never be spoken.
    key = "\0".join((RECIPE, language, text)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(key).hexdigest()[:24] + ".wav"


class PromptLibrary:
    """Prompts in `cache` (disk, kept) and `runtime` (tmpfs, since the player reads in its clock).

    Both folders are made where they lack. Only `file_of` is fit for the loop's thread.
    """

    def __init__(self, cache: Path, runtime: Path) -> None:
        self.cache = cache
        self.runtime = runtime
        cache.mkdir(parents=True, exist_ok=True)
        runtime.mkdir(parents=True, exist_ok=True)

    def file_of(self, what: Speech) -> Path:
        """Return where `what` lies once it is staged; touches no file."""
        return self.runtime / file_name(what)

    def missing(self, wanted: Iterable[Speech]) -> list[Speech]:
        """Return what of `wanted` the cache does not hold whole, each once."""
        return [what for what in dict.fromkeys(wanted) if not self._is_rendered(what)]

    def stage(self, prompts: Iterable[Prompt]) -> list[Speech]:
        """Copy the house's sounds and `prompts` to memory; return what is not rendered yet.

        Raises OSError when the memory is full.
        """
        return [what for what in dict.fromkeys((*Sound, *prompts)) if not self._staged(what)]

    def _is_rendered(self, what: Speech) -> bool:
        return is_whole(self.cache / file_name(what))

    def _staged(self, what: Speech) -> bool:
        if is_whole(self.file_of(what)):
            return True
        if not self._is_rendered(what):
            return False
        with part_of(self.file_of(what)) as part:
            shutil.copyfile(self.cache / file_name(what), part)
            part.replace(self.file_of(what))
        return True
