"""``image-png.v1`` and ``image-tiff.v1``: Pillow images, as TIFF where PNG has no such mode.

What the image's ``info`` says (its EXIF, colour profile, dpi and texts) is in the file where other
programs look for it, and once more as JSON in a text called ``cellkeep``, because no format has
all of it.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from cellkeep.codecs.base import DeclinedError, Encoded, loaded_type
from cellkeep.codecs.previews.thumbnails import thumbnail_of
from cellkeep.codecs.trees.tree import from_tree, to_tree

if TYPE_CHECKING:
    from pathlib import Path

_PNG = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")
_TIFF = ("CMYK", "YCbCr", "LAB", "I", "F", "I;16B")
# For each other mode the one that has all of it; RGB where none does.
_NEAREST = {"La": "LA", "PA": "RGBA", "RGBa": "RGBA"}
_FORMATS = ("PNG", "TIFF")
_KEY = "cellkeep"
_TIFF_DESCRIPTION = 270


class PilImageCodec:
    """``PIL.Image.Image`` and what Pillow opens; comes back as ``PIL.Image.Image``."""

    safe = True

    def __init__(self, form: Literal["PNG", "TIFF"]) -> None:
        self.id = f"image-{form.lower()}.v1"
        self.rank = 13 if form == "PNG" else 14
        self._form = form

    def matches(self, obj: object) -> bool:
        """Whether it is an image of Pillow whose mode this format has."""
        if not loaded_type(obj, "PIL.Image", "Image"):
            return False
        image: Any = obj
        return (image.mode in _TIFF) == (self._form == "TIFF")

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write it, and read it once to be sure that it is the same."""
        _check(obj)
        note = {"codec": self.id, "info": to_tree(dict(obj.info))}
        text = json.dumps(note, separators=(",", ":"))
        content = _to_png(obj, text) if self._form == "PNG" else _to_tiff(obj, text)
        if not _same(_read(io.BytesIO(content)), obj):
            raise DeclinedError(
                f"The {obj.mode} image does not come back equal from {self._form}.",
                "Save im.convert('RGB'), or np.asarray(im).",
            )
        sink.write(content)
        import PIL

        from cellkeep_core.protocol.generated import ImagePreview

        media_type = f"image/{self._form.lower()}"
        return Encoded(
            self.id,
            media_type,
            f"{obj.width:,} × {obj.height:,} px, {obj.mode}",
            ImagePreview(media_type=media_type, width=obj.width, height=obj.height),
            thumbnail_of(content),
            {"pillow": PIL.__version__},
        )

    def decode(self, path: Path) -> object:
        """Return the image, in memory."""
        with path.open("rb") as file:
            return _read(file)


def _check(image: Any) -> None:
    from PIL import Image

    if getattr(image, "n_frames", 1) > 1:
        raise DeclinedError(
            f"The image has {image.n_frames} frames or pages.",
            "Save its file, or the frame that it is at: im.copy().",
        )
    if image.mode not in (*_PNG, *_TIFF):
        raise DeclinedError(
            f"No picture format has the mode {image.mode}.",
            f"Save im.convert({_NEAREST.get(image.mode, 'RGB')!r}).",
        )
    most = 2 * (Image.MAX_IMAGE_PIXELS or image.width * image.height)
    if image.width * image.height > most:
        raise DeclinedError(
            f"Pillow opens no image of over {most:,} pixels.", "Save np.asarray(im)."
        )


def _to_png(image: Any, note: str) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    texts = PngInfo()
    for key, value in image.info.items():
        if isinstance(value, str) and 0 < len(key) < 80 and key.isascii() and key != _KEY:
            texts.add_itxt(key, value)
    texts.add_itxt(_KEY, note)
    file = io.BytesIO()
    image.save(file, "PNG", pnginfo=texts, **_known(image, "transparency"))
    return file.getvalue()


def _to_tiff(image: Any, note: str) -> bytes:
    file = io.BytesIO()
    image.save(file, "TIFF", tiffinfo={_TIFF_DESCRIPTION: note}, **_known(image))
    return file.getvalue()


def _known(image: Any, *more: str) -> dict[str, Any]:
    names = ("dpi", "icc_profile", "exif", *more)
    return {name: image.info[name] for name in names if image.info.get(name) is not None}


def _read(file: Any) -> Any:
    from PIL import Image

    with Image.open(file, formats=_FORMATS) as picture:
        picture.load()
        tags: Any = getattr(picture, "tag_v2", {})
        note = picture.info.get(_KEY) or tags.get(_TIFF_DESCRIPTION)
        image = picture.copy()  # of the plain class, without the file
    image.info = from_tree(json.loads(str(note))["info"])
    return image


def _same(one: Any, other: Any) -> bool:
    return bool(
        one.mode == other.mode
        and one.size == other.size
        and one.tobytes() == other.tobytes()
        and (one.mode != "P" or one.convert("RGBA").tobytes() == other.convert("RGBA").tobytes())
    )
