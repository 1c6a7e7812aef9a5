"""`%%keep` in a real kernel."""

from __future__ import annotations

import pytest
from kept_by_magics import SETUP, html_of, run_names, saved_outputs
from real_kernel import RealKernel


@pytest.fixture(scope="module")
def shell(kernel: RealKernel) -> RealKernel:
    kernel.run_ok(SETUP)
    return kernel


def test_cell_keep_saves_every_rich_output_in_order_and_shows_all_as_usual(
    shell: RealKernel,
) -> None:
    execution = shell.run_ok(
        "%%keep everything -c output\n"
        "import matplotlib.pyplot as plt, sys\n"
        "from IPython.display import HTML, display\n"
        "print('one')\n"
        "print('two')\n"
        "print('problem', file=sys.stderr)\n"
        "display(HTML('<i>html</i>'))\n"
        "plt.plot([1, 2, 3])\n"
        "df"
    )
    assert (execution.stdout, execution.stderr) == ("one\ntwo\n", "problem\n")
    shown = execution.outputs("display_data", "execute_result")
    assert [min(one["data"]) for one in shown[:3]] == ["text/html", "text/html", "image/png"]
    assert "<b>everything</b>" in shown[3]["data"]["text/html"]
    assert shell.run("_").result["text/plain"] == shown[1]["data"]["text/plain"]
    outputs = saved_outputs(shell, "everything")
    assert [one["output_type"] for one in outputs] == [
        "stream",
        "stream",
        "display_data",
        "execute_result",
        "display_data",
    ]
    assert outputs[0]["text"] == "one\ntwo\n"
    assert outputs[2]["data"]["text/html"] == "<i>html</i>"
    assert "text/html" in outputs[3]["data"]
    picture = outputs[4]["data"]["image/png"]
    assert picture.strip() == shown[2]["data"]["image/png"].strip()


def test_pictures_beside_the_notebook_are_kept_by_each_way(shell: RealKernel) -> None:
    shell.run(
        "import os\n"
        "from pathlib import Path\n"
        "from IPython.display import Markdown, display\n"
        "folder_before = os.getcwd()\n"
        "_ = Path('plot.png').write_bytes(b'dot')\n"
        "note = Markdown('![x](plot.png)')\n"
        "Path('elsewhere').mkdir()\n"
        "os.chdir('elsewhere')"
    )
    assert shell.run("%%keep by-cell\nnote").ok
    assert shell.run("%autokeep all\ndisplay(note)\n%autokeep off").ok
    assert shell.run("_ = cellkeep.current_run().save(note, name='by-code').wait()").ok
    shell.run("os.chdir(folder_before)")
    auto = next(name for name in run_names(shell) if name.startswith("output of"))
    for name in ("by-cell", auto, "by-code"):
        text = shell.value(f"cellkeep.load({name!r}).outputs[0]['data']['text/markdown']")
        assert text == "![x](data:image/png;base64,ZG90)", name


def test_cell_keep_saves_what_handlers_of_earlier_cells_and_child_processes_print(
    shell: RealKernel,
) -> None:
    shell.run("import logging, sys; logging.getLogger('x').addHandler(logging.StreamHandler())")
    execution = shell.run_ok(
        "%%keep printed\n"
        "import os, subprocess\n"
        "logging.getLogger('x').warning('by a handler')\n"
        "_ = subprocess.run(['sh', '-c', 'echo by a child; echo its trouble >&2'])\n"
        "_ = os.write(1, b'by C\\n')"
    )
    outputs = saved_outputs(shell, "printed")
    for name, shown in (("stdout", execution.stdout), ("stderr", execution.stderr)):
        assert "".join(one["text"] for one in outputs if one.get("name") == name) == shown
    assert execution.stdout == "by a child\nby C\n"
    assert execution.stderr == "by a handler\nits trouble\n"
    after = shell.run("print('later')")
    assert after.stdout == "later\n"


def test_cell_keep_saves_what_there_was_when_the_cell_raises_half_way(shell: RealKernel) -> None:
    plain = shell.run("print('before')\n1 / 0\nprint('never')")
    execution = shell.run("%%keep half\nprint('before')\n1 / 0\nprint('never')")
    assert execution.reply["content"]["ename"] == "ZeroDivisionError"
    assert execution.stdout == "before\n"
    (error,) = execution.outputs("error")
    (usual,) = plain.outputs("error")
    assert error["ename"] == usual["ename"]
    assert len(error["traceback"]) == len(usual["traceback"])
    assert "cellkeep" not in "".join(error["traceback"])
    outputs = saved_outputs(shell, "half")
    assert [one["output_type"] for one in outputs] == ["stream", "error"]
    assert outputs[1]["ename"] == "ZeroDivisionError"
    assert outputs[1]["traceback"] == error["traceback"]
    assert "<b>half</b>" in html_of(execution)


