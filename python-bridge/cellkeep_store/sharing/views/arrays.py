"""Arrays as a picture: a line with least and greatest of each pixel, or a heat map."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np

from cellkeep_store.forms.arrays import open_array
from cellkeep_store.sharing.markup import lines, shown
from cellkeep_store.sharing.views.document import View, document

_MOST_PIXELS = 1024
_MOST_VALUES = 1000
# Viridis, at nine of its places.
_COLOURS = np.array(
    [
        (68, 1, 84),
        (71, 44, 122),
        (59, 81, 139),
        (44, 113, 142),
        (33, 144, 141),
        (39, 173, 129),
        (92, 200, 99),
        (170, 220, 50),
        (253, 231, 37),
    ]
)


def array_view(file: BinaryIO, _media_type: str = "") -> View:
    """Return the view of an array in an Arrow or ``.npy`` file."""
    about, body = drawn(*open_array(file))
    return View(document(f'<header>{shown(about)}</header><main tabindex="0">{body}</main>'))


def drawn(shape: tuple[int, ...], dtype: np.dtype[Any], parts: Iterator[Any]) -> tuple[str, str]:
    """Return what is to say of an array, and its picture as HTML.

    Parameters
    ----------
    shape : tuple of int
        Its extents.
    dtype : numpy.dtype
        Its type.
    parts : iterator of numpy.ndarray
        Its rows in order, some in each.
    """
    about = f"{' × '.join(f'{each:,}' for each in shape) or 'one value'} · {dtype}"
    if dtype.kind not in "biufc" or not all(shape) or not shape:
        first = next(parts, np.empty(0))
        return about, f"<pre>{lines(np.array2string(first.reshape(-1)[:_MOST_VALUES]))}</pre>"
    if len(shape) == 1:
        low, high = _bounds(parts, shape[0])
        return f"{about} · {_range(low, high)}", _line(low, high)
    leading = len(shape) - 2
    down, across = (-(-each // _MOST_PIXELS) for each in shape[-2:])
    if leading:
        about += f" · shown: [{', '.join('0' * leading)}, :, :]"
        plane = next(parts)[(0,) * leading][::down]
    else:
        plane = np.concatenate(list(_thinned(parts, down)))
    for step, what in ((down, "rows"), (across, "columns")):
        about += f" · one in {step} {what}" if step > 1 else ""
    values = _real(plane[:, ::across])
    return f"{about} · {_range(values, values)}", _heat_map(values)


def _real(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    if values.dtype.kind == "c":
        values = np.abs(values)
    return values.astype(np.float64)


def _bounds(parts: Iterator[Any], count: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the least and the greatest value of each pixel across, so that no spike is lost."""
    pixels = min(count, _MOST_PIXELS)
    low, high = np.full(pixels, np.inf), np.full(pixels, -np.inf)
    start = 0
    for part in parts:
        values = _real(part)
        pixel = np.arange(start, start + len(values)) * pixels // count
        fine = np.isfinite(values)
        np.minimum.at(low, pixel[fine], values[fine])
        np.maximum.at(high, pixel[fine], values[fine])
        start += len(values)
    gap = low > high
    low[gap] = high[gap] = np.nan
    return low, high


def _thinned(parts: Iterator[Any], step: int) -> Iterator[np.ndarray[Any, Any]]:
    """Yield one in so many of all rows."""
    start = 0
    for part in parts:
        yield part[-start % step :: step]
        start += len(part)


def _line(low: np.ndarray[Any, Any], high: np.ndarray[Any, Any]) -> str:
    fine = np.isfinite(low)
    if not fine.any():
        return "<p>It has no finite values.</p>"
    least, most = low[fine].min(), high[fine].max()
    span = (most - least) or 1.0
    points = []
    pen = "M"
    for x, (bottom, top) in enumerate(zip(low, high, strict=True)):
        if not np.isfinite(bottom):
            pen = "M"
            continue
        for value in (bottom,) if bottom == top else (bottom, top):
            points.append(f"{pen}{x},{100 - 100 * (value - least) / span:.3f}")
            pen = "L"
    path = "".join(points)
    return (
        f'<svg class="line" role="img" aria-label="Line" viewBox="0 -2 {max(1, len(low) - 1)} 104" '
        'preserveAspectRatio="none"><path vector-effect="non-scaling-stroke" fill="none" '
        f'stroke="currentColor" d="{path}"/></svg>'
    )


def _heat_map(values: np.ndarray[Any, Any]) -> str:
    fine = np.isfinite(values)
    least, most = (values[fine].min(), values[fine].max()) if fine.any() else (0.0, 0.0)
    share = np.where(fine, (values - least) / ((most - least) or 1.0), 0.0)
    places = np.linspace(0, 1, len(_COLOURS))
    pixels = np.empty((*values.shape, 4), np.uint8)
    for channel in range(3):
        pixels[..., channel] = np.interp(share, places, _COLOURS[:, channel])
    pixels[..., 3] = np.where(fine, 255, 0)
    encoded = base64.b64encode(_png(pixels)).decode()
    return f'<p><img class="pixels" alt="Heat map" src="data:image/png;base64,{encoded}"></p>'


def _png(pixels: np.ndarray[Any, Any]) -> bytes:
    height, width, _ = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1)

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows.tobytes())), chunk(b"IEND", b"")]
    )


def _range(low: np.ndarray[Any, Any], high: np.ndarray[Any, Any]) -> str:
    fine = np.isfinite(low) & np.isfinite(high)
    if not fine.any():
        return "no finite values"
    return f"from {low[fine].min():.6g} to {high[fine].max():.6g}"
