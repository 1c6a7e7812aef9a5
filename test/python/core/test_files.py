"""Files that change while they are read, and small ones that are read again and again."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from cellkeep_core.errors import FileChangedError
from cellkeep_core.files import FileCache, has_grown


def test_a_file_that_is_written_to_is_said_to_have_changed_or_to_have_grown(
    tmp_path: Path,
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc")
    with path.open("rb") as file:
        before = os.fstat(file.fileno())

        def grew() -> bool:
            return has_grown(file.fileno(), before, io.BytesIO(b"abc"), path)

        assert not grew()
        with path.open("ab") as log:
            log.write(b"d")
        assert grew()
        path.write_bytes(b"abXd")
        with pytest.raises(FileChangedError, match="file' changed while"):
            grew()
        path.write_bytes(b"ab")
        with pytest.raises(FileChangedError):
            grew()
        path.write_bytes(b"abc")
        os.utime(path, ns=(0, 0))
        with pytest.raises(FileChangedError):
            grew()


def test_a_small_file_is_parsed_once_until_it_is_another(tmp_path: Path) -> None:
    parsed = []

    def parse(data: bytes) -> str:
        parsed.append(data)
        return data.decode()

    cache = FileCache(parse)
    path, other = tmp_path / "one", tmp_path / "two"
    path.write_text("a")
    other.write_text("b")
    assert [cache.read(path) for _ in range(3)] == ["a"] * 3
    assert len(parsed) == 1
    (tmp_path / "new").write_text("c")
    (tmp_path / "new").replace(path)
    assert [cache.read(path), cache.read(other), cache.read(path)] == ["c", "b", "c"]
    path.unlink()
    with pytest.raises(FileNotFoundError):
        cache.read(path)
