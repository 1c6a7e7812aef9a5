"""What the codecs of models share: what is said of a model, and of its library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep.codecs.base import Encoded, type_name, versions
from cellkeep.codecs.previews.text_preview import MAX_CHARACTERS, clean

if TYPE_CHECKING:
    from collections.abc import Callable


def how_to_install(extra: str) -> str:
    """Return the command for an optional extra of Cellkeep, as a sentence."""
    return f'`pip install "cellkeep[{extra}]"` brings what it needs.'


def encoded_model(
    codec: str,
    media_type: str,
    obj: object,
    text: Callable[[], str],
    *,
    libraries: tuple[str, ...],
    parameters: int | None = None,
) -> Encoded:
    """Return what is said of a model that was written.

    Parameters
    ----------
    codec, media_type : str
        As in `Encoded`.
    obj : object
        The model.
    text : callable
        Returns what it is made of, for the preview.
    libraries : tuple of str
        The modules that made it, its own library first.
    parameters : int, optional
        Number of its weights.
    """
    from cellkeep_core.protocol.generated import ModelPreview

    found = versions(*libraries)
    own = libraries[0]
    preview = ModelPreview(
        class_name=type_name(obj), library=own, version=found.get(own, ""), text=_text(text)
    )
    if parameters is not None:
        preview.parameters = parameters
    count = "" if parameters is None else f", {parameters:,} parameters"
    return Encoded(
        codec, media_type, f"{type(obj).__name__}{count}", preview=preview, libraries=found
    )


def _text(text: Callable[[], str]) -> str:
    try:
        return clean(text()[:MAX_CHARACTERS])
    except Exception:  # noqa: BLE001  (a model's own words must not stop a save)
        return ""
