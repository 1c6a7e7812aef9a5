"""What a compressed file unpacks to is known, and bounded, before it is loaded."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from cellkeep.codecs import decode, encode
from cellkeep.codecs.unpacking import LIMIT_VARIABLE
from cellkeep_core.errors import TooLargeError

ROWS = 1_000_000  # eight megabytes, which shrink to some hundred bytes


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "content"


def written(obj: object) -> tuple[str, bytes]:
    file = io.BytesIO()
    return encode(obj, file).codec, file.getvalue()


def arrow_again(content: bytes, compression: str, *, dictionary: bool = False) -> bytes:
    table = pa.ipc.open_file(content).read_all()
    if dictionary:
        values = pa.DictionaryArray.from_arrays(pa.array([0], pa.int8()), pa.array(["x" * ROWS]))
        table = pa.table({"a": values})
    file = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with pa.ipc.new_file(file, table.schema, options=options) as writer:
        writer.write_table(table)
    return file.getvalue()


def zip_again(content: bytes) -> bytes:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return file.getvalue()


ZEROS = np.zeros(ROWS)


@pytest.mark.parametrize(
    ("obj", "compressed"),
    [
        (pa.table({"a": ZEROS}), partial(arrow_again, compression="zstd")),
        (pa.table({"a": ZEROS}), partial(arrow_again, compression="lz4")),
        (pa.table({"a": [1]}), partial(arrow_again, compression="zstd", dictionary=True)),
        (ZEROS, partial(arrow_again, compression="zstd")),
        ({"a": ZEROS, "b": [1]}, zip_again),
    ],
    ids=["table zstd", "table lz4", "dictionary", "array", "values"],
)
def test_more_than_may_be_unpacked_is_refused_with_both_sizes_and_can_be_allowed(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    obj: object,
    compressed: Callable[[bytes], bytes],
) -> None:
    codec, plain = written(obj)
    content = compressed(plain)
    path.write_bytes(content)
    assert len(content) < ROWS
    path.chmod(0o600)
    before = pa.total_allocated_bytes()
    monkeypatch.setenv(LIMIT_VARIABLE, "500000")
    with pytest.raises(TooLargeError, match=r"unpacks to .* 500 KB are the most") as refused:
        decode(path, codec)
    assert pa.total_allocated_bytes() - before < 100_000
    assert refused.value.code == "TOO_LARGE"
    needed = str(refused.value.hint).partition(f"{LIMIT_VARIABLE}=")[2].partition(" ")[0]
    monkeypatch.setenv(LIMIT_VARIABLE, needed)
    decode(path, codec)
    monkeypatch.delenv(LIMIT_VARIABLE)
    decode(path, codec)


def test_a_few_hundred_bytes_that_would_be_a_terabyte_are_refused(path: Path) -> None:
    codec, plain = written(pa.table({"a": ZEROS}))
    content = arrow_again(plain, "zstd")
    said = struct.pack("<q", 65_536 * 8)  # of the first batch's one buffer
    path.write_bytes(content.replace(said, struct.pack("<q", 10**12), 1))
    path.chmod(0o600)
    with pytest.raises(TooLargeError, match=r"unpacks to 1 TB, and 1.1 GB are the most"):
        decode(path, codec)


def test_a_part_that_is_named_many_times_counts_as_often(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codec, content = written([np.zeros(ROWS)])
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        document: Any = json.loads(old.read("values.json"))
        part = old.read(document["parts"][0]["file"])
    document["parts"] *= 500
    with zipfile.ZipFile(path, "w") as new:
        new.writestr("values.json", json.dumps(document))
        new.writestr(document["parts"][0]["file"], part)
    with pytest.raises(TooLargeError):
        decode(path, codec)
    monkeypatch.setenv(LIMIT_VARIABLE, "no number")
    with pytest.raises(TooLargeError):
        decode(path, codec)


def test_what_is_not_compressed_is_never_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LIMIT_VARIABLE, "1")
    labels = pa.array(["y", "y"]).dictionary_encode()
    objects = (np.zeros(10), pa.table({"a": ["x", None], "b": labels}), {"a": np.zeros(10)})
    for obj in objects:
        codec, content = written(obj)
        path.write_bytes(content)
        decode(path, codec)
