"""The switchboard: a pure core, one loop, and adapters at the edges."""
