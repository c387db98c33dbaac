"""The bytes between a browser and the page, and how long a stranger may keep us."""
