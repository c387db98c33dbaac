"""Every sentence that callers, staff, and the panel are told, in their languages."""
