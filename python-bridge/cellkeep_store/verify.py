"""Whether the store still has what it says: every blob against the catalog, and back."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from cellkeep_store.catalog import Catalog, commit, queries
from cellkeep_store.filesystem import hash_file, storage_errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Row

    from cellkeep_store.blobs import BlobFolder

# A blob's file comes a moment before its row; only what has waited longer is left over.
ORPHAN_AGE_S = 3600.0
_PAGE = 200

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


def verify(catalog: Catalog, blobs: BlobFolder, orphan_age_s: float) -> Iterator[Finding]:
    """Hash every blob of the catalog, then look for files that it does not know."""
    last = ""
    while True:
        # Page by page, so that no long-lived reader keeps the catalog's log from being emptied.
        with catalog.read() as tx:
            rows = queries.blob_page(tx, last, _PAGE)
        if not rows:
            break
        for row in rows:
            finding = examine(catalog, blobs, row.sha256)
            if finding is not None:
                yield finding
        last = rows[-1].sha256
    yield from _orphans(catalog, blobs, orphan_age_s)


def quick_check(catalog: Catalog, blobs: BlobFolder) -> list[str]:
    """Return what is wrong at a glance: the catalog's own checks, and blobs without a file."""
    with catalog.read() as tx:
        problems = queries.integrity_problems(tx)
        for row in queries.all_blobs(tx):
            size = blobs.size(row.sha256)
            if size is None:
                problems.append(f"the bytes {row.sha256} are gone")
            elif size != row.size or row.damaged:
                problems.append(f"the bytes {row.sha256} are damaged")
    return problems


def examine(
    catalog: Catalog, blobs: BlobFolder, sha256: str, *, trust_above: int | None = None
) -> Finding | None:
    """Hash one blob, and note in the catalog whether it is whole; None where there is none.

    Parameters
    ----------
    trust_above : int, optional
        A blob of more bytes is taken for whole where its file has its size and was not
        written to since it was stored: the hash of gigabytes takes seconds.
    """
    path = blobs.path(sha256)
    if trust_above is not None:
        with catalog.read() as tx:
            row = queries.find_blob(tx, sha256)
            if row is not None and row.size > trust_above and _is_untouched(path, row):
                return _whole(tx, sha256)
    actual: str | None
    try:
        with storage_errors(blobs.folder):
            before = _file_id(path)
            actual = None if before is None else hash_file(path)
    except OSError as error:  # the disk refuses to give the bytes: they are as good as damaged
        before, actual = _file_id(path), f"none, for it cannot be read ({error})"
    whole = actual == sha256
    with catalog.write() as tx:
        row = queries.find_blob(tx, sha256)
        if row is None:
            return None  # deleted meanwhile
        if _file_id(path) != before:
            return _whole(tx, sha256)  # a save has just put it there anew, from verified bytes
        if row.damaged == whole and before is not None:
            commit.mark_damaged(tx, sha256, damaged=not whole)
        if whole:
            return _whole(tx, sha256)
        names = queries.names_of_blob(tx, sha256)
    what = ", ".join(names)
    if before is None:
        return Finding(
            ok=False,
            kind="missing",
            sha256=sha256,
            artifacts=names,
            message=f"The bytes of {what} are gone. Save the same thing again to bring them "
            "back, or bring the file back from a backup.",
        )
    return Finding(
        ok=False,
        kind="damaged",
        sha256=sha256,
        artifacts=names,
        message=f"The bytes of {what} are damaged (their SHA-256 is {actual}). Save the same "
        "thing again to replace them, or bring the file back from a backup. Look at the disk.",
    )


def _is_untouched(path: Path, row: Row[Any]) -> bool:
    try:
        about = path.stat()
    except OSError:
        return False
    # The file was whole before its row was written, so its time is the earlier one.
    stored_at = datetime.fromisoformat(row.stored_at).timestamp()
    return not row.damaged and about.st_size == row.size and about.st_mtime <= stored_at


def _whole(tx: Connection, sha256: str) -> Finding:
    names = queries.names_of_blob(tx, sha256)
    return Finding(ok=True, kind="whole", sha256=sha256, artifacts=names, message="Whole.")


def _orphans(catalog: Catalog, blobs: BlobFolder, age_s: float) -> Iterator[Finding]:
    for sha256 in blobs.walk():
        with catalog.read() as tx:
            if queries.find_blob(tx, sha256) is not None:
                continue
        try:
            # ctime: a linked file has the mtime of its source.
            young = time.time() - blobs.path(sha256).stat().st_ctime < age_s
        except FileNotFoundError:
            continue
        if not young:
            yield Finding(
                ok=True,
                kind="orphan",
                sha256=sha256,
                artifacts=[],
                message="No artifact has these bytes: a save or a delete was cut short. They do "
                "no harm; `cellkeep verify --clean` removes them.",
            )


def _file_id(path: Path) -> tuple[int, int, int] | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
