"""Who is in a loop: those whom it names, and everybody who has one of its roles (office.md D2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping


def member_ids(
    named: Iterable[str], wanted: Collection[str], roles: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """The ids of a loop's members, nobody twice: the named ones in their order, then the others.

    `wanted` are the roles that the loop asks for, `roles` those that each person has; whoever is
    a member by a role alone stands in the order of `roles`.
    """
    able = (id for id, held in roles.items() if any(role in held for role in wanted))
    return tuple(dict.fromkeys((*named, *able)))
