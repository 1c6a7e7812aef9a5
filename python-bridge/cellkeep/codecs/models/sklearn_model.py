"""``sklearn-skops.v1``: scikit-learn's estimators and pipelines, as skops writes them.

A skops file names each class and function that it needs. skops holds a list of those that are
safe; any other is loaded only where a person allowed it (`trust_types`), or where the very bytes
were written by this process, from objects that it had.
"""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import DeclinedError, Encoded, loaded_type, type_name
from cellkeep.codecs.models.model import ModelCodec, how_to_install
from cellkeep.codecs.models.skops_file import write_reproducibly
from cellkeep.codecs.models.trusted import (
    HARMLESS,
    how_to_trust,
    noted_as_own,
    require_trusted,
    written_here,
)
from cellkeep_core.errors import CodecNotFoundError

if TYPE_CHECKING:
    from pathlib import Path


class SklearnCodec(ModelCodec):
    """Estimators of scikit-learn, and those of others that skops can write."""

    id = "sklearn-skops.v1"
    rank = 45
    media_type = "application/vnd.skops+zip"
    extra = "sklearn"
    version_bound = ("sklearn",)

    def matches(self, obj: object) -> bool:
        """Whether it is an estimator that no other library keeps."""
        kept = type(obj).__module__ in ("xgboost.sklearn", "lightgbm.sklearn")
        return loaded_type(obj, "sklearn.base", "BaseEstimator") and not kept

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write it as skops does; say in the preview what a load will ask for."""
        try:
            from skops.io import dumps, get_untrusted_types
        except ImportError as error:
            raise DeclinedError(
                f"A {type_name(obj)} is kept by skops, which cannot be imported here ({error}).",
                how_to_install(self.extra),
            ) from error
        try:
            data: bytes = dumps(obj)
        except Exception as error:
            raise DeclinedError(
                f"skops cannot write this {type_name(obj)}: {error}".rstrip(". ") + ".",
                "Save its parts, or what it was made of: x.get_params().",
            ) from error
        untrusted = sorted(set(get_untrusted_types(data=data)) - HARMLESS)
        _require_findable(untrusted)
        with noted_as_own(sink) as noted:
            write_reproducibly(data, noted)
        asks = f"\n\nLoading it in another process needs {how_to_trust(untrusted)}."
        return self.encoded(
            obj, lambda: f"{obj!r}{asks if untrusted else ''}", libraries=("sklearn", "skops")
        )

    def decode(self, path: Path) -> object:
        """Load it, where skops or the person trusts each type in it, or this process wrote it."""
        from sklearn.exceptions import InconsistentVersionWarning
        from skops.io import get_untrusted_types, load

        found = set(get_untrusted_types(file=path))
        unknown = found - HARMLESS
        # By its bytes, not by the types: a forged file may hold these too.
        if unknown and not written_here(path):
            require_trusted(unknown, "skops")
        with warnings.catch_warnings():
            # One for each estimator, and about pickle; `tell_other_versions` says it once.
            warnings.simplefilter("ignore", InconsistentVersionWarning)
            try:
                return load(path, trusted=sorted(found))
            except AttributeError as error:
                raise CodecNotFoundError(
                    f"The model needs a class or function that is not defined here: {error}.",
                    hint="Run the cell or import the module that defines it, then load again.",
                ) from error


def _require_findable(names: list[str]) -> None:
    lost = [name for name in names if "<" in name or not _is_findable(name)]
    if lost:
        raise DeclinedError(
            f"It holds {', '.join(lost)}, which cannot be found again by that name.",
            "Define it with a name of its own at the top of a module.",
        )


def _is_findable(name: str) -> bool:
    """Whether its module has it, where that is loaded: skops names a class inside another so."""
    module, _, own = name.rpartition(".")
    loaded = sys.modules.get(module)
    return loaded is None or hasattr(loaded, own)
