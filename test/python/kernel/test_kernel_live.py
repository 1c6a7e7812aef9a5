"""What the kernel remembers of its displays, and what is kept of it."""

from __future__ import annotations

import nbformat
import pytest
from front_end import FrontEnd
from live_objects import note_of, stored
from msgspec import UNSET
from real_kernel import RealKernel

from cellkeep_core.ids import new_id
from cellkeep_core.protocol import Provenance


def test_a_table_of_a_million_rows_is_kept_whole_from_its_truncated_display(
    shell: RealKernel, page: FrontEnd
) -> None:
    execution = shell.run("big = pd.DataFrame(np.arange(8e6).reshape(-1, 8)).add_prefix('c')\nbig")
    (note,) = execution.notes
    assert (note["kind"], note["summary"]) == ("table", "1,000,000 × 8")
    assert note["type"] == "pandas.DataFrame"
    assert len(execution.result["text/html"]) < 10_000
    artifact = stored(shell, page, page.keep(note["object"], "the big one"))
    assert artifact.summary == note["summary"]
    assert shell.value("cellkeep.load('the big one').equals(big)") == "True"


@pytest.mark.parametrize(
    ("code", "kind", "summary", "type_name"),
    [
        ("np.zeros((512, 512), 'f4')", "array", "512 × 512 float32", "numpy.ndarray"),
        ("pd.Series([1, 2])", "table", "2 × 1", "pandas.Series"),
        ("pd.Index([1, 2])", "table", "2 × 1", "pandas.Index"),
        ("import polars as pl\npl.DataFrame({'a': [1]})", "table", "1 × 1", "polars.DataFrame"),
        ("import pyarrow as pa\npa.table({'a': [1, 2]})", "table", "2 × 1", "pyarrow.Table"),
        ("pa.array([1, 2, 3])", "table", "3 × 1", "pyarrow.Int64Array"),
        ("import torch\ntorch.zeros(3, 4)", "tensors", "3 × 4 float32", "torch.Tensor"),
        ("plt.figure().gca()", "figure", "empty figure", "matplotlib.figure.Figure"),
        (
            "axes = plt.figure(figsize=(3, 2)).gca(); axes.plot([1])\naxes",
            "figure",
            "300 × 200 px",
            "matplotlib.figure.Figure",
        ),
        (
            "import plotly.express as px\npx.scatter(x=[1], y=[2])",
            "plotly",
            "1 trace",
            "plotly.graph_objs.Figure",
        ),
        ("px.bar(x=[1], y=[2]).show()", "plotly", "1 trace", "plotly.graph_objs.Figure"),
        ("{'a': [1, 2.5, None]}", "json", "1 key", "dict"),
        (
            "half = np.arange(3)\n"
            "{'frame': pd.DataFrame({'a': [1]}), 'halves': (half, half), 1: 2.5}",
            "archive",
            "3 keys, 2 parts",
            "dict",
        ),
        ("[np.arange(3), np.zeros(2)]", "archive", "2 items, 2 parts", "list"),
        ("np.split(np.arange(6), 3)", "archive", "3 items, 3 parts", "list"),
        ("import torch\ntorch.zeros(2), torch.ones(3)", "tensors", "2 tensors", "tuple"),
    ],
)
def test_what_is_said_of_an_object_is_what_is_kept_of_it(
    shell: RealKernel, page: FrontEnd, code: str, kind: str, summary: str, type_name: str
) -> None:
    execution = shell.run(code)
    note = execution.notes[0]
    assert (note["kind"], note["summary"], note["type"]) == (kind, summary, type_name)
    artifact = stored(shell, page, page.keep(note["object"], f"said {code}".replace("\n", " ")))
    assert (artifact.kind, artifact.summary) == (kind, summary)
    assert artifact.provenance.captured == "object"


