"""A store whose bytes are in no file that the kernel could read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import cellkeep
from cellkeep import Run, errors
from cellkeep.transfer.session import current_session
from cellkeep_store import Store
from memory_store import memory_store


@pytest.fixture
def store(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    with memory_store(store_folder) as opened:
        monkeypatch.setattr(Store, "open", lambda _root: opened)
        yield opened
        current_session().engine.drain(20)


def test_what_is_saved_is_loaded_again(store: Store, tmp_path: Path) -> None:
    content = os.urandom(3_000_000)
    source = tmp_path / "work" / "weights.bin"
    source.write_bytes(content)
    run = Run()
    run.save({"loss": 0.5}, "output", name="small").wait(30)
    saved = run.save(source, "input", name="weights").wait(30)
    assert run.save(source, "input", name="again").wait(30).receipt.sha256 == saved.receipt.sha256
    assert run.save(b"", "output", name="empty").wait(30).receipt.size == 0
    assert len(list(store.blobs.walk())) == 3
    loaded = run.load("weights")
    assert loaded.path.read_bytes() == content
    assert loaded.content.parent.name == ".loaded"
    assert cellkeep.load("small") == {"loss": 0.5}
    assert run.load("empty") == b""


def test_what_is_damaged_is_not_loaded(store: Store, tmp_path: Path) -> None:
    run = Run()
    handle = run.save(b"precious", "output", name="bytes").wait(30)
    store.blobs.blobs[handle.receipt.sha256] = (b"PRECIOUS", 0.0)
    with pytest.raises(errors.BlobDamagedError):
        run.load("bytes")
