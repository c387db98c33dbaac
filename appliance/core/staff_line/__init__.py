"""Our people at their own line: PIN, status, messages, greetings."""
