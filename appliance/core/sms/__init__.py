"""SMS: what goes out when, what has come in, and what became of it."""
