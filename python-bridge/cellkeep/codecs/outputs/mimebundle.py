"""``mimebundle.v1``: outputs of a cell with every representation they have.

The bytes are JSON that notebooks know::

    {"nbformat": 4, "outputs": [...], "source": "..."}

``outputs`` are nbformat 4 outputs (`display_data`, `execute_result`, `stream`, `error`), with
images in base64; ``source`` is there where the cell's text was given, and ``widgets``, in the form
of a notebook's metadata, where the state of widgets was.
"""

from __future__ import annotations

import base64
import json
import math
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import Encoded, loaded_type, type_name
from cellkeep.codecs.outputs.pictures import with_pictures
from cellkeep.codecs.outputs.saved_output import SavedOutput, joined, richness
from cellkeep.codecs.previews.text_preview import MAX_CHARACTERS, clean
from cellkeep.codecs.previews.thumbnails import thumbnail_of
from cellkeep_core.errors import EmptySelectionError, NotSerialisableError
from cellkeep_core.text import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cellkeep_core.protocol.generated import OutputPreview

MEDIA_TYPE = "application/vnd.jupyter.mimebundle+json"
_CODEC = "mimebundle.v1"
_WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
_RASTER = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")
_FIELDS: dict[str, dict[str, Any]] = {
    "display_data": {"data": {}, "metadata": {}},
    "execute_result": {"data": {}, "metadata": {}, "execution_count": None},
    "stream": {"name": "stdout", "text": ""},
    "error": {"ename": "", "evalue": "", "traceback": []},
}


def encode_outputs(
    outputs: Sequence[Mapping[str, Any]],
    sink: BinaryIO,
    *,
    source: str | None = None,
    widgets: Mapping[str, Any] | None = None,
    as_they_are: bool = False,
) -> Encoded:
    """Write outputs of a cell with all their representations.

    Parameters
    ----------
    outputs : Sequence[Mapping[str, Any]]
        nbformat 4 outputs, or Jupyter messages' contents with ``output_type``. Bytes become
        base64. NaN and infinite numbers in JSON become null, as browsers write them.
    sink : BinaryIO
        Takes the bytes; nothing is written before all outputs are known to be good.
    source : str, optional
        The text of the cell.
    widgets : Mapping[str, Any], optional
        What the widgets in the outputs stand at, as `ipywidgets` writes it for a notebook.
    as_they_are : bool, optional
        Leave pictures that Markdown and HTML show from beside the notebook there. By default they
        are put into it.

    Raises
    ------
    EmptySelectionError
        There are no outputs.
    NotSerialisableError
        One is not an output of nbformat 4, or holds what JSON cannot represent.
    """
    if not outputs:
        raise EmptySelectionError(
            "The cell has no output to save.", hint="Run it first, or save a variable by its name."
        )
    whole = outputs if as_they_are else map(with_pictures, outputs)
    cleaned = [_cleaned(output, number) for number, output in enumerate(whole, 1)]
    write_outputs(cleaned, sink, source=source, widgets=widgets)
    return Encoded(
        _CODEC, MEDIA_TYPE, _summary(cleaned), output_preview(cleaned), output_thumbnail(cleaned)
    )


