"""Summary, preview and thumbnail of a file, mostly from its first bytes."""

from __future__ import annotations

import logging
import os
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

import msgspec

from cellkeep.codecs.describing.describe_data import (
    describe_arrow,
    describe_npy,
    describe_parquet,
    describe_safetensors,
)
from cellkeep.codecs.describing.describe_json import (
    describe_bundle,
    describe_notebook,
    describe_plotly,
)
from cellkeep.codecs.describing.describe_text import describe_csv, describe_text
from cellkeep.codecs.describing.isolated import describe_isolated, facts_from
from cellkeep.codecs.previews.image_size import image_size
from cellkeep.codecs.previews.text_preview import clean
from cellkeep.codecs.previews.thumbnails import thumbnail_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cellkeep.codecs.describing.isolated import Facts

_log = logging.getLogger(__name__)
_HEAD_BYTES = 64 << 10
_MOST_SUMMARY = 200
# A thumbnail needs the whole image: a larger one is shown by its size alone.
_MOST_IMAGE_BYTES = 32 << 20

_BY_TYPE: dict[str, Callable[[Path], Facts]] = {
    "application/x-npy": describe_npy,
    "application/vnd.apache.arrow.file": describe_arrow,
    "application/vnd.apache.parquet": describe_parquet,
    "application/vnd.safetensors": describe_safetensors,
    "application/x-ipynb+json": describe_notebook,
    "application/vnd.jupyter.mimebundle+json": describe_bundle,
    "application/vnd.plotly.v1+json": describe_plotly,
    "text/csv": describe_csv,
    "text/tab-separated-values": describe_csv,
}
_NATIVE = (
    "application/vnd.apache.arrow.file",
    "application/vnd.apache.parquet",
    # These two have pictures in them.
    "application/x-ipynb+json",
    "application/vnd.jupyter.mimebundle+json",
)
_TEXT_TYPES = (
    "application/json",
    "application/javascript",
    "application/yaml",
    "application/toml",
    "application/xml",
    "application/x-sh",
)


def describe_file(path: Path, media_type: str) -> Facts:
    """Return summary, preview and thumbnail of a file.

    Parameters
    ----------
    path : Path
        The file.
    media_type : str
        What it is; parameters such as ``charset`` are ignored.

    Returns
    -------
    tuple[str, Preview or None, bytes or None]
        Summary, preview, and a PNG of at most 64 KiB. ``("", None, None)`` where nothing can be
        said. It never raises: a file that cannot be described is saved all the same.
    """
    essence = _essence(media_type)
    if not _reads_natively(essence):
        return describe_here(path, essence)
    return describe_isolated(path, essence)


def describe_here(path: Path, essence: str) -> Facts:
    """Return what `describe_file` returns, read in this process."""
    try:
        summary, preview, thumbnail = _describe(path, essence)
        # A file may say that its shape is a text, or larger than any number that travels.
        return facts_from(msgspec.msgpack.encode((summary[:_MOST_SUMMARY], preview, thumbnail)))
    except Exception:  # noqa: BLE001  (any bytes may be in a file; see `describe_file`)
        _log.debug("%s is not the %s that it is called.", path, essence, exc_info=True)
        return "", None, None


@lru_cache(maxsize=256)
def can_describe(media_type: str) -> bool:
    """Return whether `describe_file` knows a media type."""
    essence = _essence(media_type)
    return essence in _BY_TYPE or essence.startswith("image/") or _is_text(essence)


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _reads_natively(essence: str) -> bool:
    """Whether libraries read it that can end the process: Arrow's, or Pillow for thumbnails."""
    if os.name == "nt":
        return False  # no child of it can be given a pipe and a limit of memory there
    if essence.startswith("image/"):
        return essence != "image/svg+xml" and find_spec("PIL") is not None
    return essence in _NATIVE


def _is_text(essence: str) -> bool:
    return (
        essence.startswith("text/") or essence in _TEXT_TYPES or essence.endswith(("+json", "+xml"))
    )


def _describe(path: Path, essence: str) -> Facts:
    special = _BY_TYPE.get(essence)
    if special is not None:
        return special(path)
    if essence.startswith("image/"):
        return _describe_image(path, essence)
    return describe_text(path) if _is_text(essence) else ("", None, None)


def _describe_image(path: Path, essence: str) -> Facts:
    from cellkeep_core.protocol.generated import ImagePreview

    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    size = image_size(head)
    if size is None:
        return "", None, None
    thumbnail = None
    if essence != "image/svg+xml" and path.stat().st_size <= _MOST_IMAGE_BYTES:
        thumbnail = thumbnail_of(path.read_bytes())
    preview = ImagePreview(media_type=clean(size.media_type), width=size.width, height=size.height)
    return f"{size.width:,} × {size.height:,} px", preview, thumbnail
