"""What crosses the wall of the core: events in; commands, replies, and the view out."""
