"""``xgboost-ubj.v1``: XGBoost's models as its own UBJSON, which any XGBoost reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.models.boosted import BoostedCodec, from_note
from cellkeep.codecs.models.trusted import noted_as_own

if TYPE_CHECKING:
    from pathlib import Path

    from cellkeep.codecs.base import Encoded

# The attribute of the booster with what only the wrapper knows.
_NOTE = "cellkeep"


class XgboostCodec(BoostedCodec):
    """``xgboost.Booster``, and the wrappers for scikit-learn."""

    id = "xgboost-ubj.v1"
    rank = 43
    media_type = "application/vnd.xgboost+ubjson"
    library = "XGBoost"
    extra = "xgboost"
    version_bound = ("xgboost",)
    boosters = "xgboost.core"
    wrappers = (
        "XGBModel",
        "XGBClassifier",
        "XGBRegressor",
        "XGBRanker",
        "XGBRFClassifier",
        "XGBRFRegressor",
    )
    way = "x.get_booster()"

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the booster, with the wrapper's own state as an attribute."""
        booster = obj
        if self.is_wrapper(obj):
            state = self.state_of(obj)
            booster = obj.get_booster().copy()
            booster.set_attr(**{_NOTE: self.note_of(obj, state)})
        with noted_as_own(sink) as noted:
            noted.write(booster.save_raw(raw_format="ubj"))
        return self.encoded_trees(obj, f"{booster.num_boosted_rounds()} rounds", booster)

    def features_of(self, booster: Any) -> int:
        """Return how many columns it predicts from."""
        return int(booster.num_features())

    def predict(self, booster: Any, rows: Any) -> None:
        """Predict from an array."""
        booster.inplace_predict(rows)

    def read(self, path: Path) -> Any:
        """Return the booster, or the wrapper with it."""
        from xgboost import Booster

        booster = Booster()
        booster.load_model(bytearray(path.read_bytes()))
        note = booster.attr(_NOTE)
        if note is None:
            return booster
        name, state = from_note(note)
        booster.set_attr(**{_NOTE: None})
        return self.wrapper(name, state, booster)
