"""What people ask for from a page or a command, and what each may see."""
