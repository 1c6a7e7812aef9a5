"""The names, types and shapes of the tensors in a safetensors file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO

from cellkeep_store.sharing.views.tables import MOST_ROWS, grid

if TYPE_CHECKING:
    from cellkeep_store.sharing.views.document import View

_MOST_HEADER_BYTES = 16 << 20


def tensors_view(file: BinaryIO, _media_type: str = "") -> View | None:
    """Return a table of the tensors; their values are not in it."""
    size = int.from_bytes(file.read(8), "little")
    if size > _MOST_HEADER_BYTES:
        return None
    header = json.loads(file.read(size))
    rows = [
        (name, about["dtype"], " × ".join(map(str, about["shape"])) or "one value")
        for name, about in header.items()
        if name != "__metadata__"
    ]
    count = f"{len(rows):,} tensors"
    if len(rows) > MOST_ROWS:
        count = f"the first {MOST_ROWS:,} of {count}"
    heads = [("name", "text"), ("type", "text"), ("shape", "text")]
    return grid(heads, rows[:MOST_ROWS], count)
