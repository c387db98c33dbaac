"""The SMS that went out and came in."""
