"""The rules of a call, by what a caller meets."""