class MimebundleCodec:
    """Outputs that were loaded, saved again."""

    id = _CODEC
    rank = 70
    safe = True

    def matches(self, obj: object) -> bool:
        """Whether it is a `SavedOutput`, or what ``%%capture`` gives."""
        return isinstance(obj, SavedOutput) or loaded_type(
            obj, "IPython.utils.capture", "CapturedIO", "RichOutput"
        )

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write its outputs."""
        if isinstance(obj, SavedOutput):
            return encode_outputs(obj.outputs, sink, source=obj.source, as_they_are=True)
        return encode_outputs(_captured(obj), sink)

    def decode(self, path: Path) -> SavedOutput:
        """Return the outputs."""
        return read_outputs(path)


def write_outputs(
    outputs: Sequence[Mapping[str, Any]],
    sink: BinaryIO,
    *,
    source: str | None = None,
    widgets: Mapping[str, Any] | None = None,
) -> None:
    """Write outputs that are known to be good."""
    bundle: dict[str, Any] = {"nbformat": 4, "outputs": outputs}
    if source is not None:
        bundle["source"] = source
    if widgets is not None:
        bundle["widgets"] = {_WIDGET_STATE: _json(dict(widgets), "the state of the widgets")}
    text = json.dumps(bundle, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    sink.write(clean(text).encode())


def read_outputs(path: Path) -> SavedOutput:
    """Return the outputs in a file."""
    bundle = json.loads(path.read_bytes())
    return SavedOutput(bundle["outputs"], source=bundle.get("source"))


def output_preview(outputs: Sequence[Mapping[str, Any]]) -> OutputPreview:
    """Return media types, richest first, the plain text, and the size of the first image."""
    from cellkeep_core.protocol.generated import OutputPreview

    saved = SavedOutput(outputs)
    types = {kind for output in outputs for kind in output.get("data", {})}
    if any(output["output_type"] in ("stream", "error") for output in outputs):
        types.add("text/plain")
    preview = OutputPreview(media_types=sorted(types, key=lambda kind: (richness(kind), kind)))
    if saved.text:
        preview.text = clean(saved.text[:MAX_CHARACTERS])
    size = saved.pixel_size
    if size:
        preview.width, preview.height = size
    return preview


def output_thumbnail(outputs: Sequence[Mapping[str, Any]]) -> bytes | None:
    """Return a PNG of the first image that can be read, the richest type first."""
    for kind in _RASTER:
        for output in outputs:
            encoded = output.get("data", {}).get(kind)
            if encoded is None:
                continue
            try:
                small = thumbnail_of(base64.b64decode(joined(encoded)))
            except ValueError:
                continue
            if small:
                return small
    return None


def _summary(outputs: Sequence[Mapping[str, Any]]) -> str:
    if len(outputs) > 1:
        return counted(len(outputs), "output")
    output = outputs[0]
    match output["output_type"]:
        case "stream":
            return f"{output['name']}, {counted(len(joined(output['text'])), 'character')}"
        case "error":
            return clean(f"{output['ename'] or 'error'}: {output['evalue']}"[:80])
    kinds = sorted(output["data"], key=richness)
    return kinds[0] if kinds else "empty output"


def _cleaned(output: Mapping[str, Any], number: int) -> dict[str, Any]:
    kind = output.get("output_type")
    fields = _FIELDS.get(str(kind))
    if fields is None:
        raise NotSerialisableError(
            f"Output {number} is of the kind {kind!r}, which notebooks do not have.",
            hint=f"There are {', '.join(_FIELDS)}.",
        )
    # Only what nbformat has: `transient` and other parts of the message are not of the output.
    kept = {name: output.get(name, default) for name, default in fields.items()}
    where = f"output {number}"
    cleaned = {"output_type": kind, **{key: _json(value, where) for key, value in kept.items()}}
    # The front end writes the same bytes, by which it knows what is kept.
    for key in ("data", "metadata"):
        if key in cleaned:
            cleaned[key] = dict(sorted(cleaned[key].items()))
    return dict(sorted(cleaned.items()))


def _json(value: Any, where: str) -> Any:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, dict):
        return {str(key): _json(item, f"{where}, {key!r}") for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json(item, where) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise NotSerialisableError(
        f"In {where} there is a {type_name(value)}, which JSON cannot represent."
    )


def _captured(obj: Any) -> list[dict[str, Any]]:
    if loaded_type(obj, "IPython.utils.capture", "RichOutput"):
        shown, streams = [obj], {}
    else:
        shown, streams = obj.outputs, {"stdout": obj.stdout, "stderr": obj.stderr}
    outputs: list[dict[str, Any]] = [
        {"output_type": "stream", "name": name, "text": text}
        for name, text in streams.items()
        if text
    ]
    outputs += [
        {"output_type": "display_data", "data": one.data or {}, "metadata": one.metadata or {}}
        for one in shown
    ]
    return outputs
