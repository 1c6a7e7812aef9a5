"""The headers of tus 1.0.0: parsed strictly, and formatted."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Literal

from cellkeep_core.errors import BadRequestError, CellkeepError

VERSION = "1.0.0"
EXTENSIONS = (
    "creation,creation-with-upload,creation-defer-length,termination,checksum,expiration,"
    "concatenation"
)
CHECKSUMS = ("sha1", "sha256", "md5", "crc32")
PREFIX = "sha256-prefix"
"""Of all bytes from the upload's first to the piece's last, which both sides hash anyway."""

CONTENT_TYPE = "application/offset+octet-stream"
MOST_PARTS = 1000
RECEIPT_HEADER = "Cellkeep-Receipt"

REQUEST_HEADERS = (
    "Tus-Resumable, Upload-Length, Upload-Offset, Upload-Metadata, Upload-Checksum, "
    "Upload-Defer-Length, Upload-Concat, X-HTTP-Method-Override"
)
ANSWER_HEADERS = (
    "Location, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, Tus-Checksum-Algorithm, "
    "Upload-Offset, Upload-Length, Upload-Defer-Length, Upload-Expires, Upload-Metadata, "
    "Upload-Concat, "
    f"{RECEIPT_HEADER}"
)

_METADATA_KEY = re.compile(r"[\x21-\x2b\x2d-\x7e]{1,64}")  # printable ASCII, no space, no comma
_MAX_METADATA = 16 * 1024


class UnsupportedVersionError(CellkeepError):
    """The client speaks another version of tus, or none."""

    default_code = "PROTOCOL_MISMATCH"


class Crc32:
    """CRC-32 with the interface of a hash: detects bits that flip, at a third of its cost."""

    digest_size = 4

    def __init__(self) -> None:
        self._value = 0

    def update(self, data: bytes | bytearray | memoryview) -> None:
        """Hash the next bytes."""
        self._value = zlib.crc32(data, self._value)

    def digest(self) -> bytes:
        """Return the four bytes, the most significant first."""
        return self._value.to_bytes(4, "big")


class Checksum:
    """The checksum that a client sent along with a request's bytes.

    Parameters
    ----------
    header : str
        Value of ``Upload-Checksum``: an algorithm and the digest in base64.

    Attributes
    ----------
    algorithm : str
        One of `CHECKSUMS`, or `PREFIX`.
    """

    def __init__(self, header: str) -> None:
        algorithm, _, encoded = header.strip().partition(" ")
        self.algorithm = algorithm
        if algorithm not in (*CHECKSUMS, PREFIX):
            raise BadRequestError(
                f"The checksum algorithm {algorithm!r} is not known here.",
                hint=f"Use one of {', '.join(CHECKSUMS)}.",
            )
        self._wanted = _from_base64(encoded, "Upload-Checksum")
        self._hash = _new_hash(algorithm)
        if len(self._wanted) != (32 if self._hash is None else self._hash.digest_size):
            raise BadRequestError(f"The Upload-Checksum is not as long as a {algorithm} digest.")

    def update(self, data: bytes | bytearray | memoryview) -> None:
        """Hash the next bytes, where the upload's own hash is not the one to compare."""
        if self._hash is not None:
            self._hash.update(data)

    def matches(self, upload_sha256: str | None) -> bool:
        """Whether the bytes so far have the digest that was sent.

        Parameters
        ----------
        upload_sha256 : str or None
            That of the whole upload so far; None where this process does not know it.
        """
        if self._hash is not None:
            return self._hash.digest() == self._wanted
        return upload_sha256 == self._wanted.hex()


def check_version(headers: Mapping[str, str]) -> None:
    """Refuse a client that does not say ``Tus-Resumable: 1.0.0``."""
    said = headers.get("Tus-Resumable")
    if said != VERSION:
        raise UnsupportedVersionError(
            f"This server speaks tus {VERSION}; the request says {said!r}."
            if said
            else f"The header Tus-Resumable: {VERSION} is missing.",
            hint="Use a tus 1.0 client.",
        )


def read_length(headers: Mapping[str, str]) -> int | None:
    """Return ``Upload-Length``; None where the client says it later."""
    deferred = headers.get("Upload-Defer-Length")
    if deferred is None:
        return number(headers, "Upload-Length")
    if deferred.strip() != "1" or "Upload-Length" in headers:
        raise BadRequestError("Upload-Defer-Length is 1, and comes in place of Upload-Length.")
    return None


def read_concat(header: str | None) -> list[str] | Literal["partial"] | None:
    """Return ``Upload-Concat``: ``partial``, the ids to join, or None where it is absent."""
    if header is None:
        return None
    kind, _, urls = header.strip().partition(";")
    if kind == "partial" and not urls:
        return "partial"
    ids = [url.rstrip("/").rsplit("/", 1)[-1] for url in urls.split()]
    if kind != "final" or not 0 < len(ids) <= MOST_PARTS or len(set(ids)) < len(ids):
        raise BadRequestError(
            f"Upload-Concat is 'partial', or 'final;' and the URLs of 1 to {MOST_PARTS} uploads."
        )
    return ids


def number(headers: Mapping[str, str], name: str) -> int:
    """Return a header that is a count of bytes."""
    text = headers.get(name)
    if text is None:
        raise BadRequestError(f"The header {name} is missing.")
    # More digits than 2**53 has cannot be a size that every client can hold.
    if not re.fullmatch(r"[0-9]{1,16}", text) or int(text) > 2**53 - 1:
        raise BadRequestError(f"The header {name} is not a number of bytes.")
    return int(text)


def read_metadata(header: str | None) -> dict[str, str]:
    """Return ``Upload-Metadata`` as text by key.

    Raises
    ------
    CellkeepError
        ``BAD_REQUEST`` where it is malformed, too long, or not UTF-8.
    """
    if header is None or not header.strip():
        return {}
    if len(header) > _MAX_METADATA:
        raise BadRequestError(f"Upload-Metadata is longer than {_MAX_METADATA:,} characters.")
    found: dict[str, str] = {}
    for pair in header.split(","):
        key, _, encoded = pair.strip().partition(" ")
        if not _METADATA_KEY.fullmatch(key) or key in found:
            raise BadRequestError("Upload-Metadata has an empty, malformed or repeated key.")
        try:
            found[key] = _from_base64(encoded, "Upload-Metadata").decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadRequestError(
                f"The value of {key!r} in Upload-Metadata is not UTF-8."
            ) from error
    return found


def write_metadata(metadata: Mapping[str, str]) -> str:
    """Return metadata as the ``Upload-Metadata`` header has it."""
    pairs = (
        f"{key} {base64.b64encode(value.encode()).decode()}".rstrip()
        for key, value in metadata.items()
    )
    return ",".join(pairs)


def http_date(timestamp: str) -> str:
    """Return a protocol timestamp as RFC 9110 writes dates, for ``Upload-Expires``."""
    return format_datetime(datetime.fromisoformat(timestamp), usegmt=True)


def _new_hash(algorithm: str) -> hashlib._Hash | Crc32 | None:
    if algorithm == PREFIX:
        return None
    return Crc32() if algorithm == "crc32" else hashlib.new(algorithm, usedforsecurity=False)


def _from_base64(text: str, header: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequestError(f"A value in {header} is not base64.") from error
