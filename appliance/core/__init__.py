"""The rules of the office: pure functions over one immutable picture, without any effect."""
