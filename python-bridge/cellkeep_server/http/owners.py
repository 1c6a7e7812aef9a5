"""Who makes a request, and whose an upload or a transfer is: asked in one place.

In a service (`cellkeep serve`) whose identity provider tells persons apart, each sees the store
through their own eyes: `person_of` says whose. On a person's own server kept artifacts belong to
the store: whoever may read Cellkeep's artifacts reads them all, with their receipts, history and
events. What is still on its way is its sender's in both: a transfer within the server and an
upload. Kernels and scripts of a person's own server run as the server does, and their uploads are
nobody's own; so is everything where Jupyter makes up a name for each browser, as its own identity
providers do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_server.auth.identity import IdentityProvider, PasswordIdentityProvider

from cellkeep_core.errors import CellkeepError
from cellkeep_server.http.acts import OTHERS
from cellkeep_server.http.asking import may
from cellkeep_store.catalog.person import Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from jupyter_server.auth import User
    from jupyter_server.base.handlers import JupyterHandler

    from cellkeep_server.http.base import CellkeepHandler


def tells_apart(handler: JupyterHandler) -> bool:
    """Return whether the identity provider knows one person from another."""
    return type(handler.identity_provider) not in (IdentityProvider, PasswordIdentityProvider)


def groups_of(user: User) -> frozenset[str]:
    """Return the groups that the identity provider says a person is of: its user's ``groups``."""
    return frozenset(getattr(user, "groups", None) or ())


def person_of(handler: JupyterHandler) -> Person | None:
    """Return through whose eyes a service shows its store; None where nobody is told apart."""
    if not tells_apart(handler):
        return None
    return Person(handler.current_user.username, groups_of(handler.current_user))


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


async def whose(handler: JupyterHandler, action: str) -> Callable[[str | None], bool]:
    """Return what says of an owner whether this person may do something with their transfers.

    Parameters
    ----------
    action : str
        What the authorizer is asked: ``read``, ``write``.
    """
    person = owner_of(handler)
    if person is None or await may(handler, action, OTHERS):
        return lambda _: True
    return lambda owner: owner in (None, person)


async def check_uploads(handler: CellkeepHandler, *upload_ids: str) -> None:
    """Refuse an upload of somebody else, with the words for one that is not there."""
    if owner_of(handler) is None:
        return  # nor is it looked for: most servers have one person
    changed = await whose(handler, "write")
    if not all(map(changed, await handler.uploads.owners(upload_ids))):
        raise CellkeepError("There is no such upload.", code="UPLOAD_NOT_FOUND")
