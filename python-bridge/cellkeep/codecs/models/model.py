"""What the codecs of models share: what is said of a model, and of its library."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cellkeep.codecs.base import Encoded, type_name, versions
from cellkeep.codecs.previews.text_preview import MAX_CHARACTERS, clean

if TYPE_CHECKING:
    from collections.abc import Callable


def how_to_install(extra: str) -> str:
    """Return the command for an optional extra of Cellkeep, as a sentence."""
    return f'`pip install "cellkeep[{extra}]"` brings what it needs.'


class ModelCodec:
    """What is the same for each library of models.

    Attributes
    ----------
    id, media_type : str
        As in `Encoded`.
    extra : str
        The extra of Cellkeep that brings the library.
    version_bound : tuple of str
        Its modules whose version counts.
    """

    id: str
    media_type: ClassVar[str]
    extra: ClassVar[str]
    version_bound: ClassVar[tuple[str, ...]]
    safe = True
    kind = "model"

    def encoded(
        self,
        obj: object,
        text: Callable[[], str],
        *,
        libraries: tuple[str, ...] = (),
        parameters: int | None = None,
    ) -> Encoded:
        """Return what is said of a model that was written.

        Parameters
        ----------
        obj : object
            The model.
        text : callable
            Returns what it is made of, for the preview.
        libraries : tuple of str, optional
            The modules that made it, its own library first; those of `version_bound` by default.
        parameters : int, optional
            Number of its weights.
        """
        from cellkeep_core.protocol.generated import ModelPreview

        libraries = libraries or self.version_bound
        found, own = versions(*libraries), libraries[0]
        preview = ModelPreview(
            class_name=type_name(obj), library=own, version=found.get(own, ""), text=_text(text)
        )
        if parameters is not None:
            preview.parameters = parameters
        count = "" if parameters is None else f", {parameters:,} parameters"
        summary = f"{type(obj).__name__}{count}"
        return Encoded(self.id, self.media_type, summary, preview=preview, libraries=found)


def _text(text: Callable[[], str]) -> str:
    try:
        return clean(text()[:MAX_CHARACTERS])
    except Exception:  # noqa: BLE001  (a model's own words must not stop a save)
        return ""
