"""Ids, moments, records, and the other plain things that every rule speaks of."""
