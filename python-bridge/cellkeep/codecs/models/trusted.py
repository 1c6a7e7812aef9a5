"""What is loaded of models that hold more than plain data.

What this process wrote itself, what a person allowed, and a few types that can do nothing.
"""

from __future__ import annotations

import hashlib
import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from cellkeep_core.errors import UntrustedTypesError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from typing_extensions import Buffer

_trusted: set[str] = set()
_written: set[bytes] = set()

HARMLESS = frozenset(
    {
        # Read as an array's, by numpy.load without pickle.
        "numpy.dtype",
        # Plain Python that holds values, as the estimators that skops trusts; what is in them
        # is looked at like everything else.
        "sklearn.calibration._CalibratedClassifier",
        "sklearn.calibration._SigmoidCalibration",
        "sklearn.metrics._scorer._PassthroughScorer",
        "sklearn.neural_network._stochastic_optimizers.AdamOptimizer",
        "sklearn.neural_network._stochastic_optimizers.SGDOptimizer",
        "sklearn.utils._bunch.Bunch",
        *(
            f"sklearn.gaussian_process.kernels.{name}"
            for name in (
                "CompoundKernel",
                "ConstantKernel",
                "DotProduct",
                "ExpSineSquared",
                "Exponentiation",
                "Matern",
                "PairwiseKernel",
                "Product",
                "RBF",
                "RationalQuadratic",
                "Sum",
                "WhiteKernel",
            )
        ),
        *(
            f"sklearn.model_selection._split.{name}"
            for name in (
                "GroupKFold",
                "GroupShuffleSplit",
                "KFold",
                "LeaveOneOut",
                "RepeatedKFold",
                "RepeatedStratifiedKFold",
                "ShuffleSplit",
                "StratifiedGroupKFold",
                "StratifiedKFold",
                "StratifiedShuffleSplit",
                "TimeSeriesSplit",
            )
        ),
    }
)
"""Types of scikit-learn and NumPy that skops does not list, and that need no question."""


def trust_types(*names: str) -> None:
    """Allow types in models that are loaded from now on in this process.

    A model may name classes and functions of any package. Those that its library does not hold
    safe are loaded only where they are named here.

    Parameters
    ----------
    *names : str
        Types as the refusal names them, such as ``"my_package.Winsorizer"``.

    Examples
    --------
    >>> import cellkeep
    >>> cellkeep.trust_types("sklearn.tree._tree.Tree")
    """
    for name in names:
        if not isinstance(name, str) or "." not in name:
            raise TypeError(f"{name!r} is not the name of a type with its module.")
    _trusted.update(names)


@contextmanager
def noted_as_own(sink: BinaryIO) -> Iterator[BinaryIO]:
    """Yield a sink that passes all on, and note what was written as this process's own."""
    hashing = _Hashing(sink)
    yield cast("BinaryIO", hashing)
    _written.add(hashing.digest.digest())


def written_here(path: Path) -> bool:
    """Whether this process wrote exactly these bytes, from objects that it had."""
    if not _written:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest() in _written


class _Hashing(io.RawIOBase):
    def __init__(self, sink: BinaryIO) -> None:
        super().__init__()
        self._sink = sink
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        count = self._sink.write(data)
        self.digest.update(memoryview(data).cast("B")[:count])
        return count


def require_trusted(names: Iterable[str], judge: str) -> list[str]:
    """Return the names, all of which a person allowed.

    Raises
    ------
    UntrustedTypesError
        Where one was not allowed; ``judge`` is who does not hold it safe.
    """
    found = sorted(names)
    refused = [name for name in found if name not in _trusted]
    if refused:
        raise UntrustedTypesError(
            f"This model holds what {judge} does not hold safe: {', '.join(refused)}. "
            "Nothing of it was run.",
            hint=f"If you trust {'it' if len(refused) == 1 else 'them'} and who saved the model: "
            f"{how_to_trust(refused)}, then load it again.",
        )
    return found


def how_to_trust(names: Iterable[str]) -> str:
    """Return the call that allows types."""
    return f"cellkeep.trust_types({', '.join(map(repr, names))})"
