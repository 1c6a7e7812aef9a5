"""Facts about files come from their heads, and bad files raise nothing."""

from __future__ import annotations

import base64
import io
import json
import struct
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch
from codec_support import saved
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cellkeep.codecs import describe_file
from run_script import run_script

NOTHING = ("", None, None)


def image(kind: str, size: tuple[int, int] = (300, 200), mode: str = "RGB") -> bytes:
    file = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert(mode).save(file, kind)
    return file.getvalue()


def described(folder: Path, content: bytes, media_type: str) -> tuple[str, Any, bytes | None]:
    """Return what is said of a file with this content."""
    path = folder / "content"
    path.write_bytes(content)
    return describe_file(path, media_type)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP"])
def test_images_have_a_size_and_a_small_picture(tmp_path: Path, kind: str) -> None:
    media_type = f"image/{kind.lower()}"
    summary, facts, thumbnail = described(tmp_path, image(kind), media_type)
    assert summary == "300 × 200 px"
    assert (facts.media_type, facts.width, facts.height) == (media_type, 300, 200)
    assert thumbnail is not None
    assert len(thumbnail) <= 64 << 10
    with Image.open(io.BytesIO(thumbnail)) as small:
        assert (small.format, small.size) == ("PNG", (240, 160))


def test_a_noisy_image_still_has_a_thumbnail_of_64_kilobytes(tmp_path: Path) -> None:
    path = tmp_path / "noise.png"
    noise = np.random.default_rng(0).integers(0, 255, (500, 500, 4), dtype=np.uint8)
    Image.fromarray(noise).save(path)
    thumbnail = describe_file(path, "image/png")[2]
    assert thumbnail is not None
    assert len(thumbnail) <= 64 << 10


def test_sizes_of_images_need_no_image_library(tmp_path: Path) -> None:
    for kind in ("png", "gif", "jpeg"):
        (tmp_path / kind).write_bytes(image(kind))
    script = (
        "import sys; sys.modules['PIL'] = None\n"
        "from pathlib import Path\n"
        "from cellkeep.codecs import describe_file\n"
        "for kind in ('png', 'gif', 'jpeg'):\n"
        "    print(*describe_file(Path(kind), f'image/{kind}')[::2])\n"
    )
    assert run_script(script, cwd=tmp_path).splitlines() == ["300 × 200 px None"] * 3


def test_an_image_that_would_unpack_to_gigabytes_is_not_unpacked(tmp_path: Path) -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = image("PNG")[:16] + header + image("PNG")[29:]
    summary, _, thumbnail = described(tmp_path, bomb, "image/png")
    assert (summary, thumbnail) == ("60,000 × 60,000 px", None)


@pytest.mark.parametrize(
    ("tag", "size"),
    [
        ('<svg width="30" height="20px">', (30, 20)),
        ("<?xml version='1.0'?>\n<svg xmlns='s' width='1in' height='72pt'>", (96, 96)),
        ('<svg viewBox="0 0 12.5 7">', (12, 7)),
    ],
)
def test_an_svg_has_a_size(tmp_path: Path, tag: str, size: tuple[int, int]) -> None:
    _, preview, _ = described(tmp_path, f"{tag}</svg>".encode(), "image/svg+xml")
    assert (preview.width, preview.height) == size


def test_a_small_csv_is_a_table(tmp_path: Path) -> None:
    content = b'name;value\n"a;b";1\nc;\n'
    summary, table, _ = described(tmp_path, content, "text/csv; charset=utf-8")
    assert summary == "2 × 2"
    assert [column.name for column in table.columns] == ["name", "value"]
    assert table.head == [["a;b", "1"], ["c", ""]]


def test_a_csv_of_other_habits_loses_nothing(tmp_path: Path) -> None:
    content = "# made by me\n# in 2026\nname;x\nZoë;1\nÅsa;2;more\n".encode("cp1252")
    _, preview, _ = described(tmp_path, content, "text/csv")
    assert [column.name for column in preview.columns] == ["name", "x", "(3)"]
    assert preview.head == [["Zoë", "1", None], ["Åsa", "2", "more"]]
    _, named, _ = described(tmp_path, b"#chrom,start\n1,10\n", "text/csv")
    assert [column.name for column in named.columns] == ["#chrom", "start"]
    _, wide, _ = described(tmp_path, "a,b\nÅ,1\n".encode("utf-16-be"), "text/csv")
    assert wide.head == [["Å", "1"]]


def test_only_the_head_of_a_large_csv_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n" + b"1,2\n" * 50_000)
        file.truncate(1 << 40)  # a sparse terabyte
    preview: Any = describe_file(path, "text/csv")[1]
    assert preview.text.startswith("a,b\n1,2\n")
    assert preview.truncated
    assert len(preview.text) == 2000


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("grüße".encode(), "grüße"),
        (b"\xef\xbb\xbfbom", "bom"),
        ("utf16".encode("utf-16"), "utf16"),
        (b"caf\xe9", "café"),
        (b"", ""),
    ],
)
def test_text_is_read_in_the_encoding_that_it_has(
    tmp_path: Path, content: bytes, text: str
) -> None:
    _, preview, _ = described(tmp_path, content, "text/plain")
    assert (preview.text, preview.truncated) == (text, False)


