"""The registry of artifact types, from ``schema/types.json``."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import msgspec


class CodecType(msgspec.Struct, frozen=True):
    """One row of the registry: how a codec's bytes are called, shown and named."""

    codec: str
    media_type: str
    kind: str
    extension: str
    safe: bool
    about: str


class MediaKind(msgspec.Struct, frozen=True):
    """What to show a media type as; a prefix where it ends in ``/``."""

    media_type: str
    kind: str


class KindLabel(msgspec.Struct, frozen=True):
    """A kind and its English label."""

    kind: str
    label: str


class TypeRegistry(msgspec.Struct, frozen=True):
    """The whole of ``types.json``."""

    codecs: tuple[CodecType, ...]
    media_kinds: tuple[MediaKind, ...]
    kinds: tuple[KindLabel, ...]

    def codec(self, codec: str) -> CodecType | None:
        """Return the row of a codec, or None where the registry has none."""
        return next((row for row in self.codecs if row.codec == codec), None)

    def kind_of(self, codec: str, media_type: str) -> str:
        """Return the kind of an artifact from its codec, or from its media type for files."""
        row = self.codec(codec)
        if row is not None and row.codec != "bytes.v1":
            return row.kind
        essence = media_type.split(";")[0].strip().lower()
        for media in self.media_kinds:
            prefix = media.media_type.endswith("/")
            if essence == media.media_type or (prefix and essence.startswith(media.media_type)):
                return media.kind
        return "file"


@cache
def registry() -> TypeRegistry:
    """Return the registry, read once."""
    text = files("cellkeep_core").joinpath("data/types.json").read_bytes()
    return msgspec.convert(json.loads(text), TypeRegistry)
