"""Which forms an artifact has, and the writer of each."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

from cellkeep_core.errors import NotSerialisableError
from cellkeep_core.registry import KEPT, MIMEBUNDLE, registry

if TYPE_CHECKING:
    from cellkeep_core.protocol import Artifact
    from cellkeep_core.registry import Form

    Writer = Callable[[BinaryIO, str, BinaryIO], None]

_WRITERS = {
    "table-arrow.v1": ("tables", "write_table"),
    "plotly-json.v1": ("pages", "write_plotly"),
    "bytes.v1": ("pages", "write_standalone"),
}


def find_form(artifact: Artifact, name: str | None) -> Form:
    """Return a form by its name, or the usual one.

    Raises
    ------
    CellkeepError
        ``NOT_SERIALISABLE`` where the artifact has no such form.
    """
    forms = registry().forms_of(artifact)
    for form in forms:
        if name is None or form.form == name:
            return form
    offered = ", ".join(form.form for form in forms)
    raise NotSerialisableError(
        f"{artifact.name!r} v{artifact.version} cannot be written as {name!r}.",
        hint=f"It can be had as: {offered}.",
    )


def write_form(file: BinaryIO, codec: str, form: str, sink: BinaryIO) -> None:
    """Write kept bytes in another form, part by part.

    Parameters
    ----------
    file : BinaryIO
        The kept bytes; it can be moved in.
    codec : str
        What wrote them.
    form : str
        A form of `find_form`, but not the bytes as kept.
    sink : BinaryIO
        Takes the result, in order.

    Raises
    ------
    CellkeepError
        ``NOT_SERIALISABLE`` where what is in them has no such form.
    """
    try:
        _writer(codec)(file, form, sink)
    except (ValueError, KeyError, TypeError, ImportError, NotImplementedError) as error:
        raise NotSerialisableError(
            f"It cannot be written as {form!r}: {error}.", hint="It can be had as kept."
        ) from error


def _writer(codec: str) -> Writer:
    row = registry().codec(codec)
    if codec.startswith("ndarray-"):
        module, name = "arrays", "write_array"
    elif codec in _WRITERS:
        module, name = _WRITERS[codec]
    elif row is not None and row.media_type == MIMEBUNDLE:
        module, name = "outputs", "write_output"
    else:
        raise ValueError(f"{codec!r} has no form but {KEPT!r}")
    # What a form needs is imported for it alone: the command has to start soon.
    writer: Writer = getattr(import_module(f"cellkeep_store.forms.{module}"), name)
    return writer
