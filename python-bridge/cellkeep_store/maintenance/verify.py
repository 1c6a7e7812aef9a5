"""Integrity: every blob is compared with the catalog, and the catalog with the files."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Row

from cellkeep_core.errors import CellkeepError
from cellkeep_core.files import hash_stream
from cellkeep_store.blobs.leases import Leases
from cellkeep_store.blobs.storage import Blobs, BlobStat
from cellkeep_store.catalog import commit, queries
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.parts import become_whole

# A blob's file appears a moment before its row. Only an older file without a row is an orphan.
ORPHAN_AGE_S = 3600.0

Kind = Literal["whole", "damaged", "missing", "orphan"]


class Finding(msgspec.Struct, frozen=True):
    """What was found out about one blob.

    Attributes
    ----------
    ok : bool
        Whether every artifact that has it can be read. An orphan harms none.
    kind : {'whole', 'damaged', 'missing', 'orphan'}
    sha256 : str
    artifacts : list of str
        ``run: name v1`` of each artifact that has it.
    message : str
        What it means and what to do.
    """

    ok: bool
    kind: Kind
    sha256: str
    artifacts: list[str]
    message: str


def examine(
    database: Database,
    blobs: Blobs,
    leases: Leases,
    sha256: str,
    *,
    trust_above: int | None = None,
) -> Finding | None:
    """Hash one blob, and note in the catalog whether it is whole; None where there is none.

    One that was known by its parts, and is what it was said to be, is then known by its SHA-256.

    Parameters
    ----------
    trust_above : int, optional
        A blob of more bytes is taken for whole where its file has its size and was not
        written to since it was stored: the hash of gigabytes takes seconds.
    """
    if trust_above is not None:
        found = blobs.stat(sha256)
        with database.read() as tx:
            row = queries.find_blob(tx, sha256)
            if row is not None and row.size > trust_above and _is_untouched(found, row):
                return _whole(tx, sha256)
    with database.read() as tx:
        row = queries.find_blob(tx, sha256)
    if row is None:
        return None
    wanted = row.claimed or sha256
    actual: str | None
    try:
        before = _version(blobs, sha256)
        actual = None if before is None else _digest(blobs, sha256)
    except CellkeepError:
        raise
    except OSError as error:  # bytes that cannot be read are as good as damaged
        before, actual = _version(blobs, sha256), f"none, for it cannot be read ({error})"
    whole = actual == wanted
    with database.read() as tx:
        row = queries.find_blob(tx, sha256)
        if row is None:
            return None  # deleted meanwhile
        if whole and not row.damaged and row.claimed is None:
            return _whole(tx, sha256)
    with leases.exclusive(sha256), database.write() as tx:
        row = queries.find_blob(tx, sha256)
        if row is None:
            return None
        if _version(blobs, sha256) != before:
            return _whole(tx, sha256)  # a save has done it just now, with verified bytes
        if row.damaged == whole and before is not None:
            commit.mark_damaged(tx, [sha256], damaged=not whole)
        if whole and row.claimed is not None:
            become_whole(tx, row)
        if whole:
            return _whole(tx, wanted)
        names = queries.names_of_blob(tx, sha256)
    kind: Kind = "missing" if before is None else "damaged"
    what, backup = ", ".join(names), "or bring the file back from a backup."
    message = (
        f"The bytes of {what} are gone. Save the same thing again to bring them back, {backup}"
        if before is None
        else f"The bytes of {what} are damaged (their SHA-256 is {actual}). Save the same thing "
        f"again to replace them, {backup} Look at the disk."
    )
    return Finding(ok=False, kind=kind, sha256=sha256, artifacts=names, message=message)


def _is_untouched(found: BlobStat | None, row: Row[Any]) -> bool:
    # The blob was complete before its row was written, so its time is the earlier one.
    stored_at = datetime.fromisoformat(row.stored_at).timestamp()
    return (
        found is not None
        and not row.damaged
        and found.size == row.size
        and found.written_at <= stored_at
    )


def _whole(tx: Connection, sha256: str) -> Finding:
    names = queries.names_of_blob(tx, sha256)
    return Finding(ok=True, kind="whole", sha256=sha256, artifacts=names, message="Whole.")


def _version(blobs: Blobs, sha256: str) -> Hashable:
    found = blobs.stat(sha256)
    return None if found is None else found.version


def _digest(blobs: Blobs, sha256: str) -> str:
    with blobs.open(sha256) as file:
        return hash_stream(file)
