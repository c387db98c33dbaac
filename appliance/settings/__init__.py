"""The office's settings as a document that people read, write, check, and compare."""
