"""What happens now: the lamps, the display, calls, statuses, and dialling."""
