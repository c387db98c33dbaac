"""The loop, its timers, and its clocks."""
