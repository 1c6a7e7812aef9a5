"""Copy the pictures of the tour's test into docs/pictures, in 256 colours: a third of the bytes."""

from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "pictures"

TARGET.mkdir(exist_ok=True)
for picture in sorted((ROOT / "test-results" / "pictures").glob("*.png")):
    with Image.open(picture) as image:
        few = image.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        few.save(TARGET / picture.name, optimize=True)
