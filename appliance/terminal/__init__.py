"""The front panel in a terminal."""
