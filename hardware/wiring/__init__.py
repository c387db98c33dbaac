"""How the reference boards are wired: pin maps, and the drawings and lists made from them."""
