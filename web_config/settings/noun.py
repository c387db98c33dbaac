"""A table of the settings whose entries have pages: what it is called, and who may change it."""

from __future__ import annotations

from dataclasses import dataclass, field

from appliance.settings.shape import settings_of
from appliance.settings.structure import SECTIONS
from appliance.settings.words import section_words
from web_config.kit.access import Role
from web_config.settings import draft as desk


@dataclass(frozen=True, slots=True)
class Noun:
    """A table whose entries have pages; `facts` are the fields that stand in the list.

    `first`: those that an entry is mostly made of; the others are folded. None: all are.
    """

    section: str
    facts: tuple[str, ...]
    role: Role = Role.SUPERIOR
    listed: bool = True
    first: tuple[str, ...] = ()
    table: type = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", SECTIONS[self.section])

    @property
    def one(self) -> str:
        """What an entry is called."""
        return section_words(self.section, desk.language())[0]

    @property
    def many(self) -> str:
        """What all of them are called."""
        return section_words(self.section, desk.language())[1]

    def is_folded(self, field: str) -> bool:
        """Whether a field of an entry is shown only when asked for."""
        return bool(self.first) and field not in self.first

    @property
    def named(self) -> bool:
        """Whether an entry has a name of its own besides its id."""
        return any(setting.name == "name" for setting in settings_of(self.table))