def test_what_bokeh_shows_is_kept_as_the_object(shell: RealKernel, page: FrontEnd) -> None:
    execution = shell.run(
        "import bokeh.io, bokeh.plotting\nbokeh.io.output_notebook(hide_banner=True)\n"
        "plot = bokeh.plotting.figure(title='bars'); bokeh.io.show(plot)"
    )
    assert [(note["kind"], note["name"]) for note in execution.notes] == [("chart", "plot")] * 2
    artifact = stored(shell, page, page.keep(execution.notes[0]["object"], "plot"))
    assert (artifact.kind, artifact.summary) == ("chart", "Bokeh figure: bars")
    assert shell.value("type(cellkeep.load('plot')) is type(plot)") == "True"


@pytest.mark.parametrize(
    "code",
    [
        "'text'",
        "3",
        "HTML('<i>x</i>')",
        "object()",
        "{'a': {1, 2}}",
        "{'a': np.arange(3), 'b': object()}",
        "{'a': np.arange(3), object(): 1}",
        "[np.arange(3)] * 501",
        "around = [np.arange(3)]; around.append(around)\naround",
        "closed = plt.figure(); plt.close(closed)\n[closed]",
        "list(range(100_000))",
        "np.float64(3)",
        "plt",
        "cellkeep.current_run()",
    ],
)
def test_where_the_display_is_all_there_is_nothing_is_said(shell: RealKernel, code: str) -> None:
    execution = shell.run_ok(code)
    assert execution.notes == []


def test_what_will_be_refused_is_said_before(shell: RealKernel, page: FrontEnd) -> None:
    code = "class Own(pd.DataFrame): pass\nown = Own({'a': [1]})\ndisplay(own, own.rolling(1))"
    of_own, of_rolling = shell.run(code).notes
    assert of_rolling == {
        "refused": "The pandas.api.typing.Rolling itself is not kept. Save x.mean()."
    }
    looked = page.look(of_own["object"])
    assert looked.there
    assert "would come back as a pandas.DataFrame" in str(looked.refused)
    whole = note_of(shell, "pd.DataFrame({'a': [1]})")
    assert page.look(whole["object"]).refused is UNSET


def test_a_figure_is_kept_after_show_has_closed_it(shell: RealKernel, page: FrontEnd) -> None:
    execution = shell.run(
        "plt.plot([1, 2, 3])\nplt.title('kept')\nplt.show()\nprint(plt.get_fignums())"
    )
    assert execution.stdout == "[]\n"
    note = execution.notes[-1]
    artifact = stored(shell, page, page.keep(note["object"], "closed figure"))
    assert artifact.codec == "figure-mimebundle.v1"
    assert "kept" in shell.value("cellkeep.load('closed figure').svg")
    # And one that the end of its cell shows and closes.
    execution = shell.run("fig_flushed = None; plt.plot([3, 2])")
    artifact = stored(shell, page, page.keep(execution.notes[-1]["object"], "flushed"))
    assert artifact.kind == "figure"
    assert artifact.provenance.execution_count == execution.reply["content"]["execution_count"]


def test_only_the_last_figures_are_held(shell: RealKernel, page: FrontEnd) -> None:
    execution = shell.run(
        "from cellkeep.kernel.displays import held_figures\n"
        "most, held_figures.MOST = held_figures.MOST, 2\n"
        "for number in range(3):\n    plt.figure(); plt.plot([number]); plt.show()\n"
        "held_figures.MOST = most\n"
        "gc.collect()"
    )
    notes = [note for note in execution.notes if note["kind"] == "figure"]
    gone = page.answer(page.keep(notes[0]["object"], "the first"))
    assert gone.error.code == "ARTIFACT_NOT_FOUND"  # type: ignore[union-attr]
    stored(shell, page, page.keep(notes[-1]["object"], "the last"))


def test_a_large_figure_is_not_held_and_nothing_else_is_ever(shell: RealKernel) -> None:
    execution = shell.run(
        "from cellkeep.kernel.displays import held_figures\n"
        "limit, held_figures.BYTES = held_figures.BYTES, 1_000_000\n"
        "plt.imshow(np.zeros((400, 400))); figure_ref = weakref.ref(plt.gcf()); plt.show()\n"
        "held_figures.BYTES = limit"
    )
    assert execution.notes
    assert shell.run("gc.collect()").ok
    assert shell.value("figure_ref() is None") == "True"
    assert shell.run("frame = pd.DataFrame({'a': [1]}); frame_ref = weakref.ref(frame)").ok
    assert shell.run("display(frame); del frame; gc.collect()").notes
    assert shell.value("frame_ref() is None") == "True"


