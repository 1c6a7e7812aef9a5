"""Whose an upload or a transfer is, asked in one place for all that a person would do with it.

On a person's own server kept artifacts belong to the store: whoever may read Cellkeep's artifacts
reads them all, with their receipts, history and events. What is still on its way is its sender's,
in a service too: a transfer within the server and an upload. Kernels and scripts of a person's own
server run as the server does, and their uploads are nobody's own; so is everything where Jupyter
makes up a name for each browser, as its own identity providers do.
"""

from __future__ import annotations

from collections.abc import Callable

from jupyter_server.base.handlers import JupyterHandler

from cellkeep_server.http.acts import OTHERS, may
from cellkeep_server.http.base import CellkeepHandler
from cellkeep_server.http.persons import owner_of
from cellkeep_store.uploads.storage import upload_not_found


async def whose(handler: JupyterHandler, action: str) -> Callable[[str | None], bool]:
    """Return what says of an owner whether this person may do something with their transfers.

    Parameters
    ----------
    action : str
        What the authorizer is asked: ``read``, ``write``.
    """
    person = owner_of(handler)
    # A grant is for its person's own upload: the authorizer has no say about it.
    granted = getattr(handler, "access_token", None) is not None
    if person is None or (not granted and await may(handler, action, OTHERS)):
        return lambda _: True
    return lambda owner: owner in (None, person)


async def check_uploads(handler: CellkeepHandler, *upload_ids: str) -> None:
    """Refuse an upload of somebody else, with the words for one that is not there."""
    if owner_of(handler) is None:
        return  # nor is it looked for: most servers have one person
    changed = await whose(handler, "write")
    owners = await handler.uploads.owners(upload_ids)
    for upload_id, owner in zip(upload_ids, owners, strict=True):
        if not changed(owner):
            raise upload_not_found(upload_id)
