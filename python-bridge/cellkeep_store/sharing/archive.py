"""Sharing: a selection as one zip that is an RO-Crate, a web page, and a store's way in.

The zip has::

    ro-crate-metadata.json      what is in it, for any reader of RO-Crates 1.1
    cellkeep.json               the same, for `import`: runs and artifacts of the protocol
    index.html                  the same, for a person: no server, and no script of others
    views/<id>.html             what the page opens of an artifact
    data/<sha256>               the bytes, once for each digest
    thumbnails/<id>.png

It is written as it is read from, front to back: nothing is ever whole in memory.
"""

from __future__ import annotations

import hashlib
import stat
import zipfile
from collections.abc import Iterable
from functools import cache
from typing import IO, TYPE_CHECKING, NamedTuple

from cellkeep_core.errors import BlobDamagedError
from cellkeep_core.files import copy_stream
from cellkeep_core.ids import utc_now
from cellkeep_core.protocol import Artifact, to_json
from cellkeep_store.sharing.crate import crate
from cellkeep_store.sharing.manifest import (
    FORMAT,
    MANIFEST,
    Manifest,
    blob_name,
    thumbnail_name,
)
from cellkeep_store.sharing.page import Opened, page
from cellkeep_store.sharing.views.libraries import library_document
from cellkeep_store.sharing.views.maker import MOST_VIEWS, ViewMaker

if TYPE_CHECKING:
    from cellkeep_core.protocol import Artifact
    from cellkeep_store.store import Store

CRATE = "ro-crate-metadata.json"
INDEX = "index.html"
_STAMP = (1980, 1, 1, 0, 0, 0)  # the same selection gives the same bytes


class Exported(NamedTuple):
    """What was written."""

    artifacts: int
    blobs: int
    bytes: int


def export(
    store: Store,
    artifacts: Iterable[Artifact],
    sink: IO[bytes],
    *,
    library: str | None = None,
) -> Exported:
    """Write artifacts as a zip to a stream, which need not be seekable.

    Parameters
    ----------
    library : str, optional
        What comes before a permanent link in an address that opens it for whoever gets the zip.

    Raises
    ------
    BlobDamagedError
        Where bytes no longer have their digest; what was written until then is no archive.
    """
    chosen = sorted(artifacts, key=lambda artifact: artifact.seq)
    run_ids = dict.fromkeys(artifact.run_id for artifact in chosen)
    runs = [store.catalog.run(run_id).run for run_id in run_ids]
    manifest = Manifest(FORMAT, store.store_id, utc_now(), runs, chosen)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        _write(archive, MANIFEST, to_json(manifest))
        _write(archive, CRATE, crate(manifest))
        _write(archive, INDEX, page(manifest, _write_views(archive, store, chosen), library))
        for artifact in chosen:
            picture = store.catalog.thumbnail(artifact.id) if artifact.thumbnail else None
            if picture is not None:
                _write(archive, thumbnail_name(artifact.id), picture)
        first = {artifact.sha256: artifact for artifact in reversed(chosen)}
        for artifact in first.values():
            _write_blob(archive, store, artifact)
    return Exported(len(chosen), len(first), sum(artifact.size for artifact in first.values()))


def _write(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(_entry(name), data)


def _write_views(
    archive: zipfile.ZipFile, store: Store, artifacts: list[Artifact]
) -> dict[str, Opened]:
    """Write what the page opens, one for the same bytes; return them by the artifacts' ids."""
    by_id: dict[str, Opened] = {}
    same: dict[tuple[str, str, str], Opened | None] = {}

    @cache
    def has(library: str) -> bool:
        """Whether it is here; its document is written to the archive when a view first needs it."""
        try:
            text = library_document(library)
        except ImportError:
            return False  # the bytes are in the archive, and pictures
        _write(archive, f"views/{library}.html", text.encode())
        return True

    with ViewMaker(store) as maker:
        for artifact in artifacts:
            key = (artifact.sha256, artifact.codec, artifact.media_type)
            if key not in same:
                if len(same) >= MOST_VIEWS:
                    break
                view = maker.view(artifact)
                same[key] = None
                if view is not None and all(map(has, sorted(view.libraries))):
                    opened = Opened(f"views/{artifact.id}.html", bool(view.libraries))
                    _write(archive, opened.entry, view.text.encode())
                    same[key] = opened
            shared = same[key]
            if shared is not None:
                by_id[artifact.id] = shared
    return by_id


def _write_blob(archive: zipfile.ZipFile, store: Store, artifact: Artifact) -> None:
    digest = hashlib.sha256()
    entry = _entry(blob_name(artifact.sha256))
    entry.file_size = artifact.size  # what ZIP64 is decided by
    with (
        store.contents.open(artifact.id) as blob,
        archive.open(entry, "w", force_zip64=True) as copy,
    ):
        copy_stream(blob, copy, digest=digest)
    if digest.hexdigest() != artifact.sha256:
        raise BlobDamagedError(
            f"The stored bytes of {artifact.name!r} v{artifact.version} are damaged; the archive "
            "was not finished.",
            hint="Run `cellkeep verify`; saving the same thing again replaces them.",
        )


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    return entry
