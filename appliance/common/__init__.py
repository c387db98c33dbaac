"""What stands apart from every other room: numbers, files, foreign text."""
