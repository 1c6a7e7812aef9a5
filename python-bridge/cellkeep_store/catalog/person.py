"""A person of a service, as the catalog knows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

ALL = "all"
"""Everybody who is signed in to the service."""


class Level(IntEnum):
    """What somebody may do with a run; each may do what those before it may."""

    NONE = 0
    VIEW = 1
    ADD = 2
    MANAGE = 3
    OWN = 4


@dataclass(frozen=True)
class Person:
    """Somebody whom a service tells apart from others.

    Attributes
    ----------
    name : str
        Their name at the identity provider, which never is another's.
    groups : frozenset of str
        The groups that they are of.
    avatar_url : str, default ""
        Where a picture of them is; empty where the identity provider says of none.
    """

    name: str
    groups: frozenset[str] = frozenset()
    avatar_url: str = ""

    @property
    def called(self) -> tuple[str, ...]:
        """What `shares.who` may say where it means them."""
        return (
            called("person", self.name),
            *(called("group", one) for one in sorted(self.groups)),
            ALL,
        )


def called(kind: str, name: str) -> str:
    """Return how `shares.who` writes a person or a group."""
    return ALL if kind == ALL else f"{kind}:{name}"
