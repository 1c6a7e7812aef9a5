"""``lightgbm-text.v1``: LightGBM's models as its own text, which any LightGBM reads.

What only the Python objects know is in a line before the last one, where LightGBM's readers
look for nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.models.boosted import BoostedCodec, from_note
from cellkeep.codecs.models.trusted import noted_as_own

if TYPE_CHECKING:
    from pathlib import Path

    from cellkeep.codecs.base import Encoded

_NOTE = "\ncellkeep:"
_LAST_LINE = "\npandas_categorical:"
_OF_BOOSTER = ("best_iteration", "best_score", "params")


class LightgbmCodec(BoostedCodec):
    """``lightgbm.Booster``, and the wrappers for scikit-learn."""

    id = "lightgbm-text.v1"
    rank = 44
    media_type = "text/vnd.lightgbm"
    library = "LightGBM"
    extra = "lightgbm"
    version_bound = ("lightgbm",)
    boosters = "lightgbm.basic"
    wrappers = ("LGBMModel", "LGBMClassifier", "LGBMRegressor", "LGBMRanker")
    way = "x.booster_"

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the booster's text with all its rounds, and the note."""
        wrapped = self.is_wrapper(obj)
        state = self.state_of(obj) if wrapped else {}
        state.pop("_le", None)  # it knows the classes, which are in the state as well
        booster = obj.booster_ if wrapped else obj
        state["booster"] = {name: getattr(booster, name) for name in _OF_BOOSTER}
        text: str = booster.model_to_string(num_iteration=-1)
        head, last, tail = text.rpartition(_LAST_LINE)
        with noted_as_own(sink) as noted:
            noted.write(f"{head}{_NOTE}{self.note_of(obj, state)}{last}{tail}".encode())
        return self.encoded_trees(obj, f"{booster.num_trees()} trees", booster)

    def features_of(self, booster: Any) -> int:
        """Return how many columns it predicts from."""
        return int(booster.num_feature())

    def read(self, path: Path) -> Any:
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
        model: Any = self.wrapper(name, state, booster)
        classes = vars(model).get("_classes")
        if classes is not None:
            from sklearn.preprocessing import LabelEncoder

            vars(model)["_le"] = LabelEncoder()
            vars(model)["_le"].classes_ = classes
        return model
