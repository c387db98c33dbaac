"""The office's memory: the only SQL in the house, and the recordings beside it."""
