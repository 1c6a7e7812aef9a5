"""Saved outputs and figures, as they are loaded."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.previews.image_size import image_size

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Widgets need their kernel; among the rest, the richest comes first.
_RICHEST_FIRST = (
    "application/vnd.plotly.v1+json",
    "application/vnd.vega",
    "application/geo+json",
    "text/html",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "application/pdf",
    "text/markdown",
    "text/latex",
    "application/json",
    "application/javascript",
    "application/vnd.jupyter.widget-view+json",
)


def richness(media_type: str) -> int:
    """Return the rank of a media type: lower is richer, plain text is last."""
    for rank, prefix in enumerate(_RICHEST_FIRST):
        if media_type.startswith(prefix):
            return rank
    return len(_RICHEST_FIRST) + (media_type == "text/plain")


def joined(text: str | Sequence[str]) -> str:
    """Return text that nbformat may have split into lines."""
    return text if isinstance(text, str) else "".join(text)


class SavedOutput:
    """Outputs of a cell, or the pictures of a figure, as they were saved.

    It shows itself in a notebook as the output that it was.

    Parameters
    ----------
    outputs : Sequence[Mapping[str, Any]]
        nbformat 4 outputs.
    source : str, optional
        The text of the cell that made them.

    Attributes
    ----------
    outputs : list[dict[str, Any]]
        The outputs, images in base64.
    source : str or None
        The text of the cell, where it was saved.
    """

    def __init__(self, outputs: Sequence[Mapping[str, Any]], *, source: str | None = None) -> None:
        self.outputs: list[dict[str, Any]] = [dict(output) for output in outputs]
        self.source = source

    @property
    def data(self) -> dict[str, Any]:
        """All representations by media type; of one type in several outputs, the first."""
        merged: dict[str, Any] = {}
        for output in self.outputs:
            for kind, value in output.get("data", {}).items():
                # nbformat splits text of every type but JSON.
                is_lines = isinstance(value, list) and not kind.endswith("json")
                merged.setdefault(kind, joined(value) if is_lines else value)
        return merged

    @property
    def metadata(self) -> dict[str, Any]:
        """Metadata of the outputs; of one key in several, the first."""
        merged: dict[str, Any] = {}
        for output in self.outputs:
            for key, value in output.get("metadata", {}).items():
                merged.setdefault(key, value)
        return merged

    @property
    def png(self) -> bytes | None:
        """The picture as PNG, decoded."""
        encoded = self.data.get("image/png")
        return None if encoded is None else base64.b64decode(encoded)

    @property
    def svg(self) -> str | None:
        """The picture as SVG."""
        return self.data.get("image/svg+xml")

    @property
    def text(self) -> str:
        """The plain text of all outputs, printed text and errors included, in their order."""
        return "\n".join(filter(None, map(_plain_text, self.outputs)))

    @property
    def size_inches(self) -> tuple[float, float] | None:
        """Width and height of a figure in inches."""
        size = self.metadata.get("cellkeep", {}).get("size_inches")
        return None if size is None else (float(size[0]), float(size[1]))

    @property
    def dpi(self) -> float | None:
        """Dots per inch of a figure."""
        dpi = self.metadata.get("cellkeep", {}).get("dpi")
        return None if dpi is None else float(dpi)

    @property
    def pixel_size(self) -> tuple[int, int] | None:
        """Width and height of the first picture, from its own header."""
        for kind, value in self.data.items():
            if not kind.startswith("image/"):
                continue
            found = image_size(_head_of(kind, value))
            if found:
                return found.width, found.height
        return None

    def _repr_mimebundle_(self, **_wanted: object) -> Any:
        """Return the output's own representations; of several outputs, what they have together."""
        data = {"text/plain": repr(self), **self.data}
        if self.text:
            data["text/plain"] = self.text
        metadata = {key: value for key, value in self.metadata.items() if key in data}
        return data, metadata

    def _ipython_display_(self) -> None:
        """Show every output, one after the other, as the cell did."""
        from IPython import display

        publish: Any = display.publish_display_data
        for output in self.outputs:
            if "data" in output:
                publish(output["data"], output.get("metadata", {}))
            else:
                publish({"text/plain": _plain_text(output)}, {})

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SavedOutput):
            return NotImplemented
        return (self.outputs, self.source) == (other.outputs, other.source)

    __hash__ = None  # type: ignore[assignment]  # its outputs can be changed

    def __repr__(self) -> str:
        kinds = ", ".join(sorted(self.data, key=richness)) or "text"
        count = len(self.outputs)
        shown = self.metadata.get("cellkeep", {}).get("shown")
        what = f"{shown} as shown" if shown else f"{count} output{'' if count == 1 else 's'}"
        return f"<SavedOutput: {what}, {kinds}>"


def _plain_text(output: Mapping[str, Any]) -> str:
    match output["output_type"]:
        case "stream":
            return joined(output["text"])
        case "error":
            title = f"{output['ename'] or 'error'}: {output['evalue']}"
            return "\n".join(output.get("traceback") or [title])
    return joined(output.get("data", {}).get("text/plain", ""))


def _head_of(kind: str, value: Any) -> bytes:
    if kind == "image/svg+xml":
        return str(value)[:65536].encode("utf-8", "replace")
    try:
        # 64 KiB of the image; base64 takes four characters for three bytes.
        return base64.b64decode("".join(str(value)[:90000].split())[:87380])
    except ValueError:
        return b""
