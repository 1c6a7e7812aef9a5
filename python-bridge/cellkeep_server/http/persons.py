"""Who makes a request, and whether persons are told apart at all.

In a service (`cellkeep serve`) whose identity provider tells persons apart, each sees the store
through their own eyes: `person_of` says whose.
"""

from __future__ import annotations

from jupyter_server.auth import User
from jupyter_server.auth.identity import IdentityProvider, PasswordIdentityProvider
from jupyter_server.base.handlers import JupyterHandler

from cellkeep_store.catalog.person import Person

MOST_URL = 2000
"""Longer addresses of pictures are left out: they stand beside each run of a person."""


def tells_apart(handler: JupyterHandler) -> bool:
    """Return whether the identity provider knows one person from another."""
    return type(handler.identity_provider) not in (IdentityProvider, PasswordIdentityProvider)


def groups_of(user: User) -> frozenset[str]:
    """Return the groups that the identity provider says a person is of: its user's ``groups``."""
    return frozenset(getattr(user, "groups", None) or ())


def avatar_of(user: User) -> str:
    """Return where a picture of a person is, by https; empty where there is none."""
    url = user.avatar_url or ""
    is_address = url.startswith("https://") and len(url) <= MOST_URL and url.isprintable()
    return url if is_address else ""


def person_of(handler: JupyterHandler) -> Person | None:
    """Return through whose eyes a service shows its store; None where nobody is told apart."""
    if not tells_apart(handler):
        return None
    user = handler.current_user
    return Person(user.username, groups_of(user), avatar_of(user))


def owner_of(handler: JupyterHandler) -> str | None:
    """Return who makes a request; None where persons are not told apart."""
    token = getattr(handler, "access_token", None)
    if token is not None:
        person: str | None = token.person
        return person
    if not tells_apart(handler):
        return None
    name: str = handler.current_user.username
    return name
