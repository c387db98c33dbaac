"""How our people stand, and whose telephone rings next."""
