"""The limit that a store has of its own: remembered, and heard of by all who have it open."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from msgspec import UNSET
from store_samples import make_offer, refused

from at_once import at_once
from cellkeep_core.errors import StoreFullError, StoreUnreachableError
from cellkeep_store import Store
from cellkeep_store.settings import folder as settings_module


def described(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / "store.json").read_text())
    return found


def keep(store: Store, content: bytes) -> None:
    store.ingest.put_bytes(make_offer(content), content)


def test_a_store_remembers_its_limit(root: Path) -> None:
    with Store.open(root) as store:
        assert store.limit.bytes is None
        before = described(root)
        store.limit.change(3)
        assert store.limit.bytes == 3
        assert described(root) == {**before, "limit_bytes": 3}
    with Store.open(root) as again:
        status = again.status()
        assert (status.limit_bytes, status.limit_fixed) == (3, UNSET)
        with pytest.raises(StoreFullError, match=r"raise the limit in .*settings in JupyterLab"):
            keep(again, b"1234")
        again.limit.change(None)
        assert described(root) == before
        assert again.status().limit_bytes is UNSET
        keep(again, b"1234")


def test_every_open_store_hears_of_each_change(root: Path) -> None:
    with Store.open(root) as one, Store.open(root) as other:
        # As fast as they go and each of the same length: the clock of a file system has steps.
        for limit in range(100, 200):
            one.limit.change(limit)
            assert other.limit.bytes == limit


def test_another_process_hears_of_a_change_and_changes_it(root: Path) -> None:
    code = (
        "import pathlib, sys\n"
        "from cellkeep_store import Store\n"
        "with Store.open(pathlib.Path(sys.argv[1])) as store:\n"
        "    print(store.limit.bytes, flush=True)\n"
        "    sys.stdin.readline()\n"
        "    print(store.limit.bytes, flush=True)\n"
        "    store.limit.change(7)\n"
    )
    with Store.open(root) as store:
        store.limit.change(5)
        with subprocess.Popen(
            [sys.executable, "-c", code, str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            assert child.stdout.readline() == "5\n"
            store.limit.change(None)
            child.stdin.write("\n")
            child.stdin.flush()
            assert child.stdout.readline() == "None\n"
            assert child.wait(30) == 0
        assert store.limit.bytes == 7


def test_a_limit_below_what_is_stored_deletes_nothing_and_refuses_new_bytes(root: Path) -> None:
    with Store.open(root) as store:
        kept = make_offer(b"123456")
        receipt = store.ingest.put_bytes(kept, b"123456")
        store.limit.change(2)
        with pytest.raises(StoreFullError, match="may hold 2 bytes; it has 6"):
            keep(store, b"1")
        # What needs no more bytes still comes in: the same bytes again, and none at all.
        store.ingest.put_bytes(make_offer(b"123456", name="again"), b"123456")
        keep(store, b"")
        assert store.contents.read(receipt.artifact_id) == b"123456"
        assert store.status().artifacts == 3


def test_an_upload_that_a_new_limit_overtakes_is_refused_and_can_be_finished_later(
    root: Path,
) -> None:
    with Store.open(root) as store:
        upload = store.uploads.create(4, offer=make_offer(b"1234"))
        with upload.locked():
            upload.write(0, b"1234")
            store.limit.change(3)
            with pytest.raises(StoreFullError):
                upload.finish()
            assert store.status().bytes == 0
            store.limit.change(4)
            assert upload.finish().size == 4


def test_uploads_that_have_begun_count(root: Path) -> None:
    with Store.open(root, limit_bytes=100) as store:
        first = store.uploads.create(60, metadata={"filename": "first"})
        with pytest.raises(StoreFullError):
            store.uploads.create(60, metadata={"filename": "second"})
        second = store.uploads.create(40, metadata={"filename": "second"})
        # What it becomes does not count twice, nor what is given up.
        with first.locked():
            first.write(0, b"x" * 60)
            first.finish()
        with pytest.raises(StoreFullError):
            store.uploads.create(1, metadata={"filename": "third"})
        second.discard()
        store.uploads.create(40, metadata={"filename": "third"})


def test_parts_that_are_joined_count_once(root: Path) -> None:
    with Store.open(root, limit_bytes=100) as store:
        parts = []
        for _ in range(2):
            part = store.uploads.create(50, partial=True)
            with part.locked():
                part.write(0, b"x" * 50)
            parts.append(part.id)
        assert store.uploads.join(parts, {"filename": "whole"}).size == 100


@pytest.mark.parametrize("where", ["argument", "environment"])
def test_a_limit_that_is_given_wins_and_cannot_be_changed(
    root: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    with Store.open(root) as store:
        store.limit.change(1)
    before = (root / "store.json").read_bytes()
    if where == "environment":
        monkeypatch.setenv("CELLKEEP_STORE_LIMIT", "100")
    with Store.open(root, limit_bytes=100 if where == "argument" else None) as store:
        keep(store, b"12345")
        status = store.status()
        assert (status.limit_bytes, status.limit_fixed) == (100, True)
        named = "CELLKEEP_STORE_LIMIT" if where == "environment" else "c.CellkeepApp.limit_bytes"
        with refused("FORBIDDEN", match=f"set in .*{named}.*cannot be changed") as caught:
            store.limit.change(None)
        assert caught.value.hint
    assert (root / "store.json").read_bytes() == before


@pytest.mark.parametrize("limit", [-1, 2**53, 1.5, True, "10"])
def test_what_is_no_number_of_bytes_is_refused(store: Store, limit: Any) -> None:
    with refused("BAD_REQUEST", match="no number of bytes"):
        store.limit.change(limit)
    assert store.limit.bytes is None


@pytest.mark.parametrize("limit", [-1, 1.5, "10", True, [], 2**53])
def test_a_limit_that_somebody_broke_is_said_and_nothing_is_stored_past_it(
    root: Path, limit: Any
) -> None:
    with Store.open(root) as store:
        good = described(root)
        (root / "store.json").write_text(json.dumps({**good, "limit_bytes": limit}))
        for use in (lambda: keep(store, b"1"), store.status, lambda: Store.open(root)):
            with pytest.raises(StoreUnreachableError, match="limit_bytes is no number of bytes"):
                use()
        (root / "store.json").write_text(json.dumps(good))
        keep(store, b"1")  # put right, and no restart


def test_what_a_newer_cellkeep_wrote_beside_the_limit_stays(root: Path) -> None:
    with Store.open(root) as store:
        newer = {**described(root), "colour": "green"}
        (root / "store.json").write_text(json.dumps(newer))
        store.limit.change(9)
        assert described(root) == {**newer, "limit_bytes": 9}


def test_a_store_file_that_vanished_is_not_made_anew_by_a_limit(root: Path) -> None:
    with Store.open(root) as store:
        (root / "store.json").unlink()
        for use in (lambda: store.limit.change(9), lambda: keep(store, b"1")):
            with pytest.raises(StoreUnreachableError):
                use()
    assert not (root / "store.json").exists()


def test_a_crash_while_it_is_written_leaves_the_old_limit(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(root) as store:
        store.limit.change(5)
        with monkeypatch.context() as patch:

            def crash(_path: Path) -> None:
                raise OSError(5, "Input/output error")

            patch.setattr("cellkeep_store.filesystem.os.fsync", crash)
            with pytest.raises(StoreUnreachableError):
                store.limit.change(6)
        assert store.limit.bytes == 5
        assert not (root / "store.json.new").exists()


def test_a_limit_is_on_the_disk_when_it_is_set(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(root) as store:
        written: list[str] = []
        genuine = settings_module.write_durably

        def noted(path: Path, data: bytes) -> None:
            written.append(path.name)
            genuine(path, data)

        monkeypatch.setattr(settings_module, "write_durably", noted)
        store.limit.change(6)
        assert written == ["store.json"]


def test_changes_at_the_same_time_leave_a_whole_file(root: Path) -> None:
    with Store.open(root) as one, Store.open(root) as other:
        at_once(
            lambda: [one.limit.change(1000 + i) for i in range(20)],
            lambda: [other.limit.change(2000 + i) for i in range(20)],
        )
        assert one.limit.bytes == other.limit.bytes
        assert one.limit.bytes in (1019, 2019)


def test_a_store_that_somebody_holds_is_busy_and_not_waited_for_for_ever(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings_module, "LOCK_TIMEOUT_S", 0.05)
    with (
        Store.open(root) as store,
        FileLock(root / "store.lock"),
        refused("CATALOG_BUSY", match="Another process"),
    ):
        store.limit.change(1)
