"""Who may send us anything at all, and what they are answered."""
