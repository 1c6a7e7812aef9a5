"""The media type of a file: by its content, then by its name.

The names come from a table of our own on top of Python's built-in one, never from the
machine's ``mime.types``: the same file must get the same type everywhere.
"""

from __future__ import annotations

import mimetypes
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from cellkeep_core.errors import BadMediaTypeError

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT = "application/octet-stream"
HEAD_BYTES = 8192
_OFFICE = "application/vnd.openxmlformats-officedocument"
# Types that Python's table lacks, or that it gives differently from version to version.
_EXTENSIONS = {
    ".arrow": "application/vnd.apache.arrow.file",
    ".bmp": "image/bmp",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".feather": "application/vnd.apache.arrow.file",
    ".flac": "audio/flac",
    ".gz": "application/gzip",
    ".h5": "application/x-hdf5",
    ".hdf5": "application/x-hdf5",
    ".geojson": "application/geo+json",
    ".ipynb": "application/x-ipynb+json",
    ".jl": "text/x-julia",
    ".js": "text/javascript",
    ".keras": "application/vnd.keras+zip",
    ".log": "text/plain",
    ".md": "text/markdown",
    ".npy": "application/x-npy",
    ".npz": "application/zip",
    ".onnx": "application/onnx",
    ".otf": "font/otf",
    ".parquet": "application/vnd.apache.parquet",
    ".pickle": "application/x-python-pickle",
    ".pkl": "application/x-python-pickle",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".py": "text/x-python",
    ".r": "text/x-r",
    ".rs": "text/x-rust",
    ".safetensors": "application/vnd.safetensors",
    ".sh": "text/x-sh",
    ".skops": "application/vnd.skops+zip",
    ".sql": "text/x-sql",
    ".toml": "application/toml",
    ".ts": "text/x-typescript",
    ".ttf": "font/ttf",
    ".ubj": "application/vnd.xgboost+ubjson",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".zst": "application/zstd",
}
# Magic numbers of the field's own formats, which general tables lack or confuse.
_MAGIC = (
    (b"\x93NUMPY", "application/x-npy"),
    (b"ARROW1\x00\x00", "application/vnd.apache.arrow.file"),
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"\x89HDF\r\n\x1a\n", "application/x-hdf5"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x1f\x8b", "application/gzip"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
# Of those that begin with `application/`.
_TEXT_KINDS = {"javascript", "json", "sql", "toml", "xml", "yaml", "x-sh", "x-tex"}
# What many formats are kept in: there the name says more than the content.
_CONTAINERS = {"zip", "tif", "ogg", "mkv", "mp4"}
# RFC 6838, section 4.2, with parameters after it.
_NAME = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}"
# It becomes a header of HTTP, which takes no more than this.
_MEDIA_TYPE = re.compile(rf"{_NAME}/{_NAME}([ \t]*;[ \t]*[\x20-\x7e]+)?")


def check_media_type(text: str) -> str:
    """Return a media type that is well formed (RFC 6838), or raise `BadMediaTypeError`."""
    if not isinstance(text, str) or not _MEDIA_TYPE.fullmatch(text) or len(text) > 255:
        raise BadMediaTypeError(
            f"{text!r} is not a media type.", hint="Write it as type/subtype, such as 'text/plain'."
        )
    return text


def media_type_of(path: Path, name: str | None = None) -> str:
    """Return the media type of a file.

    Parameters
    ----------
    path : Path
        The file; its first 8 KiB are read.
    name : str, optional
        The name to judge by, where it is not the path's own.
    """
    with path.open("rb") as file:
        return media_type_of_head(file.read(HEAD_BYTES), name or path.name)


def media_type_of_head(head: bytes, name: str) -> str:
    """Return the media type for the first bytes of a file and its name.

    A name's type stands where the content does not contradict it: text may be anything
    that is written as text, and a container (zip, gzip) may be what its name says.
    """
    by_name = _by_name(name)
    if not head:
        return by_name or "application/x-empty"
    if head.startswith(b"%PDF-"):  # all of it may be text
        return "application/pdf"
    if _is_text(head):
        return _text_type(head, by_name)
    magic = next((kind for prefix, kind in _MAGIC if head.startswith(prefix)), None)
    return magic or _by_content(head, by_name) or DEFAULT


def _text_type(head: bytes, by_name: str | None) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1024].lower()
    if b"<svg" in start and start.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")):
        return "image/svg+xml"
    if by_name and _written_as_text(by_name):
        return by_name
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    return "text/plain"


def _by_name(name: str) -> str | None:
    # As PurePath.suffix, which takes longer for a name than all else here.
    own = name[name.rfind("/") + 1 :]
    dot = own.rfind(".")
    return _by_suffix(own[dot:].lower() if 0 < dot < len(own) - 1 else "")


@lru_cache(maxsize=1024)
def _by_suffix(suffix: str) -> str | None:
    if suffix in _EXTENSIONS:
        return _EXTENSIONS[suffix]
    built_in = mimetypes.MimeTypes(filenames=())
    return built_in.guess_type(f"x{suffix}")[0]


def _by_content(head: bytes, by_name: str | None) -> str | None:
    import filetype

    found = filetype.guess(head)
    if found is None:
        return by_name
    # As the table calls it: one type has one name, whichever way it was found.
    media_type = _by_suffix(f".{found.extension}") or str(found.mime)
    return by_name if by_name and found.extension in _CONTAINERS else media_type


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The head may end inside a character.
        return error.reason == "unexpected end of data" and error.start >= len(head) - 3
    return True


def _written_as_text(media_type: str) -> bool:
    main, _, kind = media_type.partition("/")
    return main == "text" or kind.endswith(("+json", "+xml")) or kind in _TEXT_KINDS
