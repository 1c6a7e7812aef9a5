"""A store without room: refused in words, and nothing half done."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from store_samples import blob_files, make_offer, staged_folders, write

from cellkeep_core.errors import StoreFullError, StoreUnreachableError
from cellkeep_store import Store
from cellkeep_store.catalog import commit
from cellkeep_store.ingest import committer

MIB = 1 << 20
HERE = Path(__file__).parent
CHILD = [sys.executable, str(HERE / "store_children.py")]


def test_a_limit_refuses_what_would_pass_it_before_anything_is_changed(root: Path) -> None:
    with Store.open(root, limit_bytes=10) as store:
        store.ingest.put_bytes(make_offer(b"123456"), b"123456")
        before = store.catalog.last_change()
        with pytest.raises(StoreFullError, match=r"raise the limit in .*CellkeepApp\.limit_bytes"):
            store.ingest.put_bytes(make_offer(b"12345"), b"12345")
        with pytest.raises(StoreFullError):
            store.uploads.create(5)
        assert store.catalog.last_change() == before
        assert len(blob_files(root)) == 1
        assert staged_folders(root) == []
        assert store.status().limit_bytes == 10


def test_a_limit_refuses_files_too(root: Path, tmp_path: Path) -> None:
    source = write(tmp_path / "source", b"12345")
    with Store.open(root, limit_bytes=4) as store:
        for consume in (True, False):
            with pytest.raises(StoreFullError):
                store.ingest.put_file(make_offer(b"12345"), source, consume=consume)
    assert source.read_bytes() == b"12345"


def test_shared_bytes_count_once(root: Path) -> None:
    with Store.open(root, limit_bytes=6) as store:
        store.ingest.put_bytes(make_offer(b"123456"), b"123456")
        store.ingest.put_bytes(make_offer(b"123456", name="again"), b"123456")
        assert store.status().bytes == 6


def test_deleting_makes_room(root: Path) -> None:
    with Store.open(root, limit_bytes=6) as store:
        receipt = store.ingest.put_bytes(make_offer(b"123456"), b"123456")
        store.trash.delete_artifact(receipt.artifact_id)
        store.ingest.put_bytes(make_offer(b"abcdef"), b"abcdef")


def test_the_environment_sets_the_limit(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELLKEEP_STORE_LIMIT", "3")
    with (
        Store.open(root) as store,
        pytest.raises(StoreFullError, match=r"raise the limit in .*CELLKEEP_STORE_LIMIT"),
    ):
        store.ingest.put_bytes(make_offer(b"1234"), b"1234")


def test_more_than_the_disk_has_is_refused_before_it_is_tried(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(store.root)
    with pytest.raises(StoreFullError, match="bytes free"):
        store.uploads.create(usage.free + 10**12)
    assert staged_folders(store.root) == []


@pytest.mark.parametrize(
    ("how", "size", "refused"), [("fill", 600_000, 3), ("fill_by_batches", 50_000, 30)]
)
def test_a_full_disk_is_said_and_what_was_kept_stays(
    root: Path, how: str, size: int, refused: int
) -> None:
    mount = root.parent / "small disk"
    mount.mkdir()
    # A mount of its own in a namespace of its own: no privileges, and gone with the process.
    script = 'mount -t tmpfs -o size=4m small "$0" && exec "$@"'
    unshare = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, str(mount)]
    probe = subprocess.run([*unshare, "true"], capture_output=True, timeout=30)
    if probe.returncode == 0:
        command = [*unshare, *CHILD, how, str(mount / "store")]
    else:  # no namespaces here: the kernel's limit on a file's size fills the catalog instead
        command = [*CHILD, "fill_by_limit", str(mount / "store"), str(size - 1), how]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=HERE)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["refused"] == ["STORE_FULL"] * refused
    assert told["kept"] == told["listed"]
    assert set(told["kinds"]) <= {"whole"}  # no bytes of a refused save were left behind
    assert set(told["sizes"]) <= {size}
    assert told["staged"] == 0
    if probe.returncode == 0:
        assert told["kept"] >= 3


def test_after_a_piece_that_found_no_room_the_digest_is_right(store: Store) -> None:
    content = os.urandom(4 * MIB)
    made = store.uploads.create(len(content), offer=make_offer(content))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with made.locked():
        made.write(0, content[:MIB])
        resource.setrlimit(resource.RLIMIT_FSIZE, (MIB + 1000, hard))
        try:
            with pytest.raises(StoreFullError):
                made.write(MIB, content[MIB : 2 * MIB])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert (made.offset, made.sha256_so_far) == (MIB, None)
        made.write(MIB, content[MIB:])
        assert made.finish().sha256 == hashlib.sha256(content).hexdigest()


def test_the_kernels_limit_on_a_files_size_is_a_full_store(root: Path) -> None:
    command = [*CHILD, "fill_by_limit", str(root), "599999"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=HERE)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["refused"] == ["STORE_FULL"] * 3
    assert (told["kept"], told["listed"], told["staged"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.ENOSPC, StoreFullError),
        (errno.EDQUOT, StoreFullError),
        (errno.EROFS, StoreUnreachableError),
        (errno.EACCES, StoreUnreachableError),
        (errno.EIO, StoreUnreachableError),
        (errno.ESTALE, StoreUnreachableError),
    ],
)
def test_what_the_system_refuses_is_typed_and_leaves_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(committer, "write_in", refuse)
        with pytest.raises(error, match=os.strerror(number)):
            store.ingest.put_bytes(make_offer(b"x"), b"x")
    assert staged_folders(store.root) == []
    assert store.catalog.last_change() == 0
    store.ingest.put_bytes(make_offer(b"x"), b"x")  # the next one works


def test_a_save_that_fails_in_its_transaction_leaves_no_bytes_behind(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(commit, "commit_offers", refuse)
    with pytest.raises(StoreFullError):
        store.ingest.put_bytes(make_offer(b"x"), b"x")
    assert blob_files(store.root) == []


def test_a_root_that_vanishes_is_unreachable(store: Store) -> None:
    shutil.rmtree(store.root / "staging")
    with pytest.raises(StoreUnreachableError):
        store.ingest.put_bytes(make_offer(b"x"), b"x")
