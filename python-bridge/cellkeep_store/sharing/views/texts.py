"""Text, Markdown, HTML and JSON."""

from __future__ import annotations

import json
import zipfile
from typing import BinaryIO

from cellkeep_store.sharing.markup import lines, shown
from cellkeep_store.sharing.views.document import View, document, sandboxed

MOST_BYTES = 16 << 20
_MOST_TEXT_BYTES = 1 << 20
_MOST_NODES = 20_000
_MOST_CHARACTERS = 2000
_OPEN_LEVELS = 2


def text_view(file: BinaryIO, _media_type: str = "") -> View:
    """Return the view of text, of which the first MiB is shown."""
    return View(document(f"{_head(file)}<main tabindex=0><pre>{lines(_text(file))}</pre></main>"))


def markdown_view(file: BinaryIO, _media_type: str = "") -> View:
    """Return Markdown as its text is meant; HTML in it is shown as text."""
    from cellkeep_store.sharing.views.markdown import document_of, markdown

    return document_of([_head(file), markdown(_text(file))])


def html_view(file: BinaryIO, _media_type: str = "") -> View:
    """Return HTML in a frame of its own, in which no script runs."""
    return View(document(f"{scripts_note(markup := _text(file))}{sandboxed(markup)}"))


def json_view(file: BinaryIO, _media_type: str = "") -> View:
    """Return JSON as a tree; what is too large, or no JSON, as text."""
    data = file.read(MOST_BYTES + 1)
    try:
        if len(data) <= MOST_BYTES:
            tree = json_tree(json.loads(data))
            return View(document(f"<main tabindex=0>{tree}</main>"))
    except (ValueError, RecursionError):
        pass
    return text_view(file)


def values_view(file: BinaryIO, _media_type: str = "") -> View:
    """Return the tree of values that are kept in one ZIP file with their arrays and tables."""
    with zipfile.ZipFile(file) as archive, archive.open("values.json") as values:
        return View(document(f"<main tabindex=0>{json_tree(json.load(values))}</main>"))


def scripts_note(markup: str) -> str:
    """Return the line that says what does not happen, where there are scripts."""
    if "<script" not in markup.lower():
        return ""
    return "<header>Scripts do not run here. Import the zip to see it whole.</header>"


def json_tree(value: object) -> str:
    """Return a value of JSON as lists in lists, the first levels open."""
    left = [_MOST_NODES]
    return f'<div class="tree">{_node("", value, 0, left)}</div>'


def _node(label: str, value: object, level: int, left: list[int]) -> str:
    left[0] -= 1
    if left[0] == 0:
        return f"<li>… Only the first {_MOST_NODES:,} values are shown.</li>"
    if left[0] < 0:
        return ""
    match value:
        case dict():
            items = [(f"{shown(str(key)[:_MOST_CHARACTERS])}: ", its) for key, its in value.items()]
            about = f"{{{len(value):,}}}"
        case list():
            items = [(f"{number}: ", its) for number, its in enumerate(value)]
            about = f"[{len(value):,}]"
        case str():
            text = json.dumps(value[:_MOST_CHARACTERS], ensure_ascii=False)
            return f"<li>{label}{shown(text)}{'…' if len(value) > _MOST_CHARACTERS else ''}</li>"
        case _:
            return f"<li>{label}{json.dumps(value)}</li>"
    inner = "".join(_node(name, its, level + 1, left) for name, its in items)
    is_open = " open" if level < _OPEN_LEVELS else ""
    return (
        f"<li><details{is_open}><summary>{label}<small>{about}</small></summary>"
        f"<ul>{inner}</ul></details></li>"
    )


def _text(file: BinaryIO) -> str:
    file.seek(0)
    return file.read(_MOST_TEXT_BYTES).decode("utf-8-sig", "replace").replace("\r\n", "\n")


def _head(file: BinaryIO) -> str:
    size = file.seek(0, 2)
    return "" if size <= _MOST_TEXT_BYTES else "<header>The first MiB is shown.</header>"
