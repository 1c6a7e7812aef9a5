"""What the store refuses, and that a refusal leaves nothing behind."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from store_samples import (
    assert_nothing_changed,
    blob_files,
    ingest,
    make_offer,
    make_run,
    refused,
    write,
)

from cellkeep_core.errors import (
    BadMediaTypeError,
    BadNameError,
    CellkeepError,
    DigestMismatchError,
    FileChangedError,
    NoSuchFileError,
    NotAFilePathError,
    UnknownCategoryError,
)
from cellkeep_core.protocol import Provenance
from cellkeep_store import Store


def test_an_id_that_was_used_for_other_bytes_is_a_conflict(store: Store) -> None:
    offer = make_offer(b"one")
    store.ingest.put_bytes(offer, b"one")
    other = make_offer(b"two", id=offer.id)
    for save in (lambda: store.ingest.put_bytes(other, b"two"), lambda: store.ingest.offer(other)):
        with refused("ID_CONFLICT"):
            save()
    assert len(blob_files(store.root)) == 1


def test_an_offer_of_known_bytes_with_a_false_size_is_refused(store: Store) -> None:
    store.ingest.put_bytes(make_offer(b"shared"), b"shared")
    with refused("SIZE_MISMATCH"):
        store.ingest.offer(make_offer(b"shared", size=7))


def test_bytes_with_another_digest_are_refused(store: Store) -> None:
    with pytest.raises(DigestMismatchError):
        store.ingest.put_bytes(make_offer(b"right"), b"wrong")
    assert_nothing_changed(store)


def test_bytes_of_another_size_are_refused(store: Store) -> None:
    with refused("SIZE_MISMATCH"):
        store.ingest.put_bytes(make_offer(b"right"), b"right and more")
    assert_nothing_changed(store)


@pytest.mark.parametrize("consume", [False, True])
def test_a_file_with_another_digest_is_refused_and_stays_as_it_was(
    store: Store, tmp_path: Path, consume: bool
) -> None:
    source = write(tmp_path / "source", b"wrong")
    mode = source.stat().st_mode
    with pytest.raises(DigestMismatchError):
        store.ingest.put_file(make_offer(b"right"), source, consume=consume)
    assert_nothing_changed(store)
    assert source.read_bytes() == b"wrong"
    assert (source.stat().st_mode, source.stat().st_nlink) == (mode, 1)


def test_a_file_of_another_size_is_refused(store: Store, tmp_path: Path) -> None:
    with refused("SIZE_MISMATCH"):
        store.ingest.put_file(make_offer(b"right"), write(tmp_path / "source", b"right and more"))
    assert_nothing_changed(store)


def test_a_file_that_is_not_there_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NoSuchFileError, match="missing"):
        store.ingest.put_file(make_offer(b"x"), tmp_path / "missing")
    with pytest.raises(NotAFilePathError):
        store.ingest.put_file(make_offer(b"x"), tmp_path)
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with pytest.raises(NotAFilePathError):
        store.ingest.put_file(make_offer(b"x"), fifo)
    assert_nothing_changed(store)


def test_a_file_that_is_written_to_meanwhile_is_refused(store: Store, tmp_path: Path) -> None:
    source = write(tmp_path / "log", b"x" * 3_000_000)

    def write_anew(_done: int) -> None:
        source.write_bytes(b"y" * 4_000_000)

    with pytest.raises(FileChangedError):
        ingest(store, source, progress=write_anew)
    assert_nothing_changed(store)


def test_of_a_file_that_grows_meanwhile_what_it_had_is_kept(store: Store, tmp_path: Path) -> None:
    source = write(tmp_path / "log", b"x" * 3_000_000)

    def append(_done: int) -> None:
        with source.open("ab") as file:
            file.write(b"more")

    receipt = ingest(store, source, progress=append)
    assert receipt.size == 3_000_000
    assert receipt.sha256 == hashlib.sha256(b"x" * 3_000_000).hexdigest()
    assert source.stat().st_size > 3_000_000


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": "../up"}, BadNameError),
        ({"name": "a\nb"}, BadNameError),
        ({"category": "outputs"}, UnknownCategoryError),
        ({"media_type": "csv"}, BadMediaTypeError),
        ({"sha256": "../../../etc/passwd"}, CellkeepError),
        ({"sha256": "0" * 64}, CellkeepError),
        ({"id": "../x"}, CellkeepError),
        ({"size": -1}, CellkeepError),
        ({"size": True}, CellkeepError),
        ({"codec": ""}, CellkeepError),
        ({"run": make_run(id="x")}, CellkeepError),
        ({"run": make_run("")}, CellkeepError),
        ({"metadata": {"x": float("nan")}}, CellkeepError),
        ({"metadata": {"x": {1, 2}}}, CellkeepError),
        ({"metadata": {"x": "\ud800"}}, CellkeepError),
        ({"run": make_run("\ud800")}, CellkeepError),
        ({"summary": "\ud800"}, CellkeepError),
        ({"provenance": Provenance(via="save", source="\ud800")}, CellkeepError),
    ],
)
def test_what_a_program_may_not_offer(
    store: Store, fields: dict[str, Any], error: type[CellkeepError]
) -> None:
    offer = structs.replace(make_offer(b"x"), **fields)
    with pytest.raises(error) as caught:
        store.ingest.put_bytes(offer, b"x")
    assert caught.value.status in {400, 409}
    assert_nothing_changed(store)


def test_a_thumbnail_has_a_limit(store: Store) -> None:
    with refused("TOO_LARGE"):
        store.ingest.put_bytes(make_offer(b"x"), b"x", b"\x89PNG" * 300_000)
    assert_nothing_changed(store)
