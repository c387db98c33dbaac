"""Kinds of modems that the emulated one can be: where they put what comes in, and how they tell."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """What differs from maker to maker (TS 27.005 §3.2.2, §3.4.1).

    `reports` and `flushes` are what <ds> and <bfr> of AT+CNMI may be. `arrives_in` is the memory
    that takes what comes in, whatever was chosen; None: the chosen one. `unknown` is what it says
    to a command that it does not have; "": what the standard has. One that `prompts_in_echo` goes
    on echoing, and puts the prompt on the same line.
    """

    reports: tuple[int, ...] = (0, 1)
    flushes: tuple[int, ...] = (0,)
    memories: tuple[str, ...] = ("SM",)
    arrives_in: str | None = None
    unknown: str = ""
    prompts_in_echo: bool = False

    @property
    def notifications(self) -> str:
        """The answer to AT+CNMI=?."""
        ds, bfr = (",".join(map(str, numbers)) for numbers in (self.reports, self.flushes))
        return f"+CNMI: (0-2),(0,1),(0),({ds}),({bfr})"

    def takes(self, values: str) -> bool:
        """Whether it can be set so; values that are left out stay as they are."""
        ranges = ((0, 1, 2), (0, 1), (0,), self.reports, self.flushes)
        given = [value.strip() for value in values.split(",")]
        return len(given) <= len(ranges) and all(
            value.isdigit() and int(value) in allowed
            for value, allowed in zip(given, ranges, strict=False)
        )


PLAIN = Family()
STORES_REPORTS = Family(reports=(0, 2), memories=("SM", "ME", "SR"))
KEEPS_ITS_BUFFER = Family(flushes=(1,))
OWN_MEMORY = Family(memories=("SM", "ME"), arrives_in="ME")
NO_REPORTS = Family(reports=(0,))
OWN_ERRORS = Family(unknown="COMMAND NOT SUPPORT")
PROMPTS_IN_ECHO = Family(prompts_in_echo=True)
