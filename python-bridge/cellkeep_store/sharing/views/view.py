"""Which view an artifact has."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from cellkeep_core.registry import MIMEBUNDLE

if TYPE_CHECKING:
    from cellkeep_store.sharing.views.document import View

    Make = Callable[[BinaryIO, str], View | None]

_SEPARATED = ("text/csv", "text/tab-separated-values")


class Subject(msgspec.Struct, frozen=True):
    """What is known of the bytes that are viewed."""

    codec: str
    media_type: str
    kind: str

    @property
    def essence(self) -> str:
        """The media type without its parameters."""
        return self.media_type.split(";")[0].strip().lower()


def view_of(file: BinaryIO, subject: Subject) -> View | None:
    """Return the view of what a file holds, None where there is none of its kind."""
    name = view_name(subject)
    if name is None:
        return None
    # What a view needs is imported for it alone: text is there before pyarrow would be.
    module, function = name.split(".")
    make: Make = getattr(import_module(f"cellkeep_store.sharing.views.{module}"), function)
    return make(file, subject.essence)


def view_name(subject: Subject) -> str | None:
    """Return the module of this folder, and the function in it, that makes a view."""
    essence = subject.essence
    match subject.kind:
        case "table" | "text" if subject.kind == "table" or essence in _SEPARATED:
            return "tables.table_view"
        case "array" if subject.codec.startswith("ndarray-") or essence == "application/x-npy":
            return "arrays.array_view"
        case "array" if subject.codec == "xarray-zarr.v1":
            return "labelled.labelled_view"
        case "archive" if subject.codec == "values-zip.v1":
            return "texts.values_view"
        case "tensors":
            return "tables.tensors_view"
        case "plotly":
            return "outputs.plotly_view"
        case "pdf":
            return "outputs.pdf_view"
        case "html":
            return "texts.html_view"
        case "notebook":
            return "outputs.notebook_view"
        case "json":
            return "texts.json_view"
        case "text" if essence == "text/markdown":
            return "texts.markdown_view"
        case "text" | "code":
            return "texts.text_view"
        case "image" if essence == "image/svg+xml":
            return "outputs.svg_view"
    return "outputs.output_view" if essence == MIMEBUNDLE else None
