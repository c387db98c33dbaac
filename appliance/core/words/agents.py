"""What an agent alone hears in the middle of a call, in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from appliance.core.model.ids import Language, Prompt
from appliance.core.words.spoken import sentence

AGENT_SPOKEN: Mapping[str, Mapping[Language, str]] = {
    "answer_only": {
        "da": "Firmaet vil ikke forstyrres. Svar fra kortet.",
        "nb": "Firmaet vil ikke forstyrres. Svar fra kortet.",
        "sv": "Företaget vill inte bli stört. Svara från kortet.",
        "nl": "Het bedrijf wil niet gestoord worden. Antwoord van de kaart.",
        "en": "The firm does not want to be disturbed. Answer from the card.",
    },
    "message_only": {
        "da": "Firmaet vil ikke forstyrres. Tag imod en besked.",
        "nb": "Firmaet vil ikke forstyrres. Ta imot en beskjed.",
        "sv": "Företaget vill inte bli stört. Ta emot ett meddelande.",
        "nl": "Het bedrijf wil niet gestoord worden. Neem een bericht aan.",
        "en": "The firm does not want to be disturbed. Take a message.",
    },
    "urgent_only": {
        "da": "Kun hvis det haster. Tryk stjerne syv, hvis det haster, og så stjerne fire.",
        "nb": "Bare hvis det haster. Trykk stjerne sju hvis det haster, og så stjerne fire.",
        "sv": "Bara om det är bråttom. Tryck stjärna sju om det är bråttom, och sedan "
        "stjärna fyra.",
        "nl": "Alleen als het dringend is. Druk dan sterretje zeven, en daarna sterretje vier.",
        "en": "Only if it is urgent. Press star seven if it is, and then star four.",
    },
}


def agent_said(key: str, language: Language) -> Prompt:
    """A sentence for the agent's ear; English where the language lacks it."""
    return sentence(AGENT_SPOKEN[key], language)


def agent_prompts(language: Language) -> Iterator[Prompt]:
    """Every such sentence in one language."""
    return (agent_said(key, language) for key in AGENT_SPOKEN)