def test_cell_keep_with_a_syntax_error_shows_it_once(shell: RealKernel) -> None:
    execution = shell.run("%%keep broken\nprint('x'\n")
    assert execution.reply["content"]["ename"] == "SyntaxError"
    assert len(execution.outputs("error")) == 1


def test_cell_keep_refuses_a_cell_that_awaits_before_it_runs(shell: RealKernel) -> None:
    execution = shell.run("%%keep awaited\nbegan = True\nimport asyncio\nawait asyncio.sleep(0)")
    assert execution.reply["content"]["ename"] == "UsageError"
    assert "Nothing was run" in execution.stderr
    assert shell.value("'began' in globals()") == "False"


def test_an_error_of_a_magic_in_the_cell_is_shown_once_and_kept(shell: RealKernel) -> None:
    execution = shell.run("%%keep magic error\n%nosuch")
    assert execution.reply["content"]["ename"] == "BadNameError"
    execution = shell.run("%%keep magic_error\n%nosuch")
    assert execution.stderr.count("UsageError") == 1
    assert "nosuch" in saved_outputs(shell, "magic_error")[0]["text"]


def test_cell_keep_follows_updates_and_clearing_of_outputs(shell: RealKernel) -> None:
    shell.run_ok(
        "%%keep updated\n"
        "from IPython.display import clear_output, display\n"
        "print('goes away')\n"
        "clear_output(wait=True)\n"
        "handle = display('first', display_id=True)\n"
        "handle.update('second')"
    )
    outputs = saved_outputs(shell, "updated")
    assert [one["data"]["text/plain"] for one in outputs] == ["'second'"]


def test_cell_keep_of_a_silent_cell_says_that_there_is_nothing(shell: RealKernel) -> None:
    execution = shell.run("%%keep silent\nx_silent = 1")
    assert execution.reply["content"]["ename"] == "EmptySelectionError"
    assert shell.value("x_silent") == "1"


def test_cell_keep_with_a_bad_name_does_not_run_the_cell(shell: RealKernel) -> None:
    execution = shell.run("%%keep ../up\nran = True")
    assert execution.reply["content"]["ename"] == "BadNameError"
    assert shell.value("'ran' in globals()") == "False"


def test_plotly_outputs_are_kept_with_their_json(shell: RealKernel) -> None:
    shell.run_ok(
        "%%keep chart\nimport plotly.graph_objects as go\n"
        "from IPython.display import display\n"
        "figure = go.Figure(go.Scatter(y=[1, 2]))\n"
        "display({'application/vnd.plotly.v1+json': figure.to_plotly_json(), "
        "'text/plain': 'chart'}, raw=True)"
    )
    outputs = saved_outputs(shell, "chart")
    assert outputs[0]["data"]["application/vnd.plotly.v1+json"]["data"][0]["type"] == "scatter"


def test_cell_keep_with_each_makes_an_artifact_of_each_figure_of_a_loop(
    shell: RealKernel,
) -> None:
    execution = shell.run_ok(
        "%%keep looped --each\n"
        "import matplotlib.pyplot as plt\n"
        "for step in range(10):\n"
        "    print(step)\n"
        "    plt.plot([step]); plt.show()\n"
        "df"
    )
    assert shell.run(
        "cellkeep.current_run(); import cellkeep.transfer.session as t\n"
        "t.current_session().engine.drain(20)"
    ).ok
    names = [name for name in run_names(shell) if name.startswith("looped")]
    assert names == sorted([f"looped-{number}" for number in range(1, 12)] + ["looped-text"])
    first, last = shell.artifact("looped-1"), shell.artifact("looped-11")
    assert (first.kind, last.kind) == ("figure", "table")
    assert first.provenance.via == "magic"
    assert "12 artifacts" in html_of(execution)
    printed = [one["text"] for one in saved_outputs(shell, "looped-text")]
    assert printed == [f"{step}\n" for step in range(10)]
    raised = shell.run("%%keep broken_loop --each\ndisplay(df)\n1 / 0")
    assert raised.reply["content"]["ename"] == "ZeroDivisionError"
    assert {"broken_loop-1", "broken_loop-text"} <= set(run_names(shell))


def test_cell_keep_gives_the_same_bytes_when_it_runs_again(shell: RealKernel) -> None:
    for _ in range(2):
        assert shell.run("%%keep same_again\ndisplay(df)").ok
    assert shell.run("t.current_session().engine.drain(20)").ok
    assert shell.artifact("same_again").version == 1
