"""Width and height of an image from its first bytes, without an image library."""

from __future__ import annotations

import re
import struct
from typing import NamedTuple

# Without "<" in it, or many tags that never end would each be searched to the end.
_SVG_TAG = re.compile(rb"<svg\b[^<>]*>", re.IGNORECASE)
_SVG_LENGTH = rb"""\b%b\s*=\s*["']\s*([0-9.]+)\s*(px|pt|in|mm|cm)?\s*["']"""
_SVG_BOX = re.compile(
    rb"""viewBox\s*=\s*["']\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+([0-9.]+)[\s,]+([0-9.]+)"""
)
_PIXELS = {b"": 1.0, b"px": 1.0, b"pt": 96 / 72, b"in": 96.0, b"mm": 96 / 25.4, b"cm": 96 / 2.54}


class ImageSize(NamedTuple):
    """What the first bytes of an image say."""

    media_type: str
    width: int
    height: int


def image_size(head: bytes) -> ImageSize | None:
    """Return type and size of a PNG, GIF, JPEG, WebP or SVG, or None.

    Parameters
    ----------
    head : bytes
        The first bytes; 64 KiB are enough for nearly every JPEG.
    """
    try:
        return _png(head) or _gif(head) or _jpeg(head) or _webp(head) or _svg(head)
    except (struct.error, IndexError, ValueError, OverflowError):
        return None


def _png(head: bytes) -> ImageSize | None:
    if not head.startswith(b"\x89PNG\r\n\x1a\n") or head[12:16] != b"IHDR":
        return None
    return ImageSize("image/png", *struct.unpack(">II", head[16:24]))


def _gif(head: bytes) -> ImageSize | None:
    if head[:6] not in (b"GIF87a", b"GIF89a"):
        return None
    return ImageSize("image/gif", *struct.unpack("<HH", head[6:10]))


def _jpeg(head: bytes) -> ImageSize | None:
    if not head.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 < len(head):
        if head[at] != 0xFF:
            return None
        marker = head[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # a frame
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return ImageSize("image/jpeg", width, height)
        elif marker == 0x01 or 0xD0 <= marker <= 0xD8:  # no length follows
            at += 2
        else:
            at += 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return None


def _webp(head: bytes) -> ImageSize | None:
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP":
        return None
    kind = head[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(head[24:27], "little") + 1
        height = int.from_bytes(head[27:30], "little") + 1
    elif kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        width, height = (value & 0x3FFF for value in struct.unpack("<HH", head[26:30]))
    else:
        return None
    return ImageSize("image/webp", width, height)


def _svg(head: bytes) -> ImageSize | None:
    tag = _SVG_TAG.search(head)
    if tag is None:
        return None
    width, height = (re.search(_SVG_LENGTH % name, tag[0]) for name in (b"width", b"height"))
    if width and height:
        sizes = [float(found[1]) * _PIXELS[found[2] or b""] for found in (width, height)]
        return ImageSize("image/svg+xml", round(sizes[0]), round(sizes[1]))
    box = _SVG_BOX.search(tag[0])
    if box is None:
        return None
    return ImageSize("image/svg+xml", round(float(box[1])), round(float(box[2])))
