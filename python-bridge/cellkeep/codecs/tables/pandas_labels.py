"""Names of pandas columns and indexes as JSON.

A label may be any hashable Python object. Kept is what `cellkeep.codecs.trees` keeps.
"""

from __future__ import annotations

from typing import Any

from cellkeep.codecs.base import DeclinedError
from cellkeep.codecs.previews.text_preview import clean
from cellkeep.codecs.trees.tree import from_tree, to_tree


def label_to_json(label: object, what: str) -> Any:
    """Return a label as JSON; ``what`` names it in the reason for which it is declined."""
    try:
        return to_tree(label)
    except DeclinedError as declined:
        raise DeclinedError(
            f"{what} cannot be kept: {declined.reason}", "Rename it to text."
        ) from declined


def label_from_json(node: Any) -> Any:
    """Return the label."""
    return from_tree(node)


def label_text(label: object) -> str:
    """Return a label as text, for readers that know only text."""
    if isinstance(label, tuple):
        return "/".join(label_text(part) for part in label)
    return clean(str(label))
