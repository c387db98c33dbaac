"""The prompts of a box, as its file describes them: where they lie, and who speaks them."""

from __future__ import annotations

from appliance.device import Device
from appliance.speech.library import PromptLibrary
from appliance.speech.piper import find_voices


def library_of(device: Device) -> PromptLibrary:
    """The library of a box; makes its folders."""
    voices = find_voices(device.speech.piper, device.speech.voices, device.voices)
    return PromptLibrary(device.prompt_cache, device.prompts, device.uploads, voices)
