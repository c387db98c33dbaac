"""What is heard, said, recorded, and pressed on a leg."""
