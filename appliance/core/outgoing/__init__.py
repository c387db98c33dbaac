"""Calls that our people have the box make for them."""
