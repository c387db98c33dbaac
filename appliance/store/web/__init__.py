"""What the page keeps: accounts, sessions, its log."""
