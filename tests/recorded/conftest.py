"""What the tests of recorded calls share: prompts, and a folder in memory."""

from support.box_fixtures import memory, prompts, telephone

__all__ = ["memory", "prompts", "telephone"]
