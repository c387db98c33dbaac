"""Recordings of messages and of talks."""