def test_an_object_that_is_gone_is_said_to_be_gone(shell: RealKernel, page: FrontEnd) -> None:
    note = note_of(shell, "display(pd.DataFrame({'a': [1]})); del_me = gc.collect()")
    kept = page.answer(page.keep(note["object"], "gone"))
    assert not kept.transfer_id
    error = kept.error
    assert error.code == "ARTIFACT_NOT_FOUND"  # type: ignore[union-attr]
    assert "pandas.DataFrame" in error.message  # type: ignore[union-attr]
    assert "as displayed" in error.hint  # type: ignore[union-attr, operator]
    unknown = page.answer(page.keep(new_id(), "of another kernel"))
    assert unknown.error.code == "ARTIFACT_NOT_FOUND"  # type: ignore[union-attr]


def test_a_container_is_kept_as_it_was_displayed_as_long_as_all_in_it_is_there(
    shell: RealKernel, page: FrontEnd
) -> None:
    note = note_of(shell, "results = {'loss': np.arange(3), 'at': [1, 2]}\nresults")
    assert shell.run("results['at'].append(3); results['more'] = 1").ok
    stored(shell, page, page.keep(note["object"], "results"))
    assert shell.value("list(cellkeep.load('results').items())") == (
        "[('loss', array([0, 1, 2])), ('at', [1, 2])]"
    )
    code = "display({'loss': np.arange(4)}); del_me = gc.collect()"
    gone = page.answer(page.keep(note_of(shell, code)["object"], "gone"))
    assert gone.error.code == "ARTIFACT_NOT_FOUND"  # type: ignore[union-attr]


def test_what_no_codec_takes_after_all_is_a_typed_error(shell: RealKernel, page: FrontEnd) -> None:
    note = note_of(shell, "odd_frame = pd.DataFrame({'a': [object(), {1}]})\nodd_frame")
    kept = page.answer(page.keep(note["object"], "odd"))
    assert kept.error.code == "PICKLE_REFUSED"  # type: ignore[union-attr]
    bad = page.answer(page.keep(note["object"], "../up"))
    assert bad.error.code == "BAD_NAME"  # type: ignore[union-attr]


def test_provenance_is_of_the_execution_that_displayed_it(
    shell: RealKernel, page: FrontEnd
) -> None:
    assert shell.run("cellkeep.save([1, 2], 'input', name='an input')\n").ok
    assert shell.run("_.wait(20); cellkeep.load('an input'); cellkeep.load('an input')").ok
    code = "made = pd.DataFrame({'a': [1]})\nmade"
    execution = shell.run(code, cell_id="made-here")
    edited = Provenance(
        via="output",
        notebook="papers/a.ipynb",
        cell_id="made-here",
        execution_count=99,
        source="made = 'edited since'",
        source_sha256="0" * 64,
        output_index=2,
    )
    (note,) = execution.notes
    artifact = stored(shell, page, page.keep(note["object"], "made", provenance=edited))
    provenance = artifact.provenance
    assert provenance.source == code
    assert provenance.source_sha256 != "0" * 64
    assert provenance.execution_count == execution.reply["content"]["execution_count"]
    assert (provenance.via, provenance.captured) == ("output", "object")
    assert (provenance.notebook, provenance.output_index) == ("papers/a.ipynb", 2)
    assert provenance.kernel_id == shell.kernel_id
    assert provenance.language.startswith("python 3")  # type: ignore[union-attr]
    assert {"pandas", "pyarrow"} <= set(provenance.libraries)  # type: ignore[arg-type]
    (ref,) = (one for one in provenance.inputs if one.name == "an input")  # type: ignore[union-attr]
    assert ref.version == 1
    assert artifact.run_id == shell.kernel_id.replace("-", "")


