"""What the pages call a menu entry or a button is what it says."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "how-to").glob("*.md"))]
SOURCES = [*(ROOT / "src").rglob("*.ts*"), *(ROOT / "schema" / "settings").glob("*.json")]
# In italics stand the words of the interface, such as *Run → Save Automatically*.
ITALIC = re.compile(r"(?<![\w*])\*([A-Z+][^*|]+?)\*(?![\w*])")
TEXT = re.compile(r"'((?:[^'\\\n]|\\.)+)'|\"((?:[^\"\\\n]|\\.)+)\"")
JUPYTERLABS_OWN = {"Run", "Details"}


def test_every_word_in_italics_is_one_of_the_interface() -> None:
    source = "\n".join(path.read_text() for path in SOURCES)
    words = {one or other for one, other in TEXT.findall(source)} | JUPYTERLABS_OWN
    unknown = [
        f"{page.name}: {part}"
        for page in PAGES
        for phrase in ITALIC.findall(page.read_text().replace("\n", " "))
        for part in phrase.split(" → ")
        if part.removeprefix("+ ") not in words and part not in words
    ]
    assert not unknown, unknown
