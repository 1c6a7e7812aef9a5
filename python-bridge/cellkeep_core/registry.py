"""The registry of artifact types, from ``schema/types.json``."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from cellkeep_core.protocol import Artifact

KEPT = "kept"
"""The form that is the stored bytes themselves."""

STANDALONE = "standalone"
"""A page with the scripts in it that it would load: only of HTML files."""

# What a page draws by a library that it carries.
_DRAWN = ("application/vnd.plotly.v", "application/vnd.vega.v", "application/vnd.vegalite.v")
_ENDING = re.compile(r".\.[A-Za-z0-9]{1,12}$")


class CodecType(msgspec.Struct, frozen=True):
    """One row of the registry: how a codec's bytes are called, shown and named."""

    codec: str
    media_type: str
    kind: str
    extension: str
    safe: bool
    about: str
    forms: tuple[str, ...]


class Form(msgspec.Struct, frozen=True):
    """What an artifact can be downloaded as."""

    form: str
    label: str
    media_type: str
    extension: str


class Ending(msgspec.Struct, frozen=True):
    """What a file of a media type is named with at its end."""

    media_type: str
    extension: str


class MediaKind(msgspec.Struct, frozen=True):
    """What to show a media type as; a prefix where it ends in ``/``."""

    media_type: str
    kind: str

    def fits(self, essence: str) -> bool:
        """Whether a media type without parameters is one of these."""
        if self.media_type.endswith("/"):
            return essence.startswith(self.media_type)
        return essence == self.media_type


class KindLabel(msgspec.Struct, frozen=True):
    """A kind and its English label."""

    kind: str
    label: str


class TypeRegistry(msgspec.Struct, frozen=True):
    """The whole of ``types.json``."""

    codecs: tuple[CodecType, ...]
    media_kinds: tuple[MediaKind, ...]
    kinds: tuple[KindLabel, ...]
    forms: tuple[Form, ...]
    endings: tuple[Ending, ...]

    def codec(self, codec: str) -> CodecType | None:
        """Return the row of a codec, or None where the registry has none."""
        return next((row for row in self.codecs if row.codec == codec), None)

    def kind_of(self, codec: str, media_type: str) -> str:
        """Return the kind of an artifact from its codec, or from its media type for files."""
        row = self.codec(codec)
        if row is not None and row.codec != "bytes.v1":
            return row.kind
        media = self._media(media_type)
        return media.kind if media is not None else "file"

    def extension_of(self, codec: str, media_type: str) -> str:
        """Return what a file of a codec's bytes is named with at its end; empty for files."""
        row = self.codec(codec)
        return row.extension if row is not None else self._ending(media_type)

    def _ending(self, media_type: str) -> str:
        essence = media_type.split(";")[0].strip().lower()
        rows: tuple[Form | Ending, ...] = (*self.forms, *self.endings)
        return next((row.extension for row in rows if row.media_type == essence), "")

    def _media(self, media_type: str) -> MediaKind | None:
        essence = media_type.split(";")[0].strip().lower()
        return next((media for media in self.media_kinds if media.fits(essence)), None)

    def forms_of(self, artifact: Artifact) -> list[Form]:
        """Return what an artifact can be downloaded as, the usual one first."""
        row = self.codec(artifact.codec)
        names = row.forms if row is not None else (KEPT,)
        known = {form.form: form for form in self.forms}
        forms = [known[name] for name in names]
        if len(getattr(artifact.preview, "shape", ())) > 2:
            forms = [form for form in forms if form.form != "csv"]
        if artifact.media_type == MIMEBUNDLE:
            types = getattr(artifact.preview, "media_types", ())
            drawn = any(one.startswith(_DRAWN) for one in types)
            forms = [
                form
                for form in forms
                if form.form == KEPT or form.media_type in types or (form.form == "html" and drawn)
            ]
        if artifact.media_type.partition(";")[0].strip().lower() != "text/html":
            forms = [form for form in forms if form.form != STANDALONE]
        return forms

    def named(self, name: str, artifact: Artifact, form: str = KEPT) -> str:
        """Return a file name with the ending of a form of an artifact."""
        if form != KEPT:
            extension = next(one.extension for one in self.forms if one.form == form)
        else:
            extension = self.extension_of(artifact.codec, artifact.media_type)
            if not extension and not _ENDING.search(name):
                extension = self._ending(artifact.media_type)
        return name if name.lower().endswith(extension) else name + extension


MIMEBUNDLE = "application/vnd.jupyter.mimebundle+json"


@cache
def registry() -> TypeRegistry:
    """Return the registry, read once."""
    text = files("cellkeep_core").joinpath("data/types.json").read_bytes()
    return msgspec.convert(json.loads(text), TypeRegistry)
