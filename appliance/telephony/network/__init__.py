"""Which addresses we have, here and outside."""
