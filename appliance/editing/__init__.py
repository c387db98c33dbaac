"""Drafts of the settings, and their publishing: above the settings and the store."""
