"""Boosted trees, and the Python side of them, which their libraries' files leave out.

A model's file has the trees. What its wrapper in scikit-learn's manner holds beside them (its
parameters, classes, what the fit said) is a value tree in a note that Cellkeep puts into it.
"""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING, Any, ClassVar

from cellkeep.codecs.base import DeclinedError, Encoded, loaded_type, type_name
from cellkeep.codecs.models.model import ModelCodec
from cellkeep.codecs.models.trial import require_survived
from cellkeep.codecs.trees.numpy_values import array_to_node
from cellkeep.codecs.trees.tree import from_tree, to_tree

if TYPE_CHECKING:
    from pathlib import Path


class BoostedCodec(ModelCodec):
    """What is the same for each library of boosted trees.

    Attributes
    ----------
    library : str
        The library as people write it; its module is `extra`.
    boosters : str
        The module of its ``Booster``.
    wrappers : tuple of str
        Its own classes in scikit-learn's manner, the one that the others are made of first.
    way : str
        What gives a wrapper's booster, which can be saved in its place.
    """

    library: ClassVar[str]
    boosters: ClassVar[str]
    wrappers: ClassVar[tuple[str, ...]]
    way: ClassVar[str]

    def matches(self, obj: object) -> bool:
        """Whether it is a booster or a wrapper of one."""
        return loaded_type(obj, self.boosters, "Booster") or self.is_wrapper(obj)

    def is_wrapper(self, obj: object) -> bool:
        """Whether it is a wrapper of a booster."""
        return loaded_type(obj, f"{self.extra}.sklearn", self.wrappers[0])

    def decode(self, path: Path) -> object:
        """Return the booster, or the wrapper with it."""
        require_survived(self, path)
        return self.read(path)

    def read(self, path: Path) -> Any:
        """Read a file in this process."""
        raise NotImplementedError

    def try_out(self, model: Any) -> None:
        """Predict with a model, whose trees may point outside of what it has."""
        import numpy as np

        booster = vars(model).get("_Booster", model)
        self.predict(booster, np.zeros((1, self.features_of(booster))))

    def features_of(self, booster: Any) -> int:
        """Return how many columns it predicts from."""
        raise NotImplementedError

    def predict(self, booster: Any, rows: Any) -> None:
        """Predict from an array."""
        booster.predict(rows)

    def encoded_trees(self, obj: object, trees: str, booster: Any) -> Encoded:
        """Return what is said of a model that was written."""
        features = self.features_of(booster)
        return self.encoded(obj, lambda: f"{trees}, {features} features\n{obj!r}")

    def state_of(self, model: Any) -> dict[str, Any]:
        """Return what a fitted wrapper holds beside its booster.

        Raises
        ------
        DeclinedError
            Where it is another class, or not fitted.
        """
        kind = type(model)
        if kind.__module__ != f"{self.extra}.sklearn" or kind.__name__ not in self.wrappers:
            raise DeclinedError(
                f"{type_name(model)} is a class of its own, which {self.library}'s file does not "
                "keep.",
                f"Save its booster: {self.way}.",
            )
        state = dict(vars(model))
        if state.pop("_Booster", None) is None:
            raise DeclinedError(f"This {kind.__name__} is not fitted.", "Save x.get_params().")
        return state

    def note_of(self, obj: object, state: dict[str, Any]) -> str:
        """Return a note of one line: the class's name, and values as a tree.

        Raises
        ------
        DeclinedError
            Where one of them has no form.
        """
        try:
            tree = to_tree(_plain(state), array_to_node)
        except DeclinedError as declined:
            raise DeclinedError(declined.reason, f"Save its booster: {self.way}.") from declined
        note = {"class": type(obj).__name__, "state": tree}
        return json.dumps(note, separators=(",", ":"))

    def wrapper(self, name: object, state: dict[str, Any], booster: object) -> Any:
        """Return the wrapper that a note is of, with its booster, as unpickling makes one."""
        if name not in self.wrappers:
            raise ValueError(f"it names the class {name!r}")
        kind = getattr(importlib.import_module(self.extra), str(name))
        model = kind.__new__(kind)
        vars(model).update(state, _Booster=booster)
        return model


def from_note(text: str) -> tuple[object, dict[str, Any]]:
    """Return the name of the class and the values."""
    note = json.loads(text)
    state = from_tree(note["state"])
    if not isinstance(state, dict):
        raise TypeError("its note has no state")
    return note["class"], state


def _plain(value: Any) -> Any:
    """Return dicts of subclasses as dicts: a defaultdict's factory is a function."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
