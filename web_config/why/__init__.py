"""Why it did or did not ring: the simulator and the answers to a question of yesterday."""
