"""Outputs that are kept by themselves: which they are, and what they are called."""

from __future__ import annotations

from typing import Any

import pytest
from autokeep import first_cell, kept_by, kept_since
from front_end import FrontEnd
from real_kernel import Execution, RealKernel

pytestmark = pytest.mark.usefixtures("off_at_the_end")


def test_nothing_is_kept_and_nothing_is_done_unasked(shell: RealKernel) -> None:
    assert int(shell.value("len(profile('x = 1'))")) < 5
    assert kept_by(shell, "plt.plot([1]); plt.show()\npd.DataFrame({'a': [1]})", "quiet") == []


def test_figures_are_kept_under_their_variable_their_title_or_their_cell(
    shell: RealKernel,
) -> None:
    assert shell.run("%autokeep figures").stdout == "Saved automatically: figures.\n"
    code = (
        "fig_named, axes = plt.subplots(); axes.plot([1, 2]); plt.show()\n"
        "plt.plot([2, 1]); plt.title('Loss / epoch'); plt.show()\n"
        "plt.plot([3, 1]); plt.show()\n"
        "display(pd.DataFrame({'a': [1]}), HTML('<b>no figure</b>'))\n"
        "plt.figure().gca(); plt.show()\n"
        "import plotly.express as px\n"
        "px.scatter(x=[1], y=[3], title='Shown').show()\n"
        "px.scatter(x=[1], y=[2], title='Dots')"
    )
    kept = kept_by(shell, code, "figures-here")
    names = [one.name for one in kept]
    assert sorted(names) == [
        "Dots",
        "Loss ∕ epoch",
        "Shown",
        "fig_named",
        f"figure of {first_cell(kept)}",
    ]
    assert {one.provenance.via for one in kept} == {"auto"}
    assert {one.provenance.captured for one in kept} == {"object"}
    assert {one.provenance.cell_id for one in kept} == {"figures-here"}
    assert {one.provenance.source for one in kept} == {code}
    assert {one.category for one in kept} == {"output"}
    # A cell that runs again, with other data, makes versions.
    again = kept_by(shell, code.replace("[3, 1]", "[3, 1.5]"), "figures-here")
    assert [(one.name, one.version) for one in again] == [(f"figure of {first_cell(kept)}", 2)]


def test_tables_are_kept_whole_and_nothing_else(shell: RealKernel) -> None:
    assert shell.run("%autokeep tables").ok
    kept = kept_by(
        shell,
        "plt.plot([1]); plt.show()\n"
        "rows = pd.DataFrame({'a': range(100_000)})\n"
        "display(rows.style.hide() if False else HTML('<table><tr><td>made by hand</table>'))\n"
        "rows",
        "tables-here",
    )
    assert [(one.name, one.kind, one.provenance.captured) for one in kept] == [
        (f"table of {first_cell(kept)}", "output", "display"),
        ("rows", "table", "object"),
    ]
    assert kept[1].summary == "100,000 × 1"
    assert kept[1].provenance.libraries["pandas"]  # type: ignore[index]


def test_what_is_shown_and_returned_is_one_artifact(shell: RealKernel) -> None:
    assert shell.run("%autokeep all").ok
    kept = kept_by(
        shell,
        "both = pd.DataFrame({'a': [7]})\n"
        "display(both)\ndisplay(both.copy())\n"
        "one, axes = plt.subplots(); axes.plot([7]); plt.show()\n"
        "display(one)\nboth",
        "both-here",
    )
    assert [(one.name, one.version) for one in kept] == [("both", 1), ("one", 1)]


def test_different_things_of_one_name_are_different_artifacts(shell: RealKernel) -> None:
    assert shell.run("%autokeep figures").ok
    code = "for step in range(3):\n    fig, ax = plt.subplots(); ax.plot([step]); plt.show()"
    kept = kept_by(shell, code, "loop")
    assert sorted(one.name for one in kept) == ["fig", "fig-2", "fig-3"]
    assert {one.version for one in kept} == {1}


def test_all_means_what_was_displayed_as_it_was_displayed(shell: RealKernel) -> None:
    assert shell.run("%autokeep all").ok
    kept = kept_by(shell, "display(HTML('<i>x</i>'))\n%keep step\n'text'", "all-here")
    auto = [one for one in kept if one.provenance.via == "auto"]
    assert [one.name for one in auto] == [
        f"output of {first_cell(auto)}",
        f"output 2 of {first_cell(auto)}",
    ]
    assert {one.provenance.captured for one in auto} == {"display"}
    # A display's own note would make other bytes at each run.
    assert kept_by(shell, "display(HTML('<i>x</i>'))\n'text'", "all-here") == []


