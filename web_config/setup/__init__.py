"""The wizard: a new box becomes an office."""
