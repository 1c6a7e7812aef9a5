"""The most bytes that a store may hold: who says so, and how all who have it open hear of it.

`Bound` is how saves are kept within it, and within what each person may hold.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cellkeep_core.errors import BadRequestError, CellkeepError, StoreFullError
from cellkeep_core.ids import is_byte_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection

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
    quota : int or None
        The most bytes that the runs of each person of a service may hold of whom nothing else is
        said (`cellkeep_store.catalog.quotas`). None, unless the service sets it.

    Raises
    ------
    CellkeepError
        ``BAD_REQUEST`` where the environment variable is no number.
    """

    def __init__(self, settings: StoreSettings, given: int | None = None) -> None:
        self.quota: int | None = None
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

    def bytes_in(self, tx: Connection) -> int | None:
        """Return the limit now, by a transaction of the catalog where it is written down there."""
        return self._settings.limit_bytes(tx) if self._given is None else self._given

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
            raise BadRequestError(
                f"{limit_bytes!r} is no number of bytes.",
                hint="Give a whole number from 0, or None for no limit.",
            )
        self._settings.change_limit(limit_bytes)

    def refusal(self, most: int, used: int, size: int) -> StoreFullError:
        """Return the error of bytes that would pass it."""
        return StoreFullError(
            f"The store may hold {most:,} bytes; it has {used:,}, and {size:,} are to be stored.",
            hint=f"Nothing was changed. Delete artifacts, or raise the limit in {self.place}.",
        )


class Bound:
    """Bytes that are used of those there may be: in the store, or in somebody's runs.

    Parameters
    ----------
    used : int
        Bytes that are held.
    most : int or None
        The most that may be; None for no limit.
    there : iterable of str
        Digests of what needs no more bytes.
    refusal : callable
        Makes the error, of the most, what is used and what is to come.
    """

    def __init__(
        self,
        used: int,
        most: int | None,
        there: Iterable[str],
        refusal: Callable[[int, int, int], CellkeepError],
    ) -> None:
        self._used = used
        self._most = most
        self._there = set(there)
        self._refusal = refusal

    def check(self, sha256: str, size: int) -> None:
        """Raise where bytes would pass it.

        Raises
        ------
        StoreFullError, QuotaReachedError
        """
        # What brings no bytes may come even where the limit was set below what is stored.
        if self._most is None or size == 0 or sha256 in self._there:
            return
        if self._used + size > self._most:
            raise self._refusal(self._most, self._used, size)

    def take(self, sha256: str, size: int) -> None:
        """Count bytes that were let in."""
        if sha256 not in self._there:
            self._there.add(sha256)
            self._used += size


def _from_environment() -> int | None:
    text = os.environ.get(LIMIT_VARIABLE, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise BadRequestError(
            f"{LIMIT_VARIABLE} is {text!r}, which is no number of bytes.",
            hint="Write digits only, such as 10000000000 for 10 GB.",
        )
    return int(text)
