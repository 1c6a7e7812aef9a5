"""``Content-Digest`` (RFC 9530): whether a request's body is still the one that was sent."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

HEADER = "Content-Digest"

# One member of a dictionary of structured fields (RFC 9651); parameters mean nothing here.
_SHA_256 = re.compile(r"(?:^|,)[ \t]*sha-256=:([A-Za-z0-9+/=]*):")


def content_digest(body: bytes | bytearray | memoryview) -> str:
    """Return the header's value for a body."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def is_intact(header: str | None, body: bytes | bytearray | memoryview) -> bool:
    """Whether a body has the digest that came with it; also where none did that is known here.

    Parameters
    ----------
    header : str, optional
        The header's value. Digests of other algorithms are passed over, as the RFC has it.
    """
    found = _SHA_256.search(header or "")
    if found is None:
        return True
    try:
        wanted = base64.b64decode(found[1], validate=True)
    except binascii.Error:
        return False
    return hashlib.sha256(body).digest() == wanted
