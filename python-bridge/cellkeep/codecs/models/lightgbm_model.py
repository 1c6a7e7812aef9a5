"""``lightgbm-text.v1``: LightGBM's models as its own text, which any LightGBM reads.

What only the Python objects know is in a line before the last one, where LightGBM's readers
look for nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import Encoded, loaded_type
from cellkeep.codecs.models.estimator_state import from_note, note_of, restored, state_of
from cellkeep.codecs.models.model import encoded_model, own_class

if TYPE_CHECKING:
    from pathlib import Path

_WRAPPERS = ("LGBMModel", "LGBMClassifier", "LGBMRegressor", "LGBMRanker")
_NOTE = "\ncellkeep:"
_LAST_LINE = "\npandas_categorical:"
_OF_BOOSTER = ("best_iteration", "best_score", "params")


class LightgbmCodec:
    """``lightgbm.Booster``, and the wrappers for scikit-learn."""

    id = "lightgbm-text.v1"
    rank = 44
    safe = True
    kind = "model"
    extra = "lightgbm"
    version_bound = ("lightgbm",)

    def matches(self, obj: object) -> bool:
        """Whether it is a booster or a wrapper of one."""
        return loaded_type(obj, "lightgbm.basic", "Booster") or loaded_type(
            obj, "lightgbm.sklearn", "LGBMModel"
        )

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the booster's text with all its rounds, and the note."""
        wrapped = loaded_type(obj, "lightgbm.sklearn", "LGBMModel")
        state = _state_of(obj) if wrapped else {}
        booster = obj.booster_ if wrapped else obj
        state["booster"] = {name: getattr(booster, name) for name in _OF_BOOSTER}
        text: str = booster.model_to_string(num_iteration=-1)
        head, last, tail = text.rpartition(_LAST_LINE)
        sink.write(f"{head}{_NOTE}{note_of(obj, state, 'x.booster_')}{last}{tail}".encode())
        trees, features = booster.num_trees(), booster.num_feature()
        return encoded_model(
            self.id,
            "text/vnd.lightgbm",
            obj,
            lambda: f"{trees} trees, {features} features\n{obj!r}",
            libraries=("lightgbm",),
        )

    def decode(self, path: Path) -> object:
        """Return the booster, or the wrapper with it."""
        import lightgbm

        text = path.read_text("utf-8")
        head, found, rest = text.rpartition(_NOTE)
        if not found:
            return lightgbm.Booster(model_str=text)
        line, last, tail = rest.partition(_LAST_LINE)
        name, state = from_note(line)
        booster = lightgbm.Booster(model_str=f"{head}{last}{tail}")
        # Which round was best is in no text of LightGBM's, and predictions stop there.
        vars(booster).update({key: state["booster"][key] for key in _OF_BOOSTER})
        if name == "Booster":
            return booster
        del state["booster"]
        model: Any = restored(own_class("lightgbm", name, _WRAPPERS), state | {"_Booster": booster})
        _restore_labels(model)
        return model


def _state_of(model: Any) -> dict[str, Any]:
    state = state_of(model, _WRAPPERS, "LightGBM", "x.booster_")
    state.pop("_le", None)  # it knows the classes, which are in the state as well
    return state


def _restore_labels(model: Any) -> None:
    classes = vars(model).get("_classes")
    if classes is not None:
        from sklearn.preprocessing import LabelEncoder

        vars(model)["_le"] = LabelEncoder()
        vars(model)["_le"].classes_ = classes
