"""What is hashed while it is written has the right digest, or none."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cellkeep import Run
from cellkeep.errors import SaveCancelledError
from cellkeep.saving import incremental_hash
from cellkeep.saving.incremental_hash import IncrementalHash
from cellkeep.saving.packing import ObjectContent
from cellkeep.transfer import hashing
from cellkeep_core.spool import SpoolDraft, SpoolSession

LARGE = os.urandom(1 << 20) * 20


@pytest.fixture
def content(tmp_path: Path) -> ObjectContent:
    """What a codec writes to."""
    session = SpoolSession.open([tmp_path / "spool"])

    def begin() -> tuple[SpoolDraft, IncrementalHash]:
        draft = session.draft("artifact")
        return draft, IncrementalHash(draft.content)

    return ObjectContent(begin)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that are read for their digest."""
    paths: list[Path] = []
    real = hashing.hash_file
    monkeypatch.setattr(
        hashing, "hash_file", lambda path, after: (paths.append(path), real(path, after))[1]
    )
    return paths


def path_of(content: ObjectContent) -> Path:
    assert content.draft is not None
    return content.draft.content


def digest_of(content: ObjectContent, told: list[int] | None = None) -> str | None:
    assert content.hashing is not None
    return content.hashing.digest(None if told is None else told.append)


def test_the_digest_is_that_of_the_whole_file(tmp_path: Path, content: ObjectContent) -> None:
    for start in range(0, len(LARGE), 300_001):
        content.write(LARGE[start : start + 300_001])
    content.write(b"the end")
    content.close()
    path_of(content).parent.rename(tmp_path / "final")
    told: list[int] = []
    assert digest_of(content, told) == hashlib.sha256(LARGE + b"the end").hexdigest()
    assert sorted(told) == told


@pytest.mark.parametrize("how", ["small", "another writer"])
def test_there_is_none_where_the_bytes_could_be_others(content: ObjectContent, how: str) -> None:
    content.write(LARGE if how != "small" else LARGE[: 1 << 20])
    if how == "another writer":
        with path_of(content).open("ab") as other:
            other.write(b"more")
    content.close()
    assert digest_of(content) is None


def test_the_digest_up_to_the_end_of_each_piece_is_known_once_the_piece_is_written(
    content: ObjectContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = 3_000_000  # reads of 1 MiB do not end where it does
    monkeypatch.setattr(incremental_hash, "PIECE_BYTES", piece)
    content.write(LARGE)
    assert content.hashing is not None
    ends = content.hashing.ends()
    expected = {
        end: hashlib.sha256(LARGE[:end]).hexdigest()
        for end in [*range(piece, len(LARGE), piece), len(LARGE)]
    }
    assert next(ends) == piece
    assert content.hashing.prefixes[piece] == expected[piece]
    content.close()
    assert [piece, *ends] == list(expected)
    assert content.hashing.prefixes == expected


@pytest.mark.parametrize(
    "change",
    [
        lambda sink: sink.seek(0),
        lambda sink: os.pwrite(sink.fileno(), b"header", 0),
        lambda sink: sink.truncate(5),
    ],
    ids=["seek", "fileno", "truncate"],
)
def test_nobody_can_change_what_was_hashed_already(
    content: ObjectContent, change: Callable[[io.RawIOBase], object]
) -> None:
    content.write(LARGE)
    with pytest.raises(io.UnsupportedOperation):
        change(content)
    content.close()
    assert path_of(content).read_bytes() == LARGE
    assert digest_of(content) == hashlib.sha256(LARGE).hexdigest()


def test_a_large_array_is_not_read_again_for_its_digest(hashed: list[Path]) -> None:
    array = np.random.default_rng(1).random(3_000_000)
    run = Run()
    handle = run.save(array, "output", name="large").wait(60)
    assert hashed == []
    artifact = handle.artifact
    assert artifact is not None
    from cellkeep.transfer.session import current_session

    blob = current_session().engine.store.content_path(artifact.id)
    assert hashlib.sha256(blob.read_bytes()).hexdigest() == handle.digest
    np.testing.assert_array_equal(run.load("large"), array)


def test_a_large_file_is_hashed_while_it_is_copied(tmp_path: Path, hashed: list[Path]) -> None:
    content = LARGE + os.urandom(1000)
    path = tmp_path / "large.bin"
    path.write_bytes(content)
    handle = Run().save(path, "input").wait(60)
    assert hashed == []
    assert handle.digest == hashlib.sha256(content).hexdigest()


def test_it_can_be_cancelled_while_it_is_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incremental_hash, "_READ_BYTES", 1000)
    handle = Run().save(np.zeros(20_000_000), "output", name="large")
    assert handle.cancel()
    with pytest.raises(SaveCancelledError):
        handle.wait(30)
