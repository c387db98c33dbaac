"""What the tests of faults share: a box for each test."""

from support.box_fixtures import box, make_box, memory, prompts, telephone

__all__ = ["box", "make_box", "memory", "prompts", "telephone"]
