"""Reading the manifest of an archive in parts, so that none of them is larger than it may be.

A whole manifest would be parsed in one step, which takes memory many times its size and lets no
other thread of the process run meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

MOST_ELEMENT_BYTES = 4 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
_MOST_REST_BYTES = 64 * 1024
MOST_STEPS = 5_000_000
"""An element as they are written takes about five; deep brackets take one each, and that long."""

# What changes nothing is passed over in one step: around elements, in one, and in a string.
_AROUND = rb'[^"{}\[\]]*+'
_IN_STRING = rb'(?:[^"\\]++|\\.)*+'


def _whole(levels: int) -> bytes:
    """Return the pattern of JSON in which all strings and so many levels of brackets end."""
    parts = [rb'[^"{}\[\]]++', rb'"' + _IN_STRING + rb'"']
    if levels:
        parts += [rb"\[%b\]" % _whole(levels - 1), rb"\{%b\}" % _whole(levels - 1)]
    return rb"(?:%b)*+" % b"|".join(parts)


_PASSED = {
    where: re.compile(pattern, re.DOTALL)
    for where, pattern in (("around", _AROUND), ("inside", _whole(3)), ("string", _IN_STRING))
}
_KEY = re.compile(rb'"([^"\\]{1,64})"\s*:\s*\Z')
# An element is an object in an array in the object that the file is.
_DEPTH = 2


class Elements:
    """Iterates over the objects in the arrays of a JSON object, each with its array's key.

    Attributes
    ----------
    rest : bytes
        Once all were read: the object with its arrays empty.
    """

    def __init__(self, source: IO[bytes], most_bytes: int) -> None:
        self._source = source
        self._most_bytes = most_bytes
        self.rest = b""

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """Read.

        Raises
        ------
        ValueError
            It has too many bytes or brackets, or is no such object.
        """
        rest, element = bytearray(), bytearray()
        key, depth, in_string, total, escaped, steps = "", 0, False, 0, False, 0
        while chunk := self._source.read(_CHUNK_BYTES):
            total += len(chunk)
            if total > self._most_bytes:
                raise ValueError(f"it has more than {self._most_bytes:,} bytes")
            at = 0
            while at < len(chunk):
                into = element if depth > _DEPTH else rest
                if escaped:
                    into += chunk[at : at + 1]
                    at, escaped = at + 1, False
                    continue
                steps += 1
                if steps > MOST_STEPS:
                    raise ValueError("it has too many brackets in brackets")
                where = "string" if in_string else "inside" if depth > _DEPTH else "around"
                found = _PASSED[where].match(chunk, at)
                end = found.end() if found else at
                mark = chunk[end : end + 1]
                piece = chunk[at:end] + mark
                at = end + len(mark)
                if depth == _DEPTH and not in_string and mark in (b"{", b"[", b"]", b""):
                    if piece.rstrip(mark).strip(b" \t\r\n,"):
                        raise ValueError("an array in it has something else than objects")
                    piece = mark
                if mark == b'"':
                    in_string = not in_string
                elif mark == b"\\":
                    escaped = True
                elif mark in (b"{", b"["):
                    if depth == 1 and mark == b"[":
                        key = _key_at_end(bytes(rest + piece[:-1]))
                    depth += 1
                    into = element if depth > _DEPTH else rest
                elif mark in (b"}", b"]"):
                    depth -= 1
                into += piece
                if len(element) > MOST_ELEMENT_BYTES or len(rest) > _MOST_REST_BYTES:
                    raise ValueError("a part of it is too large")
                if depth == _DEPTH and element:
                    yield key, bytes(element)
                    element.clear()
        self.rest = bytes(rest)


def _key_at_end(text: bytes) -> str:
    found = _KEY.search(text)
    return found[1].decode("utf-8", "replace") if found else ""
