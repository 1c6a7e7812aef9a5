"""Zips of a few kilobytes that unpack to far more, made by code."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_HEAD = b'{"format":1,"store_id":"' + b"0" * 32 + b'","made_at":"2026-01-01T00:00:00.000Z",'
_RUN = {
    "id": "0" * 32,
    "name": "r",
    "folder": "/",
    "tags": [],
    "metadata": {},
    "created_at": "2026-01-01T00:00:00.000Z",
}


def archive(manifest: Iterable[bytes]) -> bytes:
    """Return a zip with a manifest that is never whole in memory here either."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as opened,
        opened.open("cellkeep.json", "w", force_zip64=True) as entry,
    ):
        for part in manifest:
            entry.write(part)
    return file.getvalue()


def repeated(part: bytes, total: int) -> Iterable[bytes]:
    """Yield a part over and over."""
    block = part * (1_000_000 // len(part))
    for _ in range(total // len(block)):
        yield block


def a_manifest_of_150_megabytes() -> bytes:
    """The one that stalled a server for 34 s and took 3.5 GB."""
    run = json.dumps(_RUN).encode() + b","
    return archive([_HEAD + b'"artifacts":[],"runs":[', *repeated(run, 150_000_000), b"]}"])


def many_empty_things() -> bytes:
    """Objects of three bytes, each of which becomes one of hundreds."""
    return archive([_HEAD + b'"artifacts":[],"runs":[', *repeated(b"{},", 30_000_000), b"]}"])


def one_large_thing() -> bytes:
    """One run whose metadata is all there is."""
    inner = repeated(b'{"a":[1]},', 20_000_000)
    return archive([_HEAD + b'"artifacts":[],"runs":[{"metadata":[', *inner, b"{}]}]}"])


def deep() -> bytes:
    """Brackets in brackets."""
    return archive([_HEAD + b'"artifacts":[],"runs":[{"metadata":', b"[" * 900_000])


def numbers_between() -> bytes:
    """An array of what is no object."""
    return archive([_HEAD + b'"artifacts":[],"runs":[', *repeated(b"1,", 900_000), b"1]}"])


def a_long_key() -> bytes:
    """Text outside of the arrays."""
    return archive([b'{"', *repeated(b"k", 900_000), b'":[]}'])


def many_marks() -> bytes:
    """Brackets in brackets, which shrink too little to be refused for that."""
    random = Random(11)
    inner = b",".join(random.choices([b"[" * 9 + b"]" * 9, b'[[[[[""]]]]]'], k=1_000))
    return archive([*_many_runs(b",".join([inner] * 7)), b"]}"])


def many_values() -> bytes:
    """Lists of nothing, each of which takes twenty times the room of its text."""
    return archive([*_many_runs(b"[]," * 40_000 + b"[]"), b"0]}"])


def _many_runs(metadata: bytes) -> Iterable[bytes]:
    noise = base64.b64encode(Random(12).randbytes(700))
    whole = b'{"n":"' + noise + b'","a":[' + metadata + b"]}"
    yield _HEAD + b'"artifacts":[],"runs":['
    yield from repeated(json.dumps(_RUN).encode().replace(b"{}", whole) + b",", 15_000_000)


HOSTILE_ARCHIVES: dict[str, Callable[[], bytes]] = {
    make.__name__: make
    for make in (
        a_manifest_of_150_megabytes,
        many_empty_things,
        one_large_thing,
        deep,
        numbers_between,
        a_long_key,
        many_marks,
        many_values,
    )
}
