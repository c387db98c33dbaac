"""What the page stands on: the store, the settings in force, the site, values of requests."""
