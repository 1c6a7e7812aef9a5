"""Downloads in other forms: with their endings, and refused in words where there is none."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import csv
import io
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet
from rawhttp import Unread
from samples import PNG, stored

from cellkeep.codecs import encode
from cellkeep.codecs.outputs.mimebundle import encode_outputs
from cellkeep_server.handlers import content as content_module

TABLE = pd.DataFrame({"a": range(1000), "b": [[1], [2]] * 500, "c": ["é", None] * 500})
ARRAYS: list[np.ndarray[Any, Any]] = [
    np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)),
    np.arange(3, dtype=">i2"),
    np.array(["2026-01-01", "NaT"], "M8[ns]"),
    np.array([[1 + 2j], [3]]),
]
PICTURE = {"image/png": base64.b64encode(PNG).decode(), "image/svg+xml": "<svg/>"}
OUTPUTS = [
    {"output_type": "stream", "name": "stdout", "text": "\x1b[31mred\x1b[0m <b>\n"},
    {"output_type": "display_data", "data": PICTURE | {"text/html": "<b>table</b>"}},
]


async def saved(api: Any, obj: Any, name: str) -> str:
    """Store an object as a kernel would; the address of its content."""
    sink = io.BytesIO()
    made = encode_outputs(obj, sink) if isinstance(obj, list) else encode(obj, sink)
    about = {"codec": made.codec, "media_type": made.media_type, "preview": made.preview}
    receipt = await stored(api, sink.getvalue(), name=name, **about)
    return f"artifacts/{receipt['artifact_id']}/content"


async def download(api: Any, path: str, form: str, name: str, media_type: str) -> bytes:
    answer = await api("GET", path, query={"as": form})
    assert answer.status == 200, answer.body
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{name}";')
    head = await api("HEAD", path, query={"as": form})
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Disposition"] == answer.headers["Content-Disposition"]
    body: bytes = answer.body
    return body


async def test_a_table_opens_elsewhere(api: Any) -> None:
    path = await saved(api, TABLE, "results/table")
    text = (await download(api, path, "csv", "table.csv", "text/csv")).decode()
    rows = list(csv.reader(io.StringIO(text)))
    assert (len(rows), rows[0], rows[2]) == (1001, ["a", "b", "c"], ["1", "[2]", ""])
    assert rows[1] == ["0", "[1]", "é"]
    parquet_type = "application/vnd.apache.parquet"
    body = await download(api, path, "parquet", "table.parquet", parquet_type)
    assert parquet.read_table(io.BytesIO(body)).num_rows == 1000
    kept = await download(api, path, "kept", "table.arrow", "application/vnd.apache.arrow.file")
    assert pa.ipc.open_file(kept).schema.names[:1] == ["a"]


async def test_arrays_open_elsewhere(api: Any) -> None:
    for array in ARRAYS:
        path = await saved(api, array, "grid")
        form = "npy" if array.dtype.kind != "c" else "kept"
        body = await download(api, path, form, "grid.npy", "application/x-npy")
        back = np.load(io.BytesIO(body))
        np.testing.assert_array_equal(back, array)
        assert (back.dtype, back.shape) == (array.dtype, array.shape)
        if array.ndim < 2:
            continue
        answer = await api("GET", path, query={"as": "csv"})
        if array.ndim > 2:
            assert (answer.status, answer.json["code"]) == (400, "NOT_SERIALISABLE")
            assert "npy, kept" in answer.json["hint"]
        else:
            assert answer.body == b"(1+2j)\r\n(3+0j)\r\n"


async def test_an_output_opens_elsewhere(api: Any) -> None:
    path = await saved(api, OUTPUTS, "plot.png")
    assert await download(api, path, "png", "plot.png", "image/png") == PNG
    assert await download(api, path, "svg", "plot.png.svg", "image/svg+xml") == b"<svg/>"
    assert await download(api, path, "txt", "plot.png.txt", "text/plain") == b"red <b>\n"
    page = (await download(api, path, "html", "plot.png.html", "text/html")).decode()
    assert "<pre>red &lt;b&gt;\n</pre>" in page
    assert "<b>table</b>" in page


async def test_what_cannot_be_read_is_told_and_harms_nothing(api: Any) -> None:
    # A record that says table, and bytes that are none.
    about = {"codec": "table-arrow.v1", "media_type": "application/vnd.apache.arrow.file"}
    receipt = await stored(api, b"ARROW1\0\0" + bytes(200), name="odd", **about)
    path = f"artifacts/{receipt['artifact_id']}/content"
    answer = await api("GET", path, query={"as": "csv"})
    assert (answer.status, answer.json["code"]) == (400, "NOT_SERIALISABLE")
    assert answer.json["message"].startswith("It cannot be written as 'csv': ")
    unknown = await api("GET", path, query={"as": "exe"})
    assert (unknown.status, unknown.json["code"]) == (400, "NOT_SERIALISABLE")


async def test_forms_that_nobody_reads_are_given_up(
    api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two are written at once: as long as they wait for their readers, nobody else's begins.
    monkeypatch.setattr(content_module, "LONGEST_PAUSE_S", 0.5)
    numbers = np.random.default_rng(1).random((300_000, 3))
    path = await saved(api, pd.DataFrame(numbers, columns=list("abc")), "large")
    small = await saved(api, TABLE, "small")
    for stays in (False, True):
        with contextlib.closing(Unread(api, f"{path}?as=csv", 2)) as unread:
            await asyncio.sleep(1)
            if not stays:
                unread.close()
            async with asyncio.timeout(30):
                assert (await api("GET", small, query={"as": "csv"})).status == 200
            ends = await asyncio.to_thread(unread.read_on) if stays else []
    # The end of a whole chunked body: none has it.
    assert not any(end.endswith(b"0\r\n\r\n") for end in ends)


async def test_files_get_the_ending_that_their_name_lacks(api: Any) -> None:
    for name, media_type, wanted in (
        ("notes", "text/plain", "notes.txt"),
        ("notes.md", "text/plain", "notes.md"),
        ("data", "text/csv; charset=utf-8", "data.csv"),
        ("raw", "application/octet-stream", "raw"),
    ):
        receipt = await stored(api, b"x", name=name, media_type=media_type)
        answer = await api("GET", f"artifacts/{receipt['artifact_id']}/content")
        assert f'filename="{wanted}"' in answer.headers["Content-Disposition"]
