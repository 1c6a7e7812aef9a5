"""``huggingface-folder.v1``: models, tokenizers and configurations of transformers.

The folder that ``save_pretrained`` writes, with weights as safetensors only. Of a folder with
anything else in it, such as a pickle or a Python file, nothing is read.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from cellkeep.codecs.base import DeclinedError, Encoded, loaded_type, type_name
from cellkeep.codecs.foreign import safetensors_header
from cellkeep.codecs.models.folders import read_folder, write_folder
from cellkeep.codecs.models.model import ModelCodec

_MODEL = ("transformers.modeling_utils", "PreTrainedModel")
_KINDS = (
    _MODEL,
    ("transformers.tokenization_utils_base", "PreTrainedTokenizerBase"),
    ("transformers.processing_utils", "ProcessorMixin"),
    ("transformers.image_processing_base", "ImageProcessingMixin"),
    ("transformers.feature_extraction_utils", "FeatureExtractionMixin"),
    ("transformers.configuration_utils", "PretrainedConfig"),
    ("transformers.generation.configuration_utils", "GenerationConfig"),
)
_READ = frozenset({".json", ".safetensors", ".txt", ".model", ".jinja", ".bpe", ".vocab", ".spm"})
# What makes transformers fetch and run code of a repository.
_CODE_KEYS = frozenset({"auto_map", "custom_pipelines", "custom_generate"})
_KERNEL_KEYS = frozenset({"attn_implementation", "_attn_implementation", "experts_implementation"})


class HuggingFaceCodec(ModelCodec):
    """What has ``save_pretrained`` in transformers."""

    id = "huggingface-folder.v1"
    rank = 21  # before torch, whose modules they are
    media_type = "application/vnd.huggingface+zip"
    extra = "huggingface"
    version_bound = ("transformers",)

    def matches(self, obj: object) -> bool:
        """Whether it is of transformers."""
        return _is_pipeline(obj) or any(loaded_type(obj, *kind) for kind in _KINDS)

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the folder."""
        import transformers

        if _is_pipeline(obj):
            raise DeclinedError(
                "A pipeline of transformers is a model and what prepares its input.",
                "Save them: {'model': x.model, 'tokenizer': x.tokenizer}.",
            )
        name = type(obj).__name__
        if getattr(transformers, name, None) is not type(obj):
            raise DeclinedError(
                f"{type_name(obj)} is no class of transformers itself: its code is not kept.",
                "Save its weights: x.state_dict().",
            )
        note: dict[str, Any] = {"class": name}
        is_model = loaded_type(obj, *_MODEL)
        if is_model:
            _require_whole(obj)
            note["training"] = obj.training
        with tempfile.TemporaryDirectory(prefix="cellkeep-") as text:
            folder = Path(text)
            obj.save_pretrained(folder)
            _require_data_only(folder)
            write_folder(folder, note, sink)
        return self.encoded(
            obj,
            lambda: repr(obj),
            libraries=("transformers", "torch") if is_model else ("transformers",),
            parameters=obj.num_parameters() if is_model else None,
        )

    def decode(self, path: Path) -> object:
        """Load it from the folder alone; no code of a repository, and nothing is fetched."""
        import transformers

        with tempfile.TemporaryDirectory(prefix="cellkeep-", ignore_cleanup_errors=True) as text:
            folder = Path(text)
            note = read_folder(path, folder, lambda name: PurePosixPath(name).suffix in _READ)
            _require_data_only(folder)
            kind: Any = getattr(transformers, str(note["class"]), None)
            if not hasattr(kind, "from_pretrained"):
                raise ValueError(f"it names the class {note['class']!r}")
            if "training" not in note:
                return kind.from_pretrained(folder, local_files_only=True)
            for weights in folder.rglob("*.safetensors"):
                safetensors_header(weights)
            model = kind.from_pretrained(
                folder, local_files_only=True, use_safetensors=True, dtype="auto"
            )
            return model.train(bool(note["training"]))


def _is_pipeline(obj: object) -> bool:
    return loaded_type(obj, "transformers.pipelines.base", "Pipeline")


def _require_whole(model: Any) -> None:
    """Decline a model of which `save_pretrained` would give less, or another one, back."""
    if getattr(model, "_hf_peft_config_loaded", False):
        raise DeclinedError(
            "The model has adapters, which are kept without it.",
            "Merge them, or save x.state_dict().",
        )
    kinds = {parameter.dtype for parameter in model.parameters()}
    if len(kinds) > 1:
        named = " and ".join(sorted(str(kind).removeprefix("torch.") for kind in kinds))
        raise DeclinedError(
            f"Its weights are of several types ({named}), of which one would be left.",
            "Save x.state_dict().",
        )


def _require_data_only(folder: Path) -> None:
    """Refuse files that are not data, and configurations that would fetch code."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in _READ:
            raise ValueError(f"it holds {path.name!r}, which is never read")
        if path.suffix == ".json" and (key := _code_in(json.loads(path.read_bytes()))):
            raise ValueError(f"{path.name} asks for code by {key!r}")


def _code_in(value: Any) -> str:
    """Return the key that asks for code, anywhere in a configuration."""
    if isinstance(value, list):
        return next(filter(None, map(_code_in, value)), "")
    if not isinstance(value, dict):
        return ""
    for key, item in value.items():
        if (key in _CODE_KEYS and item) or (key in _KERNEL_KEYS and "/" in str(item)):
            return str(key)
        if found := _code_in(item):
            return found
    return ""
