"""What requests to the server carry, and what is said where one comes to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import UNSET

from cellkeep.errors import CellkeepError, StoreUnreachableError
from cellkeep_core.content_digest import HEADER as DIGEST_HEADER
from cellkeep_core.content_digest import content_digest
from cellkeep_core.protocol import PresignedResult, UploadResult, to_builtins
from cellkeep_core.server_file import SCHEME

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from cellkeep.transfer.server_link import ServerLink
    from cellkeep_core.protocol import Offer

Begun = UploadResult | PresignedResult
"""What the server said to an offer whose bytes it wants."""


class Sendable(Protocol):
    """What can be sent: an entry of the spool, or an artifact that moves to another store."""

    @property
    def offer(self) -> Offer:
        """What it is."""

    @property
    def content(self) -> Path:
        """The bytes."""

    @property
    def thumbnail(self) -> bytes | None:
        """PNG."""

    @property
    def prefixes(self) -> Mapping[int, str]:
        """The SHA-256 of its first bytes by their number, as far as it was hashed here."""

    def read_bytes(self) -> bytes:
        """Return the bytes, all at once: for small ones."""


def authorization(link: ServerLink, upload: Begun) -> str:
    """Return what lets this process write to an upload."""
    if upload.grant is not UNSET:
        return f"{SCHEME} {upload.grant}"
    return link.authorization()  # a person gave this process a Jupyter token


def body_headers(body: bytes) -> dict[str, str]:
    """Return the headers of a body: what it is, and its digest."""
    return {"Content-Type": "application/msgpack", DIGEST_HEADER: content_digest(body)}


def body_of(entry: Sendable, content: bytes | memoryview | None) -> dict[str, Any]:
    """Return the body of an offer, with its content where it goes along."""
    body: dict[str, Any] = {"offer": to_builtins(entry.offer)}
    if content is not None:
        body["content"] = content
    thumbnail = entry.thumbnail
    if thumbnail:
        body["thumbnail"] = thumbnail
    return body


def refused(error: CellkeepError | None, status: int) -> CellkeepError:
    """Return the error for an answer that says no."""
    if status in (401, 403):
        return unreachable(f"it does not take this process's token ({status})")
    return error or unreachable(f"it answered {status}")


def unreachable(reason: object) -> StoreUnreachableError:
    """Return the error for a server that cannot be talked to."""
    words = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return StoreUnreachableError(
        f"The server cannot be reached: {words}.",
        hint="What was saved waits in the spool, and is sent when the server is back.",
    )
