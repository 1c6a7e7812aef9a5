"""How large what describes an artifact or a run may be, from ``schema/limits.json``.

Descriptions travel in lists of hundreds and stand in the catalog; what is larger is content, and
is saved as an artifact of its own. The kernel asks when something is saved, and the store asks
again, whichever way it comes. Nobody asks when something is read: older artifacts stay readable.
"""

from __future__ import annotations

import struct
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from cellkeep_core.errors import BadRequestError, TooLargeError
from cellkeep_core.protocol import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cellkeep_core.protocol import Offer, Run

MAX_PAGE = 1000
"""Rows of a page of any list, at most."""


class Limits(msgspec.Struct, frozen=True):
    """The limits; each is named after what it counts and its unit."""

    name_characters: int
    metadata_bytes: int
    metadata_depth: int
    preview_bytes: int
    provenance_bytes: int
    libraries: int
    summary_characters: int
    folder_characters: int
    notes_characters: int
    tags: int
    tag_characters: int
    aliases: int
    thumbnail_bytes: int
    thumbnail_pixels: int


class _File(msgspec.Struct, frozen=True):
    limits: Limits


_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
_SIDES = struct.Struct(">II")

LIMITS = msgspec.json.decode(
    files("cellkeep_core").joinpath("data/limits.json").read_bytes(), type=_File
).limits


def check_offer(offer: Offer, size: int) -> None:
    """Refuse an offer that describes too much; ``size`` is that of its JSON.

    Raises
    ------
    CellkeepError
        ``TOO_LARGE``, and what to do.
    """
    if offer.summary is not UNSET:
        _within("summary", len(offer.summary), LIMITS.summary_characters, "characters")
    if offer.provenance.libraries:
        _within("list of libraries", len(offer.provenance.libraries), LIMITS.libraries, "entries")
    _check_depth("metadata", offer.metadata)
    if size <= LIMITS.metadata_bytes:
        return  # all of it is smaller than the smallest part may be
    check_metadata(offer.metadata)
    if offer.preview is not UNSET:
        _within("preview", len(to_json(offer.preview)), LIMITS.preview_bytes, "bytes")
    _within("provenance", len(to_json(offer.provenance)), LIMITS.provenance_bytes, "bytes")


def check_run(run: Run) -> None:
    """Refuse a run that describes too much; errors as in `check_offer`."""
    check_place(run.folder, run.tags)
    check_metadata(run.metadata, "run's metadata")


def check_place(folder: str, tags: list[str]) -> None:
    """Refuse a folder or tags of a run that are too many or too long."""
    _within("run's folder", len(folder), LIMITS.folder_characters, "characters")
    _within("run's list of tags", len(tags), LIMITS.tags, "entries")
    for tag in tags:
        _within("tag", len(tag), LIMITS.tag_characters, "characters")


def check_metadata(metadata: dict[str, Any], what: str = "metadata") -> None:
    """Refuse metadata that is too large."""
    if metadata:
        _check_depth(what, metadata)
        _within(what, len(to_json(metadata)), LIMITS.metadata_bytes, "bytes")


def check_aliases(count: int) -> None:
    """Refuse more aliases of one artifact than there may be."""
    _within("list of aliases", count, LIMITS.aliases, "entries")


def check_former_names(count: int) -> None:
    """Refuse more former names of one artifact than it may have aliases."""
    _within("list of former names", count, LIMITS.aliases, "entries")


def check_notes(notes: str) -> None:
    """Refuse notes that are too long."""
    _within("notes", len(notes), LIMITS.notes_characters, "characters")


def _check_depth(what: str, value: Any) -> None:
    # What reads it later goes into it level by level, and so deep only as Python lets it.
    level = [value]
    for _ in range(LIMITS.metadata_depth + 1):
        if not level:
            return
        level = [inner for each in level for inner in _inside(each)]
    raise TooLargeError(
        f"The {what} is nested too deeply: {LIMITS.metadata_depth} levels are the most.",
        hint="Nothing was stored. What is so deep is content: save it as an artifact.",
    )


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, (list, tuple)) else ()


def _within(what: str, size: int, most: int, unit: str) -> None:
    if size > most:
        raise TooLargeError(
            f"The {what} has {size:,} {unit}, and {most:,} are the most.",
            hint="Nothing was stored. What is so large is content: save it as an artifact.",
        )


def check_thumbnail(thumbnail: bytes | None) -> None:
    """Refuse a thumbnail that is too large, or is no PNG.

    A list shows hundreds, and a browser takes gigabytes for a kilobyte that says it has a
    thousand million pixels.
    """
    if thumbnail is None:
        return
    _within("thumbnail", len(thumbnail), LIMITS.thumbnail_bytes, "bytes")
    if not thumbnail.startswith(_PNG) or len(thumbnail) < len(_PNG) + _SIDES.size:
        raise BadRequestError(
            "The thumbnail is not a PNG picture.",
            hint="Nothing was stored. Leave it out, or send a PNG.",
        )
    longest = max(_SIDES.unpack_from(thumbnail, len(_PNG)))
    _within("thumbnail's longer side", longest, LIMITS.thumbnail_pixels, "pixels")
