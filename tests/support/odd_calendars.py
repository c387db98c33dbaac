"""Odd shapes that real programs write into calendars: seeds for tests, and for a fuzzing target.

`ODD` is lines of an event that a good reader understands all the same; `VALUES` are odd values
of each property, `DOCUMENTS` whole files. Everything lies on the Wednesday of support.calendars.
"""

from __future__ import annotations

from support.calendars import W_EUROPE, event, ics

AT_TEN = ("DTSTART;TZID=Europe/Oslo:20260325T100000", "DTEND;TZID=Europe/Oslo:20260325T120000")
GOOD = event(*AT_TEN, uid="untouched")
GOOD_SERIES = event(
    "DTSTART;TZID=Europe/Oslo:20260326T090000",
    "DTEND;TZID=Europe/Oslo:20260326T093000",
    "RRULE:FREQ=DAILY;COUNT=3",
    uid="untouched-series",
)
UNTOUCHED = [
    "03-25 10:00 - 03-25 12:00 busy",
    "03-26 09:00 - 03-26 09:30 busy",
    "03-27 09:00 - 03-27 09:30 busy",
    "03-28 09:00 - 03-28 09:30 busy",
]

ZONE_NAMES = (
    *("W. Europe Standard Time", "Romance Standard Time", "Central Europe Standard Time"),
    *("Europe/Oslo ", " Europe/Oslo", "Europe\\/Oslo", "europe/oslo", '"Europe/Oslo"'),
    *("W. Europe Daylight Time", "W. Europe Summer Time", "/citadel.org/20250101_1/Europe/Oslo"),
    "/freeassociation.sourceforge.net/Europe/Oslo",
    "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
    "(GMT+01.00) Brussels, Copenhagen, Madrid, Paris",
)
"""All of them mean the clock of Oslo."""

UNKNOWN_ZONE_NAMES = ("", " ", "Customized Time Zone", "tzone://Microsoft/Custom", "Nowhere/Town")

