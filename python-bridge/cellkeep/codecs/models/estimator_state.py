"""The Python side of boosted models, which their libraries' files leave out.

A model's file has the trees. What its wrapper in scikit-learn's manner holds beside them (its
parameters, classes, what the fit said) is a value tree in a note that Cellkeep puts into it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import DeclinedError, type_name
from cellkeep.codecs.trees.numpy_values import array_to_node
from cellkeep.codecs.trees.tree import from_tree, to_tree

if TYPE_CHECKING:
    from collections.abc import Sequence


def state_of(model: Any, wrappers: Sequence[str], library: str, way: str) -> dict[str, Any]:
    """Return what a fitted wrapper holds beside its booster.

    Parameters
    ----------
    model : object
        The wrapper.
    wrappers : sequence of str
        The library's own classes of them.
    library : str
        The library as people write it.
    way : str
        What gives the booster, which can be saved instead.

    Raises
    ------
    DeclinedError
        Where it is another class, or not fitted.
    """
    kind = type(model)
    if kind.__module__ != f"{library.lower()}.sklearn" or kind.__name__ not in wrappers:
        raise DeclinedError(
            f"{type_name(model)} is a class of its own, which {library}'s file does not keep.",
            f"Save its booster: {way}.",
        )
    state = dict(vars(model))
    if state.pop("_Booster", None) is None:
        raise DeclinedError(f"This {kind.__name__} is not fitted.", "Save x.get_params().")
    return state


def note_of(obj: object, state: dict[str, Any], way: str) -> str:
    """Return a note of one line: the class's name, and values as a tree.

    Where one of them has no form, ``way`` is what can be saved instead.
    """
    try:
        tree = to_tree(_plain(state), array_to_node)
    except DeclinedError as declined:
        raise DeclinedError(declined.reason, f"Save its booster: {way}.") from declined
    note = {"class": type(obj).__name__, "state": tree}
    return json.dumps(note, separators=(",", ":"))


def from_note(text: str) -> tuple[object, dict[str, Any]]:
    """Return the name of the class and the values."""
    note = json.loads(text)
    state = from_tree(note["state"])
    if not isinstance(state, dict):
        raise TypeError("its note has no state")
    return note["class"], state


def restored(kind: Any, state: dict[str, Any]) -> Any:
    """Return an object of a class with these attributes, as unpickling makes one."""
    obj = kind.__new__(kind)
    vars(obj).update(state)
    return obj


def _plain(value: Any) -> Any:
    """Return dicts of subclasses as dicts: a defaultdict's factory is a function."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
