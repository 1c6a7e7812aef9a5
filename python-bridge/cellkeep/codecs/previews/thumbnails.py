"""Small pictures for lists and cards."""

from __future__ import annotations

import io
from typing import Any

from cellkeep.codecs.previews.image_size import image_size

MAX_SIDE = 240
MAX_BYTES = 64 << 10
# Larger pictures are not decoded: a small file can hold an enormous one.
MAX_PIXELS = 40_000_000


def thumbnail_of(image: bytes) -> bytes | None:
    """Return a PNG of at most 64 KiB and 240 pixels of an encoded image.

    Returns
    -------
    bytes or None
        None where Pillow is not installed and the image is not such a PNG already, and
        where it is damaged or far too large.
    """
    found = image_size(image[:65536])
    if found and found.media_type == "image/png" and _is_small(found.width, found.height, image):
        return image
    try:
        from PIL import Image
    except ImportError:
        return None
    try:
        with Image.open(io.BytesIO(image), formats=_FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return None
            picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
            picture.thumbnail((MAX_SIDE, MAX_SIDE))
            return _as_png(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def thumbnail_of_pixels(pixels: Any, png: bytes) -> bytes | None:
    """Return what `thumbnail_of` returns for a PNG of these rows of RGBA, without reading it."""
    from PIL import Image

    height, width = pixels.shape[:2]
    if _is_small(width, height, png):
        return png
    if width * height > MAX_PIXELS:
        return None
    picture = Image.fromarray(pixels)
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    return _as_png(picture)


def _is_small(width: int, height: int, png: bytes) -> bool:
    return max(width, height) <= MAX_SIDE and len(png) <= MAX_BYTES


_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")


def _as_png(picture: object) -> bytes | None:
    from PIL import Image

    if not isinstance(picture, Image.Image):
        return None
    mode = "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
    plain = picture.convert(mode)
    # Searching for the smallest form takes five times as long, for a few per cent: only where
    # it decides. Colours are counted last, because that costs most.
    for colours, smallest in ((None, False), (None, True), (256, True)):
        candidate = plain if colours is None else plain.quantize(colours)
        file = io.BytesIO()
        candidate.save(file, "PNG", optimize=smallest)
        if file.tell() <= MAX_BYTES:
            return file.getvalue()
    return None
