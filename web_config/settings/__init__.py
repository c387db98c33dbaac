"""The settings of the office: one document, edited as a draft, reviewed, and published."""

from __future__ import annotations

from flask import Blueprint

from web_config.settings import (
    history,
    menus,
    nouns,
    office,
    overflow,
    overview,
    prompts,
    review,
    trunks,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    overview.blueprint,
    office.blueprint,
    *nouns.BLUEPRINTS,
    menus.blueprint,
    overflow.blueprint,
    trunks.blueprint,
    prompts.blueprint,
    review.blueprint,
    history.blueprint,
)
"""Every room of the settings."""
