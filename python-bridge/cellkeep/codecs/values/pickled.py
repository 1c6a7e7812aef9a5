"""``pickle.v1``: what nothing else can store, only where a person asked for it."""

from __future__ import annotations

import pickle
import platform
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import Encoded, library_of, reason_of, type_name
from cellkeep_core.errors import CodecNotFoundError, NotSerialisableError

if TYPE_CHECKING:
    from pathlib import Path

# Fixed, so that any Python from 3.8 on can read it; 5 writes large buffers without a copy.
_PROTOCOL = 5


class PickleCodec:
    """Any object that pickle takes."""

    id = "pickle.v1"
    rank = 100
    safe = False

    def matches(self, obj: object) -> bool:  # noqa: ARG002  (whether it can is known only by trying)
        """Whether it may be asked: always."""
        return True

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the pickle as a stream."""
        try:
            pickle.Pickler(sink, protocol=_PROTOCOL).dump(obj)
        except (OSError, MemoryError):
            raise
        except Exception as error:
            raise NotSerialisableError(
                f"This {type_name(obj)} cannot be pickled: {reason_of(error)}.",
                hint="Save the data in it instead. Functions defined in a cell, open files, "
                "locks, generators and connections cannot be stored.",
            ) from error
        return Encoded(
            codec=self.id,
            media_type="application/x-python-pickle",
            summary=f"pickle of {type_name(obj)}",
            libraries={"python": platform.python_version(), **library_of(obj)},
        )

    def decode(self, path: Path) -> object:
        """Unpickle. The caller has allowed it."""
        with path.open("rb") as file:
            try:
                return pickle.load(file)  # noqa: S301  (allow_pickle=True was given)
            except AttributeError as error:
                raise CodecNotFoundError(
                    f"The pickle needs a class or function that is not defined here: {error}.",
                    hint="Run the cell or import the module that defines it, then load again.",
                ) from error
