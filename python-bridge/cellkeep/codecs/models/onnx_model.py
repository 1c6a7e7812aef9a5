"""``onnx.v1``: ONNX models as their own bytes, which any runtime of ONNX reads."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import DeclinedError, Encoded, loaded_type
from cellkeep.codecs.models.model import ModelCodec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What a message of protobuf can have.
_MOST_BYTES = (1 << 31) - 1


class OnnxCodec(ModelCodec):
    """``onnx.ModelProto``."""

    id = "onnx.v1"
    rank = 42
    media_type = "application/onnx"
    extra = "onnx"
    version_bound = ()  # the file says which version of ONNX it is of

    def matches(self, obj: object) -> bool:
        """Whether it is a model, or a session that runs one."""
        return loaded_type(obj, "onnx", "ModelProto") or loaded_type(
            obj, "onnxruntime", "InferenceSession"
        )

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the model with its weights."""
        if not loaded_type(obj, "onnx", "ModelProto"):
            raise DeclinedError(
                "A session of ONNX Runtime runs a model and does not hold it whole.",
                "Save what it was made of: onnx.load(path), or the file.",
            )
        weights = list(_weights(obj.graph))
        if any(weight.external_data for weight in weights):
            raise DeclinedError(
                "The model's weights lie in other files.",
                "Load them too: onnx.load(path) does, with load_external_data=True.",
            )
        if obj.ByteSize() > _MOST_BYTES:
            raise DeclinedError(
                "The model has over 2 GB, more than ONNX has in one file.",
                "Save it with onnx.save(..., save_as_external_data=True), and that folder.",
            )
        sink.write(obj.SerializeToString(deterministic=True))
        parameters = sum(math.prod(weight.dims) for weight in weights)
        return self.encoded(obj, lambda: _words(obj), libraries=("onnx",), parameters=parameters)

    def decode(self, path: Path) -> object:
        """Read it; files that it names are not looked at."""
        import onnx

        return onnx.load_model_from_string(path.read_bytes())


def _weights(graph: Any) -> Iterator[Any]:
    """Yield the weights of a graph and of those in its branches and loops."""
    yield from graph.initializer
    for node in graph.node:
        for attribute in node.attribute:
            yield from [attribute.t] if attribute.HasField("t") else []
            yield from attribute.tensors
            for inner in [*([attribute.g] if attribute.HasField("g") else []), *attribute.graphs]:
                yield from _weights(inner)


def _words(model: Any) -> str:
    opsets = ", ".join(f"{one.domain or 'ai.onnx'} {one.version}" for one in model.opset_import)
    lines = [
        f"{model.graph.name}: {len(model.graph.node)} operators of {opsets}",
        f"made by {model.producer_name} {model.producer_version}".rstrip(),
    ]
    for title, values in (("input", model.graph.input), ("output", model.graph.output)):
        lines += [f"{title} {value.name}: {_shape(value.type.tensor_type)}" for value in values]
    return "\n".join(lines)


def _shape(kind: Any) -> str:
    import onnx

    name = onnx.TensorProto.DataType.Name(kind.elem_type).lower()
    extents = [str(one.dim_value or one.dim_param or "?") for one in kind.shape.dim]
    return f"{name} {' × '.join(extents)}".rstrip()
