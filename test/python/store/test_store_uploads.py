"""Uploads in pieces: offsets, locks, resuming, finishing, expiring."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from store_samples import blob_files, code_of, make_offer, make_run, png, refused, staged_folders

from cellkeep_core.errors import (
    BadMediaTypeError,
    BadNameError,
    CellkeepError,
    DigestMismatchError,
    RunNotFoundError,
    UnknownCategoryError,
)
from cellkeep_core.ids import new_id
from cellkeep_store import Store, Upload
from cellkeep_store.uploads.folder import FolderLease


def send(store: Store, content: bytes, piece: int = 1000, **named: Any) -> Upload:
    made = store.uploads.create(len(content), **named)
    for start in range(made.offset, len(content), piece):
        assert made.write(start, content[start : start + piece]) == min(start + piece, len(content))
    return made


@pytest.fixture
def no_rereading(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise AssertionError("the file was read again")

    monkeypatch.setattr(hashlib, "file_digest", fail)


@pytest.mark.usefixtures("no_rereading")
def test_an_upload_with_an_offer_becomes_its_artifact_without_a_second_reading(
    store: Store,
) -> None:
    content = os.urandom(10_500)
    offer = make_offer(content, make_run(), "weights")
    made = send(store, content, offer=offer, thumbnail=png())
    assert (made.id, made.size, made.offset) == (offer.id, 10_500, 10_500)
    receipt = made.finish()
    assert (receipt.offer_id, receipt.sha256) == (offer.id, offer.sha256)
    assert store.contents.read(receipt.artifact_id) == content
    assert store.catalog.thumbnail(receipt.artifact_id) == png()
    assert receipt == store.catalog.find_receipt(offer.id)


def test_an_upload_without_an_offer_is_described_by_its_metadata(store: Store) -> None:
    run = make_run()
    store.editor.put_run(run)
    metadata = {
        "filename": "data.csv",
        "filetype": "text/plain",
        "category": "code",
        "run": run.id,
        "name": "my data",
    }
    made = send(store, b"a,b\n", metadata=metadata)
    artifact = store.catalog.artifact(made.finish().artifact_id)
    assert (artifact.name, artifact.media_type) == ("my data", "text/plain")
    assert (artifact.category, artifact.run_id) == ("code", run.id)
    assert artifact.provenance.via == "upload"
    assert artifact.provenance.original_path == "data.csv"


def test_an_upload_without_any_metadata_is_stored_too(store: Store) -> None:
    made = send(store, png())
    artifact = store.catalog.artifact(made.finish().artifact_id)
    assert artifact.name == f"upload-{made.id[:8]}"
    assert artifact.media_type == "image/png"
    assert artifact.run_id == store.catalog.uploads_run().id
    assert artifact.category == "input"


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"filename": "../x"}, BadNameError),
        ({"name": "a\0b"}, BadNameError),
        ({"filetype": "csv"}, BadMediaTypeError),
        ({"category": "outputs"}, UnknownCategoryError),
        ({"run": "nobody"}, RunNotFoundError),
    ],
)
def test_wrong_metadata_are_refused_before_any_byte_travels(
    store: Store, metadata: dict[str, str], error: type[CellkeepError]
) -> None:
    with pytest.raises(error):
        store.uploads.create(3, metadata=metadata)
    assert staged_folders(store.root) == []


def test_an_upload_of_nothing_is_finished_at_once(store: Store) -> None:
    made = store.uploads.create(0, metadata={"filename": "empty"})
    assert made.offset == 0
    assert made.finish().size == 0


def test_the_offset_is_that_of_the_file(store: Store) -> None:
    made = store.uploads.create(6)
    made.write(0, b"abc")
    again = store.uploads.open(made.id)
    assert again.offset == 3
    assert code_of(again.write, 0, b"abc") == "OFFSET_MISMATCH"
    assert code_of(again.write, 4, b"x") == "OFFSET_MISMATCH"
    assert code_of(again.write, 3, b"defg") == "TOO_LARGE"
    assert again.offset == 3
    assert again.write(3, b"def") == 6


@pytest.mark.parametrize("upload_id", ["", "..", "../store", "x" * 32, "0" * 32, "0" * 32 + "\n"])
def test_an_unknown_upload_is_an_error_and_never_a_path(store: Store, upload_id: str) -> None:
    assert code_of(store.uploads.open, upload_id) == "UPLOAD_NOT_FOUND"


@pytest.mark.usefixtures("no_rereading")
def test_what_a_failed_checksum_wrote_is_taken_back_and_the_hash_with_it(store: Store) -> None:
    content = b"first-second"
    made = store.uploads.create(len(content), offer=make_offer(content))
    with made.locked():
        made.write(0, b"first-")
    with made.locked():
        made.write(6, b"sec")
        made.write(9, b"XXX")
        made.truncate(6)
    assert made.offset == 6
    made.write(6, b"second")
    assert store.contents.read(made.finish().artifact_id) == content


def test_truncating_to_another_place_still_gives_the_right_digest(store: Store) -> None:
    made = store.uploads.create(6, offer=make_offer(b"abcdef"))
    made.write(0, b"abXX")
    made.truncate(2)
    made.write(2, b"cdef")
    assert code_of(made.truncate, 7) == "OFFSET_MISMATCH"
    made.finish()


def test_bytes_from_another_store_object_are_hashed_from_the_file(store: Store) -> None:
    made = store.uploads.create(6, offer=make_offer(b"abcdef"))
    made.write(0, b"abc")
    with Store.open(store.root) as other:
        there = other.uploads.open(made.id)
        there.write(3, b"de")
        assert store.uploads.open(made.id).write(5, b"f") == 6
        receipt = there.finish()
    assert store.contents.read(receipt.artifact_id) == b"abcdef"


def test_bytes_that_were_changed_behind_our_back_are_noticed(store: Store) -> None:
    made = send(store, b"abcdef", offer=make_offer(b"abcdef"))
    (store.root / "staging" / made.id / "content").write_bytes(b"abcdeX")
    with pytest.raises(DigestMismatchError):
        made.finish()


def test_only_one_writer_at_a_time_in_this_process(store: Store) -> None:
    made = store.uploads.create(3)
    other = store.uploads.open(made.id)
    with made.locked():
        assert code_of(other.write, 0, b"abc") == "UPLOAD_LOCKED"
        assert code_of(other.finish) == "UPLOAD_LOCKED"
        assert code_of(other.discard) == "UPLOAD_LOCKED"
        made.write(0, b"a")  # the holder may
    assert other.write(1, b"bc") == 3


def test_only_one_writer_at_a_time_across_processes(store: Store) -> None:
    made = store.uploads.create(3)
    code = (
        "import sys, pathlib, time\n"
        "from cellkeep_store import Store\n"
        "upload = Store.open(pathlib.Path(sys.argv[1])).uploads.open(sys.argv[2])\n"
        "with upload.locked():\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(store.root), made.id],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    assert code_of(made.write, 0, b"abc") == "UPLOAD_LOCKED"
    child.kill()
    child.wait(timeout=10)
    child.communicate()
    with made.locked(timeout_s=5):  # a dead process holds nothing
        made.write(0, b"abc")


def test_the_same_offer_finds_its_upload_again(store: Store) -> None:
    offer = make_offer(b"abcdef")
    store.uploads.create(6, offer=offer).write(0, b"abc")
    again = store.uploads.create(6, offer=offer)
    assert (again.id, again.offset) == (offer.id, 3)
    assert len(staged_folders(store.root)) == 1
    conflicting = make_offer(b"ABCDEF", id=offer.id)
    with refused("ID_CONFLICT"):
        store.uploads.create(6, offer=conflicting)


def test_an_upload_must_have_the_size_of_its_offer(store: Store) -> None:
    with refused("SIZE_MISMATCH"):
        store.uploads.create(7, offer=make_offer(b"abcdef"))


@pytest.mark.parametrize("size", [-1, 2**53, True])
def test_a_size_that_cannot_be_is_refused(store: Store, size: int) -> None:
    assert code_of(store.uploads.create, size) == "BAD_REQUEST"


def test_finishing_too_early_changes_nothing(store: Store) -> None:
    made = store.uploads.create(6)
    made.write(0, b"abc")
    assert code_of(made.finish) == "SIZE_MISMATCH"
    assert store.catalog.artifacts().items == []
    made.write(3, b"def")
    made.finish()


def test_wrong_bytes_are_discarded_so_that_the_client_begins_anew(store: Store) -> None:
    made = send(store, b"abcdeX", offer=make_offer(b"abcdef"))
    with pytest.raises(DigestMismatchError):
        made.finish()
    assert code_of(store.uploads.open, made.id) == "UPLOAD_NOT_FOUND"
    assert staged_folders(store.root) == []
    assert blob_files(store.root) == []
    assert store.catalog.last_change() == 0


def test_a_finished_upload_says_so_until_it_expires(store: Store) -> None:
    made = send(store, b"abcdef")
    receipt = made.finish()
    assert made.finish() == receipt
    again = store.uploads.open(made.id)
    assert (again.offset, again.receipt) == (6, receipt)
    assert again.finish() == receipt
    assert code_of(again.write, 6, b"") == "UPLOAD_NOT_FOUND"
    assert not (store.root / "staging" / made.id / "content").exists()
    assert len(store.catalog.artifacts().items) == 1


def test_a_crash_after_the_commit_is_a_finished_upload(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = send(store, b"abcdef")

    def crash(_lease: FolderLease) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(FolderLease, "clear", crash)
        with pytest.raises(KeyboardInterrupt):
            made.finish()
    again = store.uploads.open(made.id)
    assert again.offset == 6
    assert again.receipt is not None
    # The file is a second name of the blob now, and must not be cut.
    assert code_of(again.truncate, 0) == "OFFSET_MISMATCH"
    receipt = again.finish()
    assert store.contents.read(receipt.artifact_id) == b"abcdef"


def test_a_discarded_upload_is_gone(store: Store) -> None:
    made = store.uploads.create(3)
    made.write(0, b"a")
    made.discard()
    assert staged_folders(store.root) == []
    assert code_of(made.write, 1, b"b") == "UPLOAD_NOT_FOUND"
    assert code_of(store.uploads.open, made.id) == "UPLOAD_NOT_FOUND"


def age(folder: Path, seconds: float) -> None:
    then = time.time() - seconds
    for path in (*folder.iterdir(), folder):
        os.utime(path, (then, then))


def test_an_upload_expires_a_day_after_its_last_byte(store: Store) -> None:
    made = store.uploads.create(3)
    left = datetime.fromisoformat(made.expires_at) - datetime.now(UTC)
    assert 86_390 < left.total_seconds() <= 86_401
    age(store.root / "staging" / made.id, 86_500)
    assert code_of(store.uploads.open, made.id) == "UPLOAD_EXPIRED"
    assert store.uploads.expire() == 1
    assert code_of(store.uploads.open, made.id) == "UPLOAD_NOT_FOUND"


def test_an_expired_upload_of_an_offer_is_made_anew(store: Store) -> None:
    offer = make_offer(b"abc")
    store.uploads.create(3, offer=offer).write(0, b"ab")
    age(store.root / "staging" / offer.id, 86_500)
    assert store.uploads.create(3, offer=offer).offset == 0


def test_expiring_leaves_what_is_young_or_held(store: Store) -> None:
    young, old, held = (store.uploads.create(3) for _ in range(3))
    for made in (old, held):
        age(store.root / "staging" / made.id, 86_500)
    with held.locked():
        assert store.uploads.expire() == 1
    assert {folder.name for folder in staged_folders(store.root)} == {young.id, held.id}


def test_many_uploads_at_once_keep_their_hashes_apart(store: Store) -> None:
    contents = [os.urandom(64) for _ in range(20)]
    made = [store.uploads.create(64, offer=make_offer(content)) for content in contents]
    for start in range(0, 64, 16):
        for one, content in zip(made, contents, strict=True):
            one.write(start, content[start : start + 16])
    for one, content in zip(made, contents, strict=True):
        assert one.finish().sha256 == hashlib.sha256(content).hexdigest()


def test_an_upload_of_bytes_that_the_store_has_meanwhile_is_stored_once(store: Store) -> None:
    made = send(store, b"shared", offer=make_offer(b"shared", name=new_id()))
    store.ingest.put_bytes(make_offer(b"shared"), b"shared")
    made.finish()
    assert len(blob_files(store.root)) == 1
    assert len(store.catalog.artifacts().items) == 2
