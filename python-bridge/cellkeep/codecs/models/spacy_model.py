"""``spacy-folder.v1``: pipelines of spaCy as the folder that ``to_disk`` writes."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import DeclinedError, Encoded, loaded_type
from cellkeep.codecs.models.folders import read_folder, write_folder
from cellkeep.codecs.models.model import ModelCodec
from cellkeep.codecs.models.trusted import require_trusted

if TYPE_CHECKING:
    from collections.abc import Iterator

# As `to_disk` writes them: text, msgpack and NumPy without objects.
_CODE = frozenset({".py", ".pyc", ".so", ".pyd", ".dll", ".pkl", ".pickle", ".pt", ".pth"})
_OWN = ("spacy.", "spacy_legacy.", "spacy_loggers.", "thinc.")


class SpacyCodec(ModelCodec):
    """``spacy.Language``."""

    id = "spacy-folder.v1"
    rank = 47
    media_type = "application/vnd.spacy+zip"
    extra = "spacy"
    version_bound = ("spacy",)

    def matches(self, obj: object) -> bool:
        """Whether it is a pipeline."""
        return loaded_type(obj, "spacy.language", "Language")

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write the folder."""
        with tempfile.TemporaryDirectory(prefix="cellkeep-") as text:
            folder = Path(text)
            obj.to_disk(folder)
            if any(path.suffix in _CODE for path in folder.rglob("*")):
                raise DeclinedError("A component of it writes code or pickles.", "Remove it first.")
            write_folder(folder, {}, sink)
        return self.encoded(
            obj, lambda: f"{obj.meta['lang']} {obj.meta['name']}\n" + "\n".join(obj.pipe_names)
        )

    def decode(self, path: Path) -> object:
        """Load it; functions that are not spaCy's own only where a person trusts them."""
        import spacy

        with tempfile.TemporaryDirectory(prefix="cellkeep-", ignore_cleanup_errors=True) as text:
            folder = Path(text)
            read_folder(path, folder, lambda name: PurePosixPath(name).suffix not in _CODE)
            config = spacy.util.load_config(folder / "config.cfg")
            require_trusted(set(_functions(config)), "Cellkeep")
            return spacy.load(folder)


def _functions(config: Any) -> Iterator[str]:
    """Yield what the configuration names that would run, but spaCy's components and models."""
    import spacy

    spacy.Language()  # only then it knows its own components
    for name, component in config.get("components", {}).items():
        factory = component.get("factory")
        if "source" in component:
            yield f"components.{name}.source"
        elif factory in spacy.registry.factories:  # else spaCy says that it is not there
            module = spacy.registry.factories.get(factory).__module__
            if not module.startswith(_OWN):
                yield f"{module}.{factory}"
    yield from _registered(config)


def _registered(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            # A callback of spaCy's own loads another pipeline, of which nothing is known here.
            if key.startswith("@") and (key == "@callbacks" or not _is_own(key[1:], item)):
                yield f"{key}.{item}"
            yield from _registered(item)
    elif isinstance(value, list):
        for item in value:
            yield from _registered(item)


def _is_own(registry: str, name: str) -> bool:
    import spacy

    return str(spacy.registry.get(registry, name).__module__).startswith(_OWN)
