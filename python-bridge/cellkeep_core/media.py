"""The media type of a file: by its content, then by its name.

The names come from a table of our own on top of Python's built-in one, never from the
machine's ``mime.types``: the same file must get the same type everywhere.
"""

from __future__ import annotations

import mimetypes
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cellkeep_core.errors import BadMediaTypeError

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT = "application/octet-stream"
HEAD_BYTES = 8192
# Types that Python's table lacks, or that it gives differently from version to version.
_EXTENSIONS = {
    ".arrow": "application/vnd.apache.arrow.file",
    ".feather": "application/vnd.apache.arrow.file",
    ".gz": "application/gzip",
    ".h5": "application/x-hdf5",
    ".hdf5": "application/x-hdf5",
    ".geojson": "application/geo+json",
    ".ipynb": "application/x-ipynb+json",
    ".jl": "text/x-julia",
    ".js": "text/javascript",
    ".log": "text/plain",
    ".md": "text/markdown",
    ".npy": "application/x-npy",
    ".npz": "application/zip",
    ".onnx": "application/onnx",
    ".parquet": "application/vnd.apache.parquet",
    ".pickle": "application/x-python-pickle",
    ".pkl": "application/x-python-pickle",
    ".py": "text/x-python",
    ".r": "text/x-r",
    ".rs": "text/x-rust",
    ".safetensors": "application/vnd.safetensors",
    ".sh": "text/x-sh",
    ".sql": "text/x-sql",
    ".toml": "application/toml",
    ".ts": "text/x-typescript",
    ".webp": "image/webp",
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
    (b"%PDF-", "application/pdf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
# RFC 6838, section 4.2, with parameters after it.
_NAME = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}"
_MEDIA_TYPE = re.compile(rf"{_NAME}/{_NAME}(\s*;\s*[^\x00-\x1f]+)?")


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
    if _is_text(head):
        return _text_type(head, by_name)
    magic = next((kind for prefix, kind in _MAGIC if head.startswith(prefix)), None)
    return magic or _by_content(head, name, by_name) or by_name or DEFAULT


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
    return _table().guess_type(f"x{suffix}")[0]


@cache
def _table() -> mimetypes.MimeTypes:
    return mimetypes.MimeTypes(filenames=())  # the built-in table alone


def _by_content(head: bytes, name: str, by_name: str | None) -> str | None:
    types = _types_by_magic(head, name)
    # Several formats share a container's first bytes; then the name decides among them.
    if by_name in types or not types:
        return by_name
    if types[0] == "application/zip" and by_name:
        return by_name
    return str(types[0])


def _types_by_magic(head: bytes, name: str) -> list[str]:
    import puremagic

    # Where nothing matches its answer depends on the name's end alone, and most of the time
    # of thousands of small files went into asking.
    end = tuple(name.lower().rsplit(".", 2)[1:])
    matches = _has_magic(head)
    if not matches and end in _unmatched:
        return _unmatched[end]
    try:
        found = puremagic.magic_string(head, filename=name)
        types = [str(match.mime_type) for match in found if match.mime_type]
    except (puremagic.PureError, ValueError):
        types = []
    if not matches and len(_unmatched) < _MOST_ENDS:
        _unmatched[end] = types
    return types


_MOST_ENDS = 1000
_unmatched: dict[tuple[str, ...], list[str]] = {}


def _has_magic(head: bytes) -> bool:
    """Whether any signature that puremagic knows is in the head: its answer in a few look-ups."""
    length = len(head)
    # Thousands of files are asked: one byte of each place tells nearly all of them apart.
    for start, begins, places in _signatures():
        if -length <= start < length and head[start] in begins:
            for end, wanted in places:
                if head[start:end] in wanted:
                    return True
    return False


_Place = tuple[int, frozenset[int], tuple[tuple[int | None, frozenset[bytes]], ...]]


@cache
def _signatures() -> tuple[_Place, ...]:
    """Return where signatures are, by which byte they begin there, and which they are."""
    from puremagic.main import magic_footer_array, magic_header_array

    by_place: dict[tuple[int, int | None], set[bytes]] = {}
    for row in (*magic_header_array, *magic_footer_array):
        # A footer's offset counts from the end: -4 with 4 bytes ends where the file does.
        end = row.offset + len(row.byte_match)
        place = (row.offset, None if row.offset < 0 and end == 0 else end)
        by_place.setdefault(place, set()).add(row.byte_match)
    signatures = []
    for start in dict.fromkeys(start for start, _ in by_place):
        places = {end: wanted for (begin, end), wanted in by_place.items() if begin == start}
        begins = frozenset(magic[0] for wanted in places.values() for magic in wanted)
        signatures.append(
            (start, begins, tuple((end, frozenset(wanted)) for end, wanted in places.items()))
        )
    return tuple(signatures)


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
    return (
        media_type.startswith("text/")
        or media_type.endswith(("+json", "+xml", "/json"))
        or (
            media_type
            in {
                "application/javascript",
                "application/sql",
                "application/toml",
                "application/xml",
                "application/yaml",
                "application/x-sh",
                "application/x-tex",
            }
        )
    )