def test_of_a_tagged_cell_what_it_prints_and_how_it_ends_is_kept_too(
    shell: RealKernel, page: FrontEnd
) -> None:
    page.auto_capture("off", ["talks"], "talks.ipynb")
    assert shell.run("'this cell lets the setting arrive'").ok
    code = "import sys\nprint('out'); print('err', file=sys.stderr); print('again')\n1 / 0"
    kept = kept_since(shell, lambda: shell.run(code, cell_id="talks").reply, text=True)
    (artifact,) = kept
    assert (artifact.name, artifact.kind) == (f"text of {first_cell(kept)}", "output")
    assert artifact.provenance.source == code
    assert shell.run(f"outputs = cellkeep.load({artifact.name!r}).outputs").ok
    # The kernel sends the text of each stream in pieces of its own choice.
    text = "''.join(one['text'] for one in outputs if one.get('name') == {!r})"
    assert shell.value(text.format("stdout")) == "out\nagain"
    assert shell.value(text.format("stderr")) == "err"
    assert shell.value("outputs[-1]['ename']") == "ZeroDivisionError"
    assert kept_by(shell, "print('in another cell')", "silent") == []
    page.auto_capture("off", [], "talks.ipynb")


def test_only_a_bare_variable_lends_its_name(shell: RealKernel) -> None:
    assert shell.run("%autokeep tables\nmany = pd.DataFrame({'a': range(99)})").ok
    names = {
        "many": "many",
        "many.head(3)": "many.head",
        "many.sort_values('a', ascending=False).head(7)": "many.sort_values.head",
        "many[many.a > 90]": "many[…]",
        "display(many.tail(5))": None,  # of its cell
        "many.describe()": "many.describe",
    }
    for number, (code, name) in enumerate(names.items()):
        kept = kept_by(shell, code, f"expression-{number}")
        expected = name or f"table of {first_cell(kept)}"
        assert [(one.name, one.version) for one in kept] == [(expected, 1)], code
    assert shell.value("len(cellkeep.load('many'))") == "99"
    # The mark says it too, for what is kept by hand.
    (note,) = shell.run("many.head(2)").notes
    assert note["name"] == "many.head"
    code = "figure, axes = plt.subplots(); axes.set(title='As it is'); plt.show()"
    (note,) = shell.run(code).notes
    assert note["name"] == "As it is"
    # A name never changes what it holds.
    assert shell.run("%autokeep all").ok
    kept = kept_by(shell, "many = plt.figure(); many.gca().plot([1]); plt.show()", "other-kind")
    assert [one.name for one in kept] == ["many (figure)"]


def test_a_loop_that_clears_its_output_makes_one_artifact(shell: RealKernel) -> None:
    code = (
        "from IPython.display import clear_output\n"
        "for step in range(6):\n"
        "    clear_output(wait=True)\n"
        "    plt.figure(); plt.plot([0, step]); plt.show()"
    )
    assert shell.run("%autokeep figures --updates last").ok
    kept = kept_by(shell, code, "live")
    assert [(one.name, one.version) for one in kept] == [(f"figure of {first_cell(kept)}", 1)]
    assert shell.run(f"last = cellkeep.load({kept[0].name!r})").ok
    # What was cleared at last is not kept: nobody sees it.
    gone = "".join(f"plt.plot([{n}]); plt.show(); clear_output()\n" for n in (5, 6))
    assert [one.version for one in kept_by(shell, gone, "gone")] == [1]
    assert shell.run("%autokeep figures --updates each").ok
    kept = kept_by(shell, code, "live-each")
    assert [one.version for one in kept] == [1, 2, 3, 4, 5, 6]
    assert {one.name for one in kept} == {f"figure of {first_cell(kept)}"}
    assert shell.run("%autokeep off --updates last").ok


def test_of_an_updated_display_the_last_is_kept_or_each_as_a_version(shell: RealKernel) -> None:
    code = (
        "shown = display(HTML('0'), display_id=True)\n"
        "for number in range(1, 4): shown.update(HTML(str(number)))"
    )
    assert shell.run("%autokeep all").ok
    kept = kept_by(shell, code, "updates")
    assert [(one.name, one.version) for one in kept] == [(f"output of {first_cell(kept)}", 1)]
    assert shell.value(f"cellkeep.load({kept[0].name!r}).data['text/html']") == "3"
    assert shell.run("%autokeep all --updates each").ok
    kept = kept_by(shell, code, "each-update")
    assert [(one.name, one.version) for one in kept] == [
        (f"output of {first_cell(kept)}", number) for number in range(1, 5)
    ]


