"""Backup and restore: the whole office in one encrypted file, and back again all or nothing."""
