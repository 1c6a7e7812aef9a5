"""The checksums of pieces that go by HTTP, the next one computed while one is sent."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

from cellkeep.transfer.routes.piece_checksums import PieceChecksums


def test_each_piece_has_its_own_whether_it_was_begun_or_not(tmp_path: Path) -> None:
    content = os.urandom(3_000_000)
    path = tmp_path / "content"
    path.write_bytes(content)
    checksums = PieceChecksums(path)
    assert checksums.of(0, 1_000_000) == zlib.crc32(content[:1_000_000])
    checksums.begin(1_000_000, 2_000_000)
    assert checksums.of(1_000_000, 2_000_000) == zlib.crc32(content[1_000_000:])
    # Begun for a size that a proxy then refused.
    checksums.begin(1_000_000, 2_000_000)
    assert checksums.of(1_000_000, 500_000) == zlib.crc32(content[1_000_000:1_500_000])


def test_a_piece_that_the_file_does_not_have_has_none(tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(bytes(1000))
    checksums = PieceChecksums(path)
    checksums.begin(500, 600)
    assert checksums.of(500, 600) is None
    assert checksums.of(500, 500) is not None
