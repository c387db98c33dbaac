"""The picture of the moment, and its parts."""