def test_the_index_counts_as_the_notebook_does(shell: RealKernel) -> None:
    assert shell.run("%autokeep tables").ok
    code = (
        "import sys\n"
        "from IPython.display import clear_output\n"
        "print('gone'); clear_output(wait=True)\n"
        "print('one'); print('one still')\n"
        "print('two', file=sys.stderr)\n"
        "first = pd.DataFrame({'a': [1]}); display(first)\n"
        "display(HTML('x')); print('four')\n"
        "second = pd.DataFrame({'a': [2]})\nsecond"
    )
    outputs: list[Any] = []

    def act() -> Execution:
        execution = shell.run(code, cell_id="indexed")
        for one in execution.messages:
            if one["msg_type"] == "clear_output":
                outputs.clear()
            elif one["msg_type"] == "stream":
                name = one["content"]["name"]
                if not outputs or outputs[-1] != name:
                    outputs.append(name)
            elif one["msg_type"] in ("display_data", "execute_result"):
                outputs.append(one["content"]["metadata"].get("cellkeep", {}).get("kind"))
        return execution

    kept = kept_since(shell, act)
    tables = [index for index, one in enumerate(outputs) if one == "table"]
    assert len(tables) == 2
    # Two names of one cell come in in any order.
    assert sorted(one.provenance.output_index for one in kept) == tables


def test_what_cannot_be_kept_is_said_once_and_breaks_nothing(shell: RealKernel) -> None:
    assert shell.run("%autokeep all").ok
    assert shell.run(
        "from cellkeep.kernel.autokeep import saving_outputs\n"
        "def fails(*_): raise OSError('the disk is on fire')\n"
        "provenance, saving_outputs.provenance_of = saving_outputs.provenance_of, fails"
    ).ok
    first = shell.run("display(HTML('1')); display(HTML('2')); done = True")
    second = shell.run("display(HTML('3'))")
    assert shell.run("saving_outputs.provenance_of = provenance").ok
    assert first.ok
    assert second.ok
    assert first.stderr.count("the disk is on fire") == 1
    assert "was not kept by itself" in first.stderr
    assert second.stderr == ""
    # An object that no codec takes is kept as displayed.
    kept = kept_by(shell, "odd = pd.DataFrame({'a': [object()]})\nodd", "odd")
    assert [(one.name, one.provenance.captured) for one in kept] == [("odd", "display")]


def test_cells_that_await_are_captured_too(shell: RealKernel) -> None:
    assert shell.run("%autokeep tables").ok
    kept = kept_by(
        shell,
        "import asyncio\nawait asyncio.sleep(0.01)\nwaited = pd.DataFrame({'a': [3]})\nwaited",
        "awaits",
    )
    assert [(one.name, one.provenance.cell_id) for one in kept] == [("waited", "awaits")]


def test_a_cell_that_displays_nothing_costs_a_handful_of_look_ups(shell: RealKernel) -> None:
    # Counted, not timed: every call into our modules while such a cell runs.
    assert shell.run("%autokeep all").ok
    assert int(shell.value("len(profile('x = 1'))")) < 25
    assert int(shell.value("len(profile('x = [len(str(n)) for n in range(10_000)]'))")) < 25


def test_charts_and_pictures_are_kept_as_what_they_are_and_the_rest_by_name_as_shown(
    shell: RealKernel,
) -> None:
    assert shell.run("%autokeep figures").ok
    code = (
        "import altair as alt, PIL.Image\n"
        "frame = pd.DataFrame({'a': [1, 2]})\n"
        "chart = alt.Chart(frame).mark_bar(); pixels = PIL.Image.new('RGB', (3, 2))\n"
        "styled = frame.style.highlight_max()\n"
        "canvas = plt.figure(figsize=(1, 1)).canvas; canvas.figure.text(0, 0, 'x')\n"
        "display(chart, pixels, styled, canvas); plt.close()"
    )
    kept = kept_by(shell, code, "charts")
    # They arrive in any order.
    assert sorted((one.name, one.codec) for one in kept) == [
        ("chart", "chart-mimebundle.v1"),
        (f"figure of cell [{kept[0].provenance.execution_count}]", "figure-mimebundle.v1"),
        ("pixels", "image-png.v1"),
    ]
    assert {one.provenance.captured for one in kept} == {"object"}
    (by_name,) = kept_by(shell, "%keep styled", "named")
    assert (by_name.codec, by_name.summary) == ("displayed.v1", "Styler as shown")
