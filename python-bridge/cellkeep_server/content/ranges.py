"""Which bytes of a file a request asks for (RFC 9110, sections 13 and 14)."""

from __future__ import annotations

import re

from cellkeep_core.errors import CellkeepError

_ONE_RANGE = re.compile(r"\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*", re.IGNORECASE)


class RangeNotSatisfiableError(CellkeepError):
    """The bytes asked for lie outside the file."""

    default_code = "RANGE_NOT_SATISFIABLE"


def requested_range(header: str | None, if_range: str | None, etag: str, size: int) -> range | None:
    """Return the bytes of a ``Range`` header, or None for all of them.

    Parameters
    ----------
    header, if_range : str, optional
        Values of ``Range`` and ``If-Range``.
    etag : str
        The strong ETag of the file, with its quotes.
    size : int
        Size of the file in bytes.

    Notes
    -----
    A header that is malformed, in another unit, or with several ranges is ignored, as the
    standard allows: the whole file is always a right answer.

    Raises
    ------
    RangeNotSatisfiableError
        Where the range is well formed and no byte of it is in the file.
    """
    if header is None or (if_range is not None and if_range.strip() != etag):
        return None
    match = _ONE_RANGE.fullmatch(header)
    if match is None or len(header) > 64:
        return None
    first, last = match.groups()
    if first:
        start = int(first)
        stop = min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    elif last:
        start = max(size - int(last), 0)
        stop = size
    else:
        return None
    if start >= stop:
        raise RangeNotSatisfiableError(f"The file has {size:,} bytes; none of them was asked for.")
    return range(start, stop)


def has_etag(if_none_match: str | None, etag: str) -> bool:
    """Whether ``If-None-Match`` names the ETag, compared weakly as the standard says."""
    if if_none_match is None:
        return False
    tags = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
    return any(tag in (etag, "*") for tag in tags)
