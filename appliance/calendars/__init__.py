"""Personal calendars, from ICS and CalDAV to plain times; nothing else of them leaves this room."""
