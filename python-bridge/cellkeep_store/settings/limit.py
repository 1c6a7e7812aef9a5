"""The most bytes that a store may hold: who says so, and how all who have it open hear of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cellkeep_core.errors import CellkeepError, StoreFullError
from cellkeep_store.settings.storage import is_byte_count

if TYPE_CHECKING:
    from cellkeep_store.settings.storage import StoreSettings

LIMIT_VARIABLE = "CELLKEEP_STORE_LIMIT"

_ENVIRONMENT = f"the environment variable {LIMIT_VARIABLE}"
_OPENER = (
    "the Jupyter server's configuration (c.CellkeepApp.limit_bytes), or where a program opened "
    "the store"
)
_SETTINGS = "Cellkeep's settings in JupyterLab"


class StoreLimit:
    """The limit of an open store: what it was opened with, else the store's own.

    Parameters
    ----------
    settings : StoreSettings
        Where the store's own limit is written down.
    given : int, optional
        What the store was opened with. Default: ``CELLKEEP_STORE_LIMIT``, else none.

    Attributes
    ----------
    fixed : bool
        Whether it stands for as long as this process lives, so that `change` is refused.
    place : str
        Where a person changes it.

    Raises
    ------
    CellkeepError
        ``BAD_REQUEST`` where the environment variable is no number.
    """

    def __init__(self, settings: StoreSettings, given: int | None = None) -> None:
        self._settings = settings
        self._given = given if given is not None else _from_environment()
        self.fixed = self._given is not None
        self.place = _SETTINGS
        if self.fixed:
            self.place = _ENVIRONMENT if given is None else _OPENER

    @property
    def bytes(self) -> int | None:
        """The limit now, None for no limit; another process may have changed it just before."""
        if self._given is not None:
            return self._given
        return self._settings.limit_bytes()

    def change(self, limit_bytes: int | None) -> None:
        """Write the store's own limit down, for every process; None for no limit.

        Raises
        ------
        CellkeepError
            ``FORBIDDEN`` where it is fixed, ``BAD_REQUEST`` where it is no number of bytes,
            ``CATALOG_BUSY`` where another process held the store for 30 seconds.
        """
        if self.fixed:
            raise CellkeepError(
                f"The limit of this store is set in {self.place}, and cannot be changed here.",
                hint="Change it there. The limit is as it was.",
                code="FORBIDDEN",
            )
        if limit_bytes is not None and not is_byte_count(limit_bytes):
            raise CellkeepError(
                f"{limit_bytes!r} is no number of bytes.",
                hint="Give a whole number from 0, or None for no limit.",
                code="BAD_REQUEST",
            )
        self._settings.change_limit(limit_bytes)

    def require(self, used: int, size: int, limit: int | None) -> None:
        """Raise `StoreFullError` where so many bytes more than those used would pass a limit.

        Parameters
        ----------
        limit : int or None
            What `bytes` was before the transaction that counted those used.
        """
        # What brings no bytes may come even where the limit was set below what is stored.
        if limit is None or size == 0 or used + size <= limit:
            return
        raise StoreFullError(
            f"The store may hold {limit:,} bytes; it has {used:,}, and {size:,} are to be stored.",
            hint=f"Nothing was changed. Delete artifacts, or raise the limit in {self.place}.",
        )


def _from_environment() -> int | None:
    text = os.environ.get(LIMIT_VARIABLE, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise CellkeepError(
            f"{LIMIT_VARIABLE} is {text!r}, which is no number of bytes.",
            hint="Write digits only, such as 10000000000 for 10 GB.",
            code="BAD_REQUEST",
        )
    return int(text)
