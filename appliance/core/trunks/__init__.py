"""The ways out: how they fare, and which calls may take them."""
