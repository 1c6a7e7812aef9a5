"""Media types come from content, then from the name, the same on every machine."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from cellkeep_core.errors import BadMediaTypeError
from cellkeep_core.media import check_media_type, media_type_of, media_type_of_head

OFFICE = "application/vnd.openxmlformats-officedocument"


def npy() -> bytes:
    sink = io.BytesIO()
    np.save(sink, np.arange(3))
    return sink.getvalue()


def zipped(name: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr(name, "x")
    return sink.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (npy(), "a.npy", "application/x-npy"),
        (npy(), "renamed.txt", "application/x-npy"),
        (b"a,b\n1,2\n", "t.csv", "text/csv"),
        (b"FoamFile { }\n", "blockMeshDict", "text/plain"),
        (b"print(1)\n", "x.py", "text/x-python"),
        (b"# hi\n", "README.md", "text/markdown"),
        (b'{"cells": []}', "n.ipynb", "application/x-ipynb+json"),
        (b"a: 1\n", "c.yaml", "application/yaml"),
        (b"text", "fake.png", "text/plain"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x", "image/svg+xml"),
        (b"<!DOCTYPE html><p>", "x", "text/html"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 30, "x.jpg", "image/png"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\0\0", "a.tar.gz", "application/gzip"),
        (b"%PDF-1.4\n% no byte of it is other than text", "paper", "application/pdf"),
        (zipped("x"), "a.zip", "application/zip"),
        (zipped("x"), "weights.pt", "application/zip"),
        (zipped("x"), "package.whl", "application/zip"),
        (zipped("x"), "table.xlsx", f"{OFFICE}.spreadsheetml.sheet"),
        (zipped("word/document.xml"), "letter", f"{OFFICE}.wordprocessingml.document"),
        (b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 20, "x", "image/webp"),
        (b"BM" + b"\0" * 60, "x.png", "image/bmp"),
        (b"\x00\x01\x02\x03\x99", "unknown", "application/octet-stream"),
        (b"", "e.txt", "text/plain"),
        ("é".encode() * 5000, "t.txt", "text/plain"),
    ],
)
def test_media_type(content: bytes, name: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert media_type_of(path) == expected


def test_a_character_cut_at_the_end_of_the_head_is_still_text() -> None:
    assert media_type_of_head("aé".encode()[:2], "t") == "text/plain"


WRONG = ["text", "text/", "/plain", "a b/c", "text/plain\n", "é/x", ""]
OF_NO_HEADER = [
    "; a=\u00e9",
    "; a=\x7f",
    "; a=\x85",
    "; a=\u2028",
    "\r\n;a=b",
    "\n; X: y",
    "; a\r\nX: y",
]


@pytest.mark.parametrize("text", [*WRONG, *(f"text/plain{rest}" for rest in OF_NO_HEADER)])
def test_media_types_that_are_none_or_that_no_header_can_carry_are_refused(text: str) -> None:
    with pytest.raises(BadMediaTypeError, match="type/subtype"):
        check_media_type(text)


def test_media_types_are_taken_with_their_parameters() -> None:
    good = ("text/plain", "application/vnd.plotly.v1+json", "a/b")
    for text in (*good, "text/plain; charset=utf-8", "text/csv ;header=present"):
        assert check_media_type(text) == text
