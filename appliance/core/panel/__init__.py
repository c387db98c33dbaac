"""What lamps, display, and page show."""
