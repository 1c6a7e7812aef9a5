"""``bytes.v1``: the bytes as they are."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import DeclinedError, Encoded, type_name
from cellkeep.codecs.describing.describe import can_describe, describe_file
from cellkeep_core.media import DEFAULT, HEAD_BYTES, media_type_of_head
from cellkeep_core.text import counted

if TYPE_CHECKING:
    from cellkeep.codecs.describing.isolated import Facts

# Any bytes may look like these.
_MEANS_NOTHING = {"text/plain", "application/x-empty"}


class BytesCodec:
    """``bytes``; it is also what reads a file that was saved as a file."""

    id = "bytes.v1"
    rank = 60
    safe = True

    def matches(self, obj: object) -> bool:
        """Whether it is bytes or a kind of them."""
        return isinstance(obj, (bytes, bytearray, memoryview))

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write them; what they begin with says what they are, such as a PNG of ``savefig``."""
        if type(obj) is not bytes:
            raise DeclinedError(
                f"A {type_name(obj)} would come back as bytes.", "Save bytes(x) to store its bytes."
            )
        sink.write(obj)
        found = media_type_of_head(obj[:HEAD_BYTES], "")
        media_type = DEFAULT if found in _MEANS_NOTHING else found
        summary, preview, thumbnail = _described(obj, media_type)
        summary = summary or counted(len(obj), "byte")
        return Encoded(self.id, media_type, summary, preview, thumbnail)

    def decode(self, path: Path) -> bytes:
        """Read them."""
        return path.read_bytes()


def _described(content: bytes, media_type: str) -> Facts:
    if not can_describe(media_type):
        return "", None, None
    try:
        with tempfile.TemporaryDirectory(prefix="cellkeep-") as folder:
            file = Path(folder) / "content"
            file.write_bytes(content)
            return describe_file(file, media_type)
    except OSError:  # no room for a preview is no reason not to save
        return "", None, None
