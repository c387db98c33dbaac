"""What takes time and belongs to no call: a process of its own."""
