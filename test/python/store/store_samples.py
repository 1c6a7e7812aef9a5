"""Real offers and files for the store's tests, and for the processes that they start."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from msgspec import UNSET

from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import Artifact, ArtifactRef, Provenance, Receipt, Run
from cellkeep_store import Store
from cellkeep_store.catalog.filters import ArtifactFilter
from offers import make_offer as make_offer
from offers import make_run as make_run

RACED = b"saved and deleted at the same time"


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def blob_files(root: Path) -> list[Path]:
    return sorted(path for path in (root / "blobs").rglob("*") if path.is_file())


def save(store: Store, content: bytes, run: Run | None = None, **fields: Any) -> Artifact:
    offer = make_offer(content, run, **fields)
    return store.catalog.artifact(store.ingest.put_bytes(offer, content, png()).artifact_id)


def save_named(
    store: Store, name: str, run: Run | None = None, size: int = 0, **fields: Any
) -> str:
    """Save bytes that begin with the name, and return the artifact's id."""
    content = name.encode() + b"x" * size
    return store.ingest.put_bytes(make_offer(content, run, name, **fields), content).artifact_id


def names(store: Store, sort: Any = "time", descending: bool = True, **wanted: Any) -> list[str]:
    """Return the names of what a filter finds."""
    page = store.catalog.artifacts(where=ArtifactFilter(**wanted), sort=sort, descending=descending)
    return [artifact.name for artifact in page.items]


def versions(store: Store, artifact: Artifact) -> list[int]:
    return [each.version for each in store.catalog.history(artifact.id).versions]


def uses(*used: Artifact) -> Provenance:
    refs = [
        ArtifactRef(
            artifact_id=each.id,
            run_id=each.run_id,
            name=each.name,
            version=each.version,
            sha256=each.sha256,
        )
        for each in used
    ]
    return Provenance(via="save", inputs=refs)


def staged_folders(root: Path) -> list[Path]:
    return sorted((root / "staging").iterdir())


def png(width: int = 2, height: int = 2) -> bytes:
    """Return a real PNG, grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = (b"\0" + b"\x80" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def assert_nothing_changed(store: Store) -> None:
    assert store.catalog.artifacts().items == []
    assert store.catalog.last_change() == 0
    assert blob_files(store.root) == []
    assert staged_folders(store.root) == []


def ingest(store: Store, source: Path, **named: Any) -> Receipt:
    values: dict[str, Any] = {
        "run": make_run(),
        "name": source.name,
        "category": "input",
        "provenance": Provenance(via="contents"),
        "metadata": {},
    }
    return store.ingest.ingest_file(source, **(values | named))


@contextmanager
def refused(code: str, match: str | None = None) -> Iterator[Any]:
    import pytest  # not for the processes that tests start

    with pytest.raises(CellkeepError, match=match) as caught:
        yield caught
    assert caught.value.code == code


def assert_held(lock: AbstractContextManager[None]) -> None:
    with refused("CATALOG_BUSY"), lock:
        pass


def all_of(ask: Any, **how: Any) -> list[Any]:
    """Return what all pages have together."""
    items: list[Any] = []
    cursor = None
    while cursor is not UNSET:
        page = ask(cursor=cursor, **how)
        items += page.items
        cursor = page.next_cursor
    return items


def code_of(call: Any, *args: Any) -> str:
    try:
        call(*args)
    except CellkeepError as error:
        return error.code
    raise AssertionError("it was not refused")
