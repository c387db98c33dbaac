"""Why a calendar cannot be read, in a sentence that names neither its address nor a password."""


class CalendarError(RuntimeError):
    """A calendar that cannot be read now; the message says why and what to do."""


class NotACalendar(CalendarError):
    """What came is something else, so that another way of asking may still give the calendar."""
