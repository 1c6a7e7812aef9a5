"""``xgboost-ubj.v1``: XGBoost's models as its own UBJSON, which any XGBoost reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import Encoded, loaded_type
from cellkeep.codecs.models.estimator_state import from_note, note_of, restored, state_of
from cellkeep.codecs.models.model import encoded_model, own_class

if TYPE_CHECKING:
    from pathlib import Path

_WRAPPERS = (
    "XGBModel",
    "XGBClassifier",
    "XGBRegressor",
    "XGBRanker",
    "XGBRFClassifier",
    "XGBRFRegressor",
)
# The attribute of the booster with what only the wrapper knows.
_NOTE = "cellkeep"


class XgboostCodec:
    """``xgboost.Booster``, and the wrappers for scikit-learn."""

    id = "xgboost-ubj.v1"
    rank = 43
    safe = True
    kind = "model"
    extra = "xgboost"
    version_bound = ("xgboost",)

    def matches(self, obj: object) -> bool:
        """Whether it is a booster or a wrapper of one."""
        return loaded_type(obj, "xgboost.core", "Booster") or loaded_type(
            obj, "xgboost.sklearn", "XGBModel"
        )

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the booster, with the wrapper's own state as an attribute."""
        booster = obj
        if loaded_type(obj, "xgboost.sklearn", "XGBModel"):
            booster = _booster_of(obj)
        sink.write(booster.save_raw(raw_format="ubj"))
        rounds, features = booster.num_boosted_rounds(), booster.num_features()
        return encoded_model(
            self.id,
            "application/vnd.xgboost+ubjson",
            obj,
            lambda: f"{rounds} rounds, {features} features\n{obj!r}",
            libraries=("xgboost",),
        )

    def decode(self, path: Path) -> object:
        """Return the booster, or the wrapper with it."""
        from xgboost import Booster

        booster = Booster()
        booster.load_model(bytearray(path.read_bytes()))
        note = booster.attr(_NOTE)
        if note is None:
            return booster
        name, state = from_note(note)
        booster.set_attr(**{_NOTE: None})
        kind = own_class("xgboost", name, _WRAPPERS)
        return restored(kind, state | {"_Booster": booster})


def _booster_of(model: Any) -> Any:
    state = state_of(model, _WRAPPERS, "XGBoost", "x.get_booster()")
    booster = model.get_booster().copy()
    booster.set_attr(**{_NOTE: note_of(model, state, "x.get_booster()")})
    return booster
