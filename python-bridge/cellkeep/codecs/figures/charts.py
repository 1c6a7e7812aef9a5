"""``chart-mimebundle.v1``: charts that come back, and what shows them.

The bytes are a `mimebundle.v1` with one output. What the chart is made of again is one of its
representations:

- Altair: its Vega-Lite specification with the data in it, by the media type of its version.
- Bokeh: its document as ``json_item`` gives it, beside a page that shows it without a network.
- Graphviz: its source, beside its drawing where the program ``dot`` is installed.
"""

from __future__ import annotations

import warnings
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

from cellkeep.codecs.base import Encoded, library_of, loaded_type
from cellkeep.codecs.figures.bokeh_ids import renumbered, with_fresh_ids, with_ids_of
from cellkeep.codecs.outputs.mimebundle import encode_outputs, read_outputs
from cellkeep.codecs.previews.text_preview import cell_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cellkeep.codecs.outputs.saved_output import SavedOutput

    Data = dict[str, Any]

VEGA_LITE = "application/vnd.vegalite.v"
BOKEH = "application/vnd.bokeh.item+json"
DOT = "text/vnd.graphviz"


class ChartCodec:
    """Charts of Altair, figures and layouts of Bokeh, and graphs of Graphviz."""

    id = "chart-mimebundle.v1"
    rank = 12
    safe = True

    def matches(self, obj: object) -> bool:
        """Whether it is one of these."""
        return _maker_of(obj) is not None

    def encode(self, obj: Any, sink: BinaryIO) -> Encoded:
        """Write it and what shows it."""
        maker = _maker_of(obj)
        assert maker is not None  # it matches
        data = maker(obj)
        output = {"output_type": "display_data", "data": data, "metadata": {}}
        encoded = encode_outputs([output], sink)
        summary = cell_text(data["text/plain"])
        return replace(encoded, codec=self.id, summary=summary, libraries=library_of(obj))

    def decode(self, path: Path) -> object:
        """Return the chart; of a Vega-Lite version that this Altair does not know, the output."""
        saved = read_outputs(path)
        data = saved.data
        if BOKEH in data:
            return _bokeh_from(data[BOKEH])
        if DOT in data:
            import graphviz

            return graphviz.Source(data[DOT])
        return _altair_from(saved)


def _maker_of(obj: object) -> Callable[[Any], Data] | None:
    if loaded_type(obj, "altair", "TopLevelMixin", "JupyterChart"):
        return _of_altair
    if loaded_type(obj, "bokeh.models", "LayoutDOM") or loaded_type(
        obj, "bokeh.document", "Document"
    ):
        return _of_bokeh
    if loaded_type(obj, "graphviz", "Graph", "Digraph", "Source"):
        return _of_graphviz
    return None


def _of_altair(chart: Any) -> Data:
    import altair as alt

    if isinstance(chart, alt.JupyterChart):
        chart = chart.chart
    # Whatever is set for notebooks, such as data in files of their own: here it is all of it.
    with alt.data_transformers.enable("default", max_rows=None):
        spec = chart.to_dict()
    major = alt.SCHEMA_VERSION.removeprefix("v").partition(".")[0]
    words = f"Altair {type(chart).__name__}"
    title = getattr(chart, "title", None)
    if isinstance(title, str):
        words += f": {title}"
    return {f"{VEGA_LITE}{major}+json": spec, "text/plain": words}


def _altair_from(saved: SavedOutput) -> Any:
    import altair as alt
    from jsonschema import ValidationError  # Altair's own errors are of it

    kind, spec = next(one for one in saved.data.items() if one[0].startswith(VEGA_LITE))
    try:
        return alt.Chart.from_dict(spec)
    except ValidationError as error:
        warnings.warn(
            f"Altair {alt.__version__} cannot make a chart of this {kind}, so what was shown of it "
            f"was loaded: {error.message.partition(chr(10))[0]}",
            stacklevel=2,
        )
        return saved


def _of_bokeh(shown: Any) -> Data:
    import bokeh
    from bokeh.document import Document
    from bokeh.embed import file_html
    from bokeh.embed.util import OutputDocumentFor, standalone_docs_json
    from bokeh.resources import INLINE

    models = shown.roots if isinstance(shown, Document) else [shown]
    # A document for this alone: a model that was put into one for good fits into no layout.
    with OutputDocumentFor(models, always_new=True):
        (document,) = standalone_docs_json(models).values()
        page = file_html(models, INLINE, _always_new=True)  # its scripts are in it
    document, names = renumbered(document)
    page = with_ids_of(page, document, names)
    title = getattr(getattr(shown, "title", None), "text", "")
    words = f"Bokeh {type(shown).__name__}"
    return {
        # As bokeh.embed.json_item() has it.
        BOKEH: {
            "target_id": None,
            "root_id": document["roots"][0]["id"],
            "doc": document,
            "version": bokeh.__version__,
        },
        "text/html": page,
        "text/plain": f"{words}: {title}" if title else words,
    }


def _bokeh_from(item: Data) -> Any:
    from bokeh.document import Document
    from bokeh.util.serialization import make_id

    document = Document.from_json(with_fresh_ids(item["doc"], make_id))
    if len(document.roots) != 1:
        return document
    (root,) = document.roots
    document.remove_root(root)  # so that it may be shown, or put into another document
    return root


def _of_graphviz(graph: Any) -> Data:
    import graphviz

    data = {DOT: graph.source, "text/plain": f"Graphviz {type(graph).__name__}"}
    # Without the program, the notebook cannot show it either.
    with suppress(graphviz.ExecutableNotFound, graphviz.CalledProcessError):
        data["image/svg+xml"] = graph.pipe(format="svg", encoding="utf-8")
    return data
