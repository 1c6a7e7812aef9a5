"""The checksums of pieces that go by HTTP, the next one computed while one is sent."""

from __future__ import annotations

import base64
import hashlib
import os
import zlib
from pathlib import Path

from cellkeep.transfer.routes.piece_checksums import PieceChecksums


def crc32(content: bytes) -> str:
    return f"crc32 {base64.b64encode(zlib.crc32(content).to_bytes(4, 'big')).decode()}"


def test_each_piece_has_its_own_whether_it_was_begun_or_not(tmp_path: Path) -> None:
    content = os.urandom(3_000_000)
    path = tmp_path / "content"
    path.write_bytes(content)
    checksums = PieceChecksums(path, {})
    assert checksums.of(0, 1_000_000) == crc32(content[:1_000_000])
    checksums.begin(1_000_000, 2_000_000)
    assert checksums.of(1_000_000, 2_000_000) == crc32(content[1_000_000:])
    # Begun for a size that a proxy then refused.
    checksums.begin(1_000_000, 2_000_000)
    assert checksums.of(1_000_000, 500_000) == crc32(content[1_000_000:1_500_000])


def test_a_piece_that_the_file_does_not_have_has_none(tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(bytes(1000))
    checksums = PieceChecksums(path, {})
    checksums.begin(500, 600)
    assert checksums.of(500, 600) is None
    assert checksums.of(500, 500) is not None


def test_what_was_hashed_is_not_read_where_the_server_compares_that(tmp_path: Path) -> None:
    path = tmp_path / "content"
    prefixes = {end: hashlib.sha256(bytes(end)).hexdigest() for end in (100, 200)}
    checksums = PieceChecksums(path, prefixes)
    checksums.by_prefix = True
    checksums.begin(0, 100)  # there is no file: whatever is computed of it raises an error
    prefix = base64.b64encode(hashlib.sha256(bytes(200)).digest()).decode()
    assert checksums.of(100, 100) == f"sha256-prefix {prefix}"
    path.write_bytes(bytes(200))
    assert checksums.of(100, 50) == crc32(bytes(50))  # no piece of those that were hashed
    checksums.refused()
    assert checksums.of(100, 100) == crc32(bytes(100))
    older_server = PieceChecksums(path, prefixes)
    assert older_server.of(100, 100) == crc32(bytes(100))
