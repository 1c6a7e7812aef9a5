"""``keras.v1``: Keras 3 models as ``.keras`` files, read in Keras's safe mode."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

from cellkeep.codecs.base import DeclinedError, Encoded, loaded_type
from cellkeep.codecs.models.model import ModelCodec
from cellkeep_core.errors import CodecNotFoundError, UntrustedTypesError

_LAMBDA = b'"__lambda__"'


class KerasCodec(ModelCodec):
    """``keras.Model``: sequential, functional, and registered classes."""

    id = "keras.v1"
    rank = 20  # before torch, whose module it is where Keras runs on torch
    media_type = "application/vnd.keras+zip"
    extra = "keras"
    version_bound = ("keras",)

    def matches(self, obj: object) -> bool:
        """Whether it is a model."""
        return loaded_type(obj, "keras", "Model")

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write it as Keras does, with the optimizer's state where it has one."""
        import keras

        if not obj.built:
            raise DeclinedError(
                "The model has no weights yet.", "Call it once, or x.build(input_shape)."
            )
        with tempfile.TemporaryDirectory(prefix="cellkeep-") as folder:
            path = Path(folder) / "model.keras"
            keras.saving.save_model(obj, path)
            with zipfile.ZipFile(path) as archive:
                if _LAMBDA in archive.read("config.json"):
                    raise DeclinedError(
                        "The model holds a Lambda layer of Python's byte code.",
                        "Write the layer as a class, registered by "
                        "keras.saving.register_keras_serializable().",
                    )
            with path.open("rb") as file:
                shutil.copyfileobj(file, sink, 1 << 20)
        return self.encoded(obj, lambda: _words(obj), parameters=obj.count_params())

    def decode(self, path: Path) -> object:
        """Load it; classes of others only where they are registered in this process."""
        import keras

        with zipfile.ZipFile(path) as archive:
            if _LAMBDA in archive.read("config.json"):
                raise UntrustedTypesError(
                    "This model holds Python's byte code in a Lambda layer. Nothing of it was run.",
                    hint="If you trust who made it, load its file yourself by "
                    "keras.saving.load_model(path, safe_mode=False).",
                )
        with tempfile.TemporaryDirectory(prefix="cellkeep-") as folder:
            named = Path(folder) / "model.keras"  # Keras looks at the ending
            try:
                named.symlink_to(path.absolute())
            except OSError:
                shutil.copyfile(path, named)
            try:
                return keras.saving.load_model(named, safe_mode=True)
            except TypeError as error:
                lost = re.search(r"Could not locate (\w+ '[^']*')", str(error))
                if lost is None:
                    raise
                raise CodecNotFoundError(
                    f"The model needs the {lost[1]}, which is not registered here.",
                    hint="Import the module that defines and registers it, then load again.",
                ) from error


def _words(model: Any) -> str:
    lines: list[str] = []
    model.summary(print_fn=lambda line, **_: lines.append(line), line_length=78)
    return "\n".join(lines)
