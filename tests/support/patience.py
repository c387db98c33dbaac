"""How long a test waits for what must come: a slow machine needs it, a fast one never sees it."""

PATIENCE = 30.0
"""Seconds. Who waits in vain that long has found a fault, not a slow machine."""
