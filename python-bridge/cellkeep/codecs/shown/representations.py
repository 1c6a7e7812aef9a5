"""What an object shows of itself in a notebook, without showing it there."""

from __future__ import annotations

import sys
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import loaded_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Show = Callable[[Any], Any]

_BUNDLE = "_repr_mimebundle_"
# IPython's own names for them.
_METHODS = {
    "_repr_html_": "text/html",
    "_repr_markdown_": "text/markdown",
    "_repr_svg_": "image/svg+xml",
    "_repr_png_": "image/png",
    "_repr_jpeg_": "image/jpeg",
    "_repr_pdf_": "application/pdf",
    "_repr_latex_": "text/latex",
    "_repr_json_": "application/json",
    "_repr_javascript_": "application/javascript",
}
# What hands over its values, or learns from others', is more than it shows of itself.
_DATA = (
    "__array__",
    "__array_ufunc__",
    "__arrow_c_stream__",
    "__arrow_c_array__",
    "__dataframe__",
    "__dlpack__",
    "__dask_graph__",
    "to_pandas",
    "toPandas",
    "to_netcdf",
    "to_parquet",
    "get_params",
)


class Representations:
    """Everything that an object shows of itself.

    Attributes
    ----------
    data, metadata : dict
        By media type, as IPython has them.
    problem : Exception or None
        The first that a method of the object raised.
    """

    def __init__(self, obj: Any) -> None:
        self.data: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.problem: Exception | None = None
        if callable(getattr(type(obj), _BUNDLE, None)):
            # As IPython calls it: some libraries have no defaults for these.
            bundle = methodcaller(_BUNDLE, include=None, exclude=None)
            data, metadata = self._shown(bundle, obj)
            self.data.update(data or {})
            self.metadata.update(metadata or {})
        for media_type, show in _shows(type(obj)):
            if media_type not in self.data:
                data, metadata = self._shown(show, obj)
                if data is not None:
                    self.data[media_type] = data
                if metadata:
                    self.metadata[media_type] = metadata

    def _shown(self, show: Show, obj: Any) -> Any:
        """Return data and metadata, None where there are none."""
        try:
            shown = show(obj)
        except Exception as error:  # noqa: BLE001  (an object's own code; the others may still work)
            self.problem = self.problem or error
            shown = None
        return shown if isinstance(shown, tuple) else (shown, None)


def shows_itself(obj: object) -> bool:
    """Whether it shows more than text, and that is all there is to keep of it."""
    kind = type(obj)
    if isinstance(obj, type) or not (hasattr(kind, _BUNDLE) or any(True for _ in _shows(kind))):
        return False
    if loaded_type(obj, "bokeh.model", "Model"):
        return False  # what can be shown of Bokeh is a chart; this is a part of one, or its data
    # A formula is what it shows, a matrix too.
    return loaded_type(obj, "sympy", "Basic", "MatrixBase") or not any(
        hasattr(kind, name) for name in _DATA
    )


def _shows(kind: type) -> Iterator[tuple[str, Show]]:
    """Yield media types, and what makes them of an object: IPython's settings, then its methods."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    formatters = shell.display_formatter.formatters if shell is not None else {}
    for media_type, formatter in formatters.items():
        if media_type != "text/plain":
            try:
                yield media_type, formatter.lookup_by_type(kind)
            except KeyError:
                continue
    for name, media_type in _METHODS.items():
        method = getattr(kind, name, None)
        if callable(method):
            yield media_type, method
