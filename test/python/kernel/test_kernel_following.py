"""What is hashed while it is written has the right digest, or none."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import numpy as np
import pytest

from cellkeep import Run
from cellkeep.errors import SaveCancelledError
from cellkeep.transfer import hashing
from cellkeep.transfer.following import FollowedFile

LARGE = os.urandom(1 << 20) * 20


def test_the_digest_is_that_of_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "content"
    path.parent.mkdir()
    file = FollowedFile(path)
    with io.BufferedWriter(file) as sink:
        for start in range(0, len(LARGE), 300_001):
            sink.write(LARGE[start : start + 300_001])
        sink.write(b"the end")
    path.parent.rename(tmp_path / "final")
    assert file.follower.followed
    told: list[int] = []
    assert file.follower.digest(told.append) == hashlib.sha256(LARGE + b"the end").hexdigest()
    assert sorted(told) == told


@pytest.mark.parametrize("how", ["seek", "fileno", "truncate", "small", "another writer"])
def test_there_is_none_where_the_bytes_could_be_others(tmp_path: Path, how: str) -> None:
    path = tmp_path / "content"
    file = FollowedFile(path)
    with io.BufferedWriter(file) as sink:
        sink.write(LARGE if how != "small" else b"small")
        sink.flush()
        if how == "seek":
            sink.seek(0)
            sink.write(b"header")
        elif how == "fileno":
            os.pwrite(sink.fileno(), b"header", 0)
        elif how == "truncate":
            sink.truncate(5)
        elif how == "another writer":
            with path.open("ab") as other:
                other.write(b"more")
    assert file.follower.digest(None) is None


def test_a_large_array_is_not_read_again_for_its_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[Path] = []
    real = hashing._digest_of
    monkeypatch.setattr(
        hashing, "_digest_of", lambda path, after: (hashed.append(path), real(path, after))[1]
    )
    array = np.random.default_rng(1).random(3_000_000)
    run = Run()
    handle = run.save(array, "output", name="large").wait(60)
    assert hashed == []
    artifact = handle.artifact
    assert artifact is not None
    from cellkeep.transfer import engine

    blob = engine().store.content_path(artifact.id)
    assert hashlib.sha256(blob.read_bytes()).hexdigest() == handle.digest
    np.testing.assert_array_equal(run.load("large"), array)


def test_a_large_file_is_hashed_while_it_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[Path] = []
    real = hashing._digest_of
    monkeypatch.setattr(
        hashing, "_digest_of", lambda path, after: (hashed.append(path), real(path, after))[1]
    )
    content = LARGE + os.urandom(1000)
    path = tmp_path / "large.bin"
    path.write_bytes(content)
    handle = Run().save(path, "input").wait(60)
    assert hashed == []
    assert handle.digest == hashlib.sha256(content).hexdigest()


def test_it_can_be_cancelled_while_it_is_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    from cellkeep.transfer import following

    monkeypatch.setattr(following, "_PIECE_BYTES", 1000)
    handle = Run().save(np.zeros(20_000_000), "output", name="large")
    assert handle.cancel()
    with pytest.raises(SaveCancelledError):
        handle.wait(30)
