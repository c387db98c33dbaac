"""The memories of the emulated modem, and the commands that choose, list, read, and empty them."""

import re
from collections.abc import Iterator

from hardware.emulated.modem_families import Family
from hardware.emulated.modem_storage import Storage


class NoSuchPlace(Exception):
    """A place that is not there, or that cannot be deleted: CMS error 321."""


class NotAllowed(Exception):
    """A command that no memory understands: CMS error 302."""


class Memories:
    """One storage per memory; what is read, what is written, and where SMS come in are chosen."""

    def __init__(self, family: Family, size: int) -> None:
        self._family = family
        self.all = {name: Storage(size) for name in family.memories}
        self._used = [family.memories[0]] * 3

    def power_up(self) -> None:
        """Forget what was chosen; what lies there stays."""
        self._used = [self._family.memories[0]] * 3

    @property
    def read(self) -> Storage:
        """The memory that is listed, read, and emptied."""
        return self.all[self._used[0]]

    @property
    def incoming(self) -> Storage:
        """The memory that takes what comes in."""
        return self.all[self._family.arrives_in or self._used[2]]

    def arrivals(self) -> Iterator[tuple[str, int]]:
        """Store what waits, as far as there is room; give memory and place of each."""
        for name, storage in self.all.items():
            yield from ((name, place) for place in storage.arrivals())

    def obey(self, command: str, *, keeps_deleted: bool) -> list[str]:
        """Answer AT+CPMS and AT+CMGx; raises NotAllowed and NoSuchPlace."""
        numbers = [int(number) for number in re.findall(r"\d+", command)]
        match command.partition("=")[0]:
            case "+CPMS?":
                used = (f'"{name}",{self.all[name].filling}' for name in self._used)
                return ["+CPMS: " + ",".join(used)]
            case "+CPMS" if command == "+CPMS=?":
                names = ",".join(f'"{name}"' for name in self.all)
                return [f"+CPMS: ({names}),({names}),({names})"]
            case "+CPMS":
                return self._choose(re.findall(r'"([A-Z]{2})"', command))
            case "+CMGL":
                return self.read.listing(numbers[0] if numbers else 0)
            case "+CMGR" if numbers:
                return self.read.reading(numbers[0])
            case "+CMGD" if numbers and not keeps_deleted:
                if self.read.delete(numbers[0], (*numbers, 0)[1]):
                    return []
                raise NoSuchPlace
        raise NotAllowed

    def _choose(self, names: list[str]) -> list[str]:
        if not names or len(names) > 3 or not set(names) <= self.all.keys():
            raise NotAllowed
        self._used[: len(names)] = names
        return ["+CPMS: " + ",".join(self.all[name].filling for name in self._used)]
