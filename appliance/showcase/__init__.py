"""Every view of the front panel, made by the switchboard itself out of made-up moments."""