INVITED = (
    *("TRANSP:OPAQUE", "STATUS:CONFIRMED", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"),
    "X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY",
    "ATTENDEE;CN=Kari;PARTSTAT=ACCEPTED:mailto:kari@example.com",
)
"""What Outlook leaves behind of an invitation that was accepted."""

VALUES: dict[str, tuple[str, ...]] = {
    "DTSTART": (
        *(
            ":",
            ":T240000",
            ":20260325T240000",
            ":20260230T100000",
            ":20260325",
            ":99991231T235959Z",
        ),
        *(";TZID=tzone://Microsoft/Utc:20260325T090000", ";TZID=:20260325T100000", ":00010101"),
        *(";VALUE=DATE:20260325T100000", ";TZID=(UTC+01:00) Oslo:20260325T100000", ":2026-03-25"),
        *(":2026-03-25T10:00:00", ":20260325T100000+01:00", ":2026-03-25T09:00:00.000Z"),
        ";TZID=(UTC+01:00) Oslo:2026-3-25 9:00:00 -0500",
    ),
    "DTEND": (
        *(":", ":99991231T235959Z", ";VALUE=DATE:99991231", ":20260325T080000Z", ":later"),
        *(":20260325T240000", ";VALUE=DATE:20260326", ":20260325T236060"),
    ),
    "DURATION": (
        *(":", ":P", ":PT", ":-PT1H", ":P9999999999W", ":2 hours", ":P1000000W"),
        *(":1:30", ":PT1,5H", ":P1H30M", ":90 min", ":P1M", ":90"),
    ),
    "SEQUENCE": (":", ":99999999999999999999", ":-1", ":1.5", ":one", ":2147483648"),
    "EXDATE": (
        ":",
        ":,",
        ":20260326T090000,",
        ":never",
        ";VALUE=DATE:20260326",
        ":20260326T000000",
    ),
    "RDATE": (":", ":,", ";VALUE=PERIOD:20260330T080000Z/PT1H,", ":soon", ";VALUE=PERIOD:x/y"),
    "RRULE": (
        *(
            ":",
            ":FREQ=",
            ":FREQ=DAILY;UNTIL=",
            ":FREQ=DAILY;UNTIL=20260328",
            ":FREQ=DAILY;INTERVAL=0",
        ),
        *(":FREQ=DAILY;COUNT=-1", ":FREQ=WEEKLY;BYDAY=", ":FREQ=WEEKLY;BYDAY=XX,MO", ":COUNT=3"),
        *(":FREQ=MONTHLY;BYSETPOS=1", ":FREQ=DAILY;BYHOUR=99", ":FREQ=DAILY;X-ODD=1;COUNT=2;"),
        *(
            ":FREQ=YEARLY;BYDAY=99MO;UNTIL=99991231T235959Z",
            ":FREQ=SECONDLY",
            ":freq=daily;count=2",
            ":FREQ=MINUTELY;INTERVAL=1440;COUNT=2",
            ":FREQ=HOURLY;BYMINUTE=0,30;UNTIL=2026-03-26T12:00:00+01:00",
        ),
    ),
    "RECURRENCE-ID": (":", ":x", ";VALUE=DATE:20260326", ";RANGE=THISANDFUTURE:20260326T080000Z"),
    "STATUS": (":", ":CANCELED", ":CANCELLED", ":Cancelled by Bo", ":ODD", ":TENTATIVE"),
    "TRANSP": (":", ":TRANSPARENT", ":TRANSPARENT ", ":SEE-THROUGH"),
    "X-MICROSOFT-CDO-BUSYSTATUS": (":", ":BUSY", ":ODD", ":TENTATIVE", ":oof"),
    "X-MICROSOFT-CDO-INTENDEDSTATUS": (":", ":BUSY", ":ODD"),
    "X-MICROSOFT-CDO-ALLDAYEVENT": (":", ":TRUE", ":YES", ":FALSE"),
    "ATTENDEE": (
        *(":", ";PARTSTAT=:x", ";CN=Kari: Hansen;PARTSTAT=DECLINED:mailto:kari@example.com"),
        ';DELEGATED-TO="mailto:bo@example.com";PARTSTAT=DELEGATED:MAILTO:kari@example.com',
        ';CN="unclosed;PARTSTAT=ACCEPTED:mailto:kari@example.com',
        ";EMAIL=kari@example.com;PARTSTAT=ACCEPTED:urn:uuid:1",
    ),
    "UID": (":", ": ", ";X=1:x", ":" + "x" * 1000),
    "DESCRIPTION": (
        *(":BEGIN:VCALENDAR", ":one\nBEGIN:VCALENDAR\nEND:VEVENTS", ":one\nEND: of the month"),
        *(":one\nBEGIN: at nine", ":one\nSTATUS: cancelled by Bo", ":one\nBEGIN:VALARM"),
        ":" + "long " * 1000,
    ),
}
"""Odd values of each property, with the colon or semicolon after its name."""

ZONE_WITHOUT_RULES = "BEGIN:VTIMEZONE\nTZID:Empty\nEND:VTIMEZONE"
DOCUMENTS: tuple[bytes, ...] = (
    ics(GOOD),
    ics(GOOD, GOOD_SERIES),
    ics(W_EUROPE, event("DTSTART;TZID=W. Europe Standard Time:20260325T100000", "DURATION:PT2H")),
    *(ics(f"X-WR-TIMEZONE:{name}", GOOD) for name in (*ZONE_NAMES, *UNKNOWN_ZONE_NAMES)),
    ics("METHOD:CANCEL", GOOD),
    ics(event(*AT_TEN, *INVITED)),
    ics(ZONE_WITHOUT_RULES, GOOD),
    ics("BEGIN:VFREEBUSY\nFREEBUSY:20260325T090000Z/PT2H,20260326T090000Z/\nEND:VFREEBUSY"),
    *(ics(event(*AT_TEN, f"{name}{odd}"), GOOD) for name, odds in VALUES.items() for odd in odds),
    ics(GOOD).decode().encode("utf-16"),
    ics(GOOD).replace(b"\r\n", b"\r"),
)
"""Whole files, from plain to odd."""
