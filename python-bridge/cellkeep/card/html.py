"""The plain card: HTML without scripts, which says only what stays true.

It is stored in the notebook and may be read a year later, so it does not say how far the
save had come when it was drawn.
"""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

from msgspec import UNSET

from cellkeep.text import counted, human_bytes
from cellkeep_core.protocol.generated import ArrayPreview, Preview, TablePreview, TextPreview
from cellkeep_core.registry import registry

if TYPE_CHECKING:
    from cellkeep.handle import Handle, Handles

_CARD = (
    "display:inline-block;max-width:100%;overflow:auto;padding:6px 10px;"
    "border:1px solid var(--jp-border-color2,#ccc);border-radius:2px;"
    "font-size:var(--jp-ui-font-size1,13px);font-family:var(--jp-ui-font-family,sans-serif)"
)
_QUIET = "color:var(--jp-ui-font-color2,#666)"
_PRE = "margin:4px 0 0;max-height:8em;overflow:auto;font-size:var(--jp-code-font-size,12px)"
_ROWS_SHOWN = 5
_COLUMNS_SHOWN = 8
_TEXT_SHOWN = 400
_NAMES_SHOWN = 20


def handle_html(handle: Handle) -> str:
    """Return the card of one save."""
    status = handle.transfer_status()
    kind = registry().kind_of(status.codec, status.media_type)
    facts = [kind, status.category, human_bytes(status.size)]
    if status.summary is not UNSET and status.summary:
        facts.insert(1, status.summary)
    line = f"<b>{escape(handle.name)}</b> <span style='{_QUIET}'>{escape(' · '.join(facts))}</span>"
    return f"<div style='{_CARD}'><div>{line}</div>{_picture(handle)}</div>"


def handles_html(handles: Handles) -> str:
    """Return the card of several saves: their names and sizes, and what was skipped."""
    rows = "".join(
        f"<tr><td>{escape(one.name)}</td><td>{human_bytes(one.size)}</td></tr>"
        for one in handles[:_NAMES_SHOWN]
    )
    more = len(handles) - _NAMES_SHOWN
    rest = f"<div style='{_QUIET}'>and {counted(more, 'artifact')} more</div>" if more > 0 else ""
    left_out = "".join(
        f"<div style='{_QUIET}'>not saved: {escape(one.path)} ({escape(one.reason)})</div>"
        for one in handles.skipped[:_NAMES_SHOWN]
    )
    head = f"<b>{counted(len(handles), 'artifact')}</b> · {human_bytes(handles.size)}"
    return f"<div style='{_CARD}'><div>{head}</div><table>{rows}</table>{rest}{left_out}</div>"


def _picture(handle: Handle) -> str:
    if handle.thumbnail:
        data = base64.b64encode(handle.thumbnail).decode("ascii")
        return (
            f"<img alt='{escape(handle.name)}' style='max-height:120px;margin-top:4px' "
            f"src='data:image/png;base64,{data}'>"
        )
    return _first_of(handle.preview)


def _first_of(preview: Preview | None) -> str:
    if isinstance(preview, TablePreview):
        return _table(preview)
    if isinstance(preview, TextPreview):
        return _pre(preview.text)
    if isinstance(preview, ArrayPreview) and preview.text is not UNSET:
        return _pre(preview.text)
    return ""


def _table(preview: TablePreview) -> str:
    columns = preview.columns[:_COLUMNS_SHOWN]
    head = "".join(f"<th>{escape(column.name)}</th>" for column in columns)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(cell if cell is not None else '–')}</td>" for cell in row[: len(columns)]
        )
        + "</tr>"
        for row in preview.head[:_ROWS_SHOWN]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _pre(text: str) -> str:
    shown = text if len(text) <= _TEXT_SHOWN else text[:_TEXT_SHOWN] + "…"
    return f"<pre style='{_PRE}'>{escape(shown)}</pre>"
