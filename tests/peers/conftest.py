"""What the tests against other people's software share: a box for each test."""

from support.box_fixtures import box, make_box, memory, prompts, telephone

__all__ = ["box", "make_box", "memory", "prompts", "telephone"]
