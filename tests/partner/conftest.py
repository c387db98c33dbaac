"""What the tests of the partner's telephone share."""

from support.box_fixtures import memory, prompts, telephone

__all__ = ["memory", "prompts", "telephone"]
