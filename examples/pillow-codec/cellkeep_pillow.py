"""A codec for Cellkeep: Pillow images as PNG, without losing a pixel.

``pip install`` this package, and ``run.save(image, "output", name="photo")`` works wherever both
are installed: Cellkeep finds the codec by the entry point in ``pyproject.toml``.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any, BinaryIO

from cellkeep.codecs import DeclinedError, Encoded

# The modes that PNG gives back exactly.
_MODES = ("1", "L", "LA", "RGB", "RGBA")
_THUMBNAIL_PIXELS = 240
_THUMBNAIL_BYTES = 64 << 10


class PillowCodec:
    """Images of Pillow; those that were opened from a file come back as plain images.

    Attributes
    ----------
    id : str
        Goes with every artifact. Bytes that it has written must stay readable under it: a
        change of the format is a new codec, ``pillow-png.v2``.
    rank : int
        Lower is asked first; the built-in codecs have 10 to 90. This one goes before Cellkeep's
        own for these images; what it declines, that one keeps.
    safe : bool
        Whether reading the bytes can never run code that is in them.
    kind : str
        What a notebook output is called before it is saved: "image · 640 × 480".
    """

    id = "pillow-png.v1"
    rank = 9
    safe = True
    kind = "image"

    def matches(self, obj: object) -> bool:
        """Whether it is an image. Asked often: imports nothing, and looks at the type alone."""
        module = sys.modules.get("PIL.Image")
        return module is not None and isinstance(obj, module.Image)

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the PNG, or decline before the first byte where it would not be exact."""
        if obj.mode not in _MODES:
            raise DeclinedError(
                f"PNG would change an image of mode {obj.mode}.", "Save image.convert('RGB')."
            )
        # Pillow seeks back while it writes, and the sink only goes forward.
        buffer = io.BytesIO()
        obj.save(buffer, "PNG")
        sink.write(buffer.getbuffer())
        from PIL import __version__

        return Encoded(
            self.id,
            "image/png",
            summary=f"{obj.width:,} × {obj.height:,} px",
            thumbnail=_thumbnail(obj),
            libraries={"pillow": __version__},
        )

    def decode(self, path: Path) -> Any:
        """Return the image, read whole."""
        from PIL import Image

        with Image.open(path, formats=["PNG"]) as image:
            return image.copy()


def _thumbnail(image: Any) -> bytes | None:
    small = image.copy()
    small.thumbnail((_THUMBNAIL_PIXELS, _THUMBNAIL_PIXELS))
    buffer = io.BytesIO()
    small.save(buffer, "PNG")
    return buffer.getvalue() if buffer.tell() <= _THUMBNAIL_BYTES else None