def test_a_cell_that_awaits_and_a_display_that_is_updated_are_remembered(
    shell: RealKernel, page: FrontEnd
) -> None:
    execution = shell.run(
        "import asyncio\n"
        "shown = display(pd.DataFrame({'a': [1]}), display_id=True)\n"
        "await asyncio.sleep(0.01)\n"
        "last = pd.DataFrame({'a': [1, 2]})\n"
        "shown.update(last)"
    )
    assert [note["summary"] for note in execution.notes] == ["1 × 1", "2 × 1"]
    artifact = stored(shell, page, page.keep(execution.notes[-1]["object"], "updated"))
    assert artifact.summary == "2 × 1"


def test_the_note_disturbs_neither_nbformat_nor_nbconvert(shell: RealKernel) -> None:
    import nbconvert

    execution = shell.run("plt.plot([1]); plt.show()\npd.DataFrame({'a': [1]})")
    outputs = [
        nbformat.v4.output_from_msg(one)
        for one in execution.messages
        if one["msg_type"] in ("display_data", "execute_result")
    ]
    assert all("cellkeep" in one.metadata for one in outputs)
    cell = nbformat.v4.new_code_cell("plt.plot([1])", outputs=outputs)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbformat.validate(notebook)
    html, _ = nbconvert.HTMLExporter().from_notebook_node(notebook)
    assert "data:image/png;base64" in html
    assert "dataframe" in html
    assert "640 × 480" not in html


def test_other_tools_may_wrap_the_same_methods_before_and_after(shell: RealKernel) -> None:
    wrap = (
        "formatter = get_ipython().display_formatter\n"
        "def put(mark):\n"
        "    inner = formatter.format\n"
        "    def outer(obj, include=None, exclude=None):\n"
        "        data, metadata = inner(obj, include, exclude)\n"
        "        data[mark] = mark\n"
        "        return data, metadata\n"
        "    formatter.format = outer\n"
        "    return outer\n"
    )
    assert shell.run(wrap + "mine = put('x/after')").ok
    execution = shell.run("pd.DataFrame({'a': [1]})")
    assert execution.notes
    assert "x/after" in execution.result
    # Ours is beneath theirs: it is not taken away with it, and does nothing any more.
    assert shell.run("%unload_ext cellkeep").ok
    execution = shell.run("pd.DataFrame({'a': [1]})")
    assert not execution.notes
    assert "x/after" in execution.result
    assert shell.run("%load_ext cellkeep\n%load_ext cellkeep").ok
    execution = shell.run("pd.DataFrame({'a': [1]})")
    assert len(execution.notes) == 1
    assert shell.run("%unload_ext cellkeep\nassert formatter.format is mine").ok
    assert shell.run("del formatter.format").ok
    assert shell.value("get_ipython().find_line_magic('keep')") == "None"
    assert shell.run("%load_ext cellkeep").ok
    assert shell.run("pd.DataFrame({'a': [1]})").notes


def test_what_goes_wrong_while_looking_never_reaches_the_cell(shell: RealKernel) -> None:
    execution = shell.run_ok(
        "class Hostile(pd.DataFrame):\n"
        "    @property\n"
        "    def shape(self): raise RuntimeError('no shape')\n"
        "    def _repr_html_(self): return 'hostile'\n"
        "    def __repr__(self): return 'hostile'\n"
        "Hostile({'a': [1]})"
    )
    assert execution.result["text/html"] == "hostile"
    assert execution.stderr == ""


def test_remembering_costs_a_fraction_of_the_display_itself(shell: RealKernel) -> None:
    # A ratio on one machine in one moment, not a time: formatting is what a display costs.
    execution = shell.run(
        "capture = cellkeep.kernel.extension._capture\n"
        "def seconds(call):\n"
        "    best = 9\n"
        "    for _ in range(20):\n"
        "        begun = time.perf_counter(); call()\n"
        "        best = min(best, time.perf_counter() - begun)\n"
        "    return best\n"
        "frame = pd.DataFrame(np.zeros((1000, 8)))\n"
        "remembering = seconds(lambda: capture.memory.remember(frame))\n"
        "formatting = seconds(lambda: get_ipython().display_formatter.format(frame))\n"
        "print(remembering < 0.2 * formatting, remembering < 1e-3)"
    )
    assert execution.stdout == "True True\n", execution.outputs()
