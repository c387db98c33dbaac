"""What a whole box needs."""

from support.box_fixtures import memory, prompts

__all__ = ["memory", "prompts"]