def test_a_character_cut_by_the_end_of_the_head_is_passed_over(tmp_path: Path) -> None:
    _, preview, _ = described(tmp_path, b"x" + "é".encode() * 40_000, "text/plain")
    assert preview.text == "x" + "é" * 1999


def test_binary_that_is_called_text_is_not_shown(tmp_path: Path) -> None:
    assert described(tmp_path, b"a\0b", "text/plain") == NOTHING


def test_the_header_of_an_npy_says_shape_and_dtype(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    np.save(path, np.zeros((1000, 2000), np.float32))
    summary, preview, _ = describe_file(path, "application/x-npy")
    facts: Any = preview
    assert summary == "1,000 × 2,000 float32"
    assert (facts.shape, facts.dtype) == ([1000, 2000], "float32")


def test_a_pickle_in_an_npy_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    np.save(path, np.array([{1}], dtype=object), allow_pickle=True)
    assert describe_file(path, "application/x-npy") == NOTHING


@pytest.mark.parametrize("compression", ["uncompressed", "zstd"])
def test_an_arrow_file_shows_its_schema_rows_and_head(tmp_path: Path, compression: Any) -> None:
    path = tmp_path / "a.arrow"
    table = pa.table({"a": range(30), "b": ["x"] * 30})
    options = pa.ipc.IpcWriteOptions(compression=None if compression == "uncompressed" else "zstd")
    with pa.ipc.new_file(str(path), table.schema, options=options) as writer:
        writer.write_table(table, max_chunksize=7)
    summary, preview, _ = describe_file(path, "application/vnd.apache.arrow.file")
    facts: Any = preview
    assert (summary, facts.rows) == ("30 × 2", 30)
    assert facts.head[0] == ["0", "x"]


def test_files_of_our_own_codecs_are_described_as_what_they_are(tmp_path: Path) -> None:
    objects: list[tuple[Any, str, str]] = [
        (np.zeros((3, 4)), "3 × 4 <f8", "array"),
        (pd.DataFrame({"a": [1, 2]}, index=["x", "y"]), "2 × 1", "table"),
        ({"a": torch.zeros(2, 3), "b": torch.zeros(1)}, "2 tensors", "tensors"),
        (go.Figure(go.Bar(y=[1]), layout={"title": {"text": "T"}}), "1 trace", "plotly"),
    ]
    for obj, summary, kind in objects:
        encoded = saved(obj, tmp_path / kind)
        found, preview, _ = describe_file(tmp_path / kind, encoded.media_type)
        assert found == summary
        assert type(preview) is type(encoded.preview)


def test_a_parquet_file_shows_its_schema_rows_and_head(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": range(1000), "s": [{"x": 1, "y": None}] * 1000}), path)
    summary, preview, _ = describe_file(path, "application/vnd.apache.parquet")
    facts: Any = preview
    assert (summary, facts.rows, len(facts.head)) == ("1,000 × 2", 1000, 10)
    assert [column.name for column in facts.columns] == ["a", "s"]


def test_a_notebook_shows_its_text_and_first_picture(tmp_path: Path) -> None:
    encoded = base64.encodebytes(image("PNG")).decode().splitlines(keepends=True)
    output = {"output_type": "display_data", "data": {"image/png": encoded}, "metadata": {}}
    cells = [
        {"cell_type": "markdown", "source": ["# Title\n", "text"]},
        {"cell_type": "code", "source": "x = 1", "outputs": [output]},
    ]
    notebook = json.dumps({"cells": cells, "nbformat": 4}).encode()
    summary, facts, thumbnail = described(tmp_path, notebook, "application/x-ipynb+json")
    assert summary == "2 cells, 1 of code"
    assert facts.text == "# Title\ntext\n\nx = 1"
    assert thumbnail is not None


MEDIA_TYPES = [
    "image/png",
    "image/jpeg",
    "image/svg+xml",
    "application/x-npy",
    "application/vnd.apache.arrow.file",
    "application/vnd.apache.parquet",
    "application/vnd.safetensors",
    "application/x-ipynb+json",
    "application/vnd.jupyter.mimebundle+json",
    "application/vnd.plotly.v1+json",
    "text/csv",
    "text/plain",
    "application/zip",
    "",
]
STARTS = [
    b"",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF89a",
    b"RIFF\0\0\0\0WEBPVP8 ",
    b"<svg ",
    b"ARROW1\0\0",
    b"PAR1",
    b"\x93NUMPY\x01\0",
    b"{",
    b'{"cells": [1]}',
    b'{"outputs": [{}]}',
]


@given(st.sampled_from(MEDIA_TYPES), st.sampled_from(STARTS), st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_bytes_whatever_make_it_raise(media_type: str, start: bytes, rest: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        summary, _, _ = described(Path(folder), start + rest, media_type)
        assert isinstance(summary, str)


def test_a_missing_file_or_a_folder_is_nothing(tmp_path: Path) -> None:
    assert describe_file(tmp_path / "none", "text/plain") == NOTHING
    assert describe_file(tmp_path, "text/csv") == NOTHING
    assert list(tmp_path.iterdir()) == []
