"""Why a calendar cannot be read, in a sentence that names neither its address nor a password."""


class CalendarError(RuntimeError):
    """A calendar that cannot be read now; the message says why and what to do.

    It is not asked again for `after_seconds`, where its server wants that.
    """

    def __init__(self, words: str, after_seconds: float = 0.0) -> None:
        super().__init__(words)
        self.after_seconds = after_seconds


class NotACalendar(CalendarError):
    """What came is something else, so that another way of asking may still give the calendar."""
