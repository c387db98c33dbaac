"""The box itself: its backups, its certificate, and the papers for the wall."""
