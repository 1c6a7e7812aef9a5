"""``bytes.v1``: the bytes as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import DeclinedError, Encoded, type_name
from cellkeep_core.text import counted

if TYPE_CHECKING:
    from pathlib import Path


class BytesCodec:
    """``bytes``; it is also what reads a file that was saved as a file."""

    id = "bytes.v1"
    rank = 60
    safe = True

    def matches(self, obj: object) -> bool:
        """Whether it is bytes or a kind of them."""
        return isinstance(obj, (bytes, bytearray, memoryview))

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write them."""
        if type(obj) is not bytes:
            raise DeclinedError(
                f"A {type_name(obj)} would come back as bytes.", "Save bytes(x) to store its bytes."
            )
        sink.write(obj)
        return Encoded(self.id, "application/octet-stream", summary=counted(len(obj), "byte"))

    def decode(self, path: Path) -> bytes:
        """Read them."""
        return path.read_bytes()
