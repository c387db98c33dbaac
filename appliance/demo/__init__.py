"""A fictional office, so that the box can be tried at once."""
