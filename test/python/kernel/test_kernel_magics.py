"""`%keep` and `%%keep` in a real kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from kernel_harness import Execution, RealKernel

from cellkeep.codecs import SavedOutput, decode


@pytest.fixture(scope="module")
def shell(kernel: RealKernel) -> RealKernel:
    setup = kernel.run(
        "import numpy as np, pandas as pd\n"
        "import cellkeep\n"
        "df = pd.DataFrame({'a': [1, 2]})\n"
        "class Model: pass\n"
        "model = Model(); model.weights = np.arange(3)\n"
        "results = {'loss': [0.5]}"
    )
    assert setup.ok, setup.reply
    return kernel


def saved_outputs(kernel: RealKernel, name: str) -> list[dict[str, Any]]:
    assert kernel.run(f"cellkeep.load({name!r})").ok
    with kernel.open_store() as store:
        artifact = store.latest_by_name(name)
        assert artifact.codec == "mimebundle.v1"
        loaded = decode(store.content_path(artifact.id), artifact.codec)
    assert isinstance(loaded, SavedOutput)
    return loaded.outputs


def html_of(execution: Execution) -> str:
    bundles = execution.outputs("execute_result", "display_data")
    return " ".join(str(one["data"].get("text/html", "")) for one in bundles)


def test_keep_saves_a_variable_under_its_own_name_and_shows_a_card(shell: RealKernel) -> None:
    execution = shell.run("%keep df", cell_id="the-cell")
    assert execution.ok
    assert "application/vnd.jupyter.widget-view+json" in execution.result
    assert "<b>df</b>" in execution.result["text/html"]
    assert shell.value("cellkeep.load('df').equals(df)") == "True"
    with shell.open_store() as store:
        artifact = store.latest_by_name("df")
    assert (artifact.kind, artifact.category, artifact.version) == ("table", "output", 1)
    provenance = artifact.provenance
    assert provenance.via == "magic"
    assert provenance.cell_id == "the-cell"
    assert provenance.source == "%keep df"
    assert provenance.language.startswith("python 3")  # type: ignore[union-attr]
    assert provenance.libraries["pandas"]  # type: ignore[index]
    assert provenance.execution_count == execution.reply["content"]["execution_count"]
    assert provenance.kernel_id == shell.kernel_id
    assert artifact.run_id == shell.kernel_id.replace("-", "")
    assert artifact.run_name == "analysis.ipynb"


def test_keep_takes_dotted_names_subscripts_paths_and_flags(shell: RealKernel) -> None:
    (shell.folder / "notes with space.txt").write_text("notes")
    (shell.folder / "plots" / "deep").mkdir(parents=True)
    (shell.folder / "plots" / "a.txt").write_text("a")
    (shell.folder / "plots" / "deep" / "b.txt").write_text("b")
    execution = shell.run(
        "%keep model.weights results['loss'] 'notes with space.txt' plots -c input"
    )
    assert execution.ok, execution.outputs("error")
    assert shell.run("_.wait(30)").ok
    rows = shell.value("{row.name: row.category for row in cellkeep.current_run().list()}")
    for name in (
        "model.weights",
        "results['loss']",
        "notes with space.txt",
        "plots/a.txt",
        "plots/deep/b.txt",
    ):
        assert f"{name!r}: 'input'" in rows
    assert shell.run("%keep results -n 'final results' --type text/plain").ok
    assert shell.value("cellkeep.load('final results')") == "{'loss': [0.5]}"


def test_a_variable_goes_before_a_file_and_a_path_means_the_file(shell: RealKernel) -> None:
    (shell.folder / "both").write_text("the file")
    assert shell.run("both = [1, 2]").ok
    assert shell.run("%keep both").ok
    assert shell.value("cellkeep.load('both')") == "[1, 2]"
    assert shell.run("%keep ./both -n file").ok
    assert shell.value("cellkeep.load('file').read_text()") == "the file"


@pytest.mark.parametrize(
    ("line", "error", "text"),
    [
        ("%keep df nothing_here", "NoSuchFileError", "nothing_here"),
        ("%keep df results -n x", "BadNameError", "leave -n out"),
        ("%keep df -c figure", "UsageError", "invalid choice"),
        ("%keep df --type nonsense", "BadMediaTypeError", "type/subtype"),
        ("%keep", "UsageError", "required"),
    ],
)
def test_wrong_lines_are_refused_whole(shell: RealKernel, line: str, error: str, text: str) -> None:
    before = shell.value("len(cellkeep.current_run().list())")
    execution = shell.run(line)
    assert execution.reply["content"]["ename"] == error
    shown = execution.stderr + str(execution.outputs("error"))
    assert text in shown
    assert shell.value("len(cellkeep.current_run().list())") == before


def test_pickle_is_used_only_with_the_flag(shell: RealKernel) -> None:
    assert shell.run("odd = {1, 2}").ok
    refused = shell.run("%keep odd")
    assert refused.reply["content"]["ename"] == "PickleRefusedError"
    assert shell.run("%keep odd --pickle").ok
    assert shell.value("cellkeep.load('odd', allow_pickle=True)") == "{1, 2}"


def test_completion_offers_variables_attributes_paths_flags_and_categories(
    shell: RealKernel,
) -> None:
    (shell.folder / "resultant.csv").write_text("a\n1\n")
    assert shell.run("res_one = res_two = 1").ok
    found = shell.complete("%keep res")
    assert {"res_one", "res_two", "results", "resultant.csv"} <= set(found)
    assert "model.weights" in shell.complete("%keep model.we")
    flags = {"-c", "-n", "--as", "--type", "--pickle", "--wait"}
    assert flags <= set(shell.complete("%keep df -"))
    assert "--each" in shell.complete("%%keep plots -")
    assert shell.complete("%keep df --wa") == ["--wait"]
    assert shell.complete("%autokeep fi") == ["figures"]
    assert shell.complete("%autokeep all --updates la") == ["last"]
    assert "figure" in shell.complete("%artifacts -k ")
    assert shell.complete("%keep df -c ou") == ["output"]
    assert set(shell.complete("%keep df -c ")) == {"code", "input", "output"}


def test_ipythons_own_save_stays_what_it_is(shell: RealKernel) -> None:
    number = shell.run("marker = 41 + 1").reply["content"]["execution_count"]
    execution = shell.run(f"%save -f kept_lines {number}")
    assert execution.ok
    assert "marker = 41 + 1" in (shell.folder / "kept_lines.py").read_text()
    assert shell.run("%load_ext cellkeep\n%reload_ext cellkeep").ok
    assert "magics.code" in shell.value("get_ipython().find_line_magic('save').__module__").replace(
        "IPython.core.", ""
    )


def test_cell_keep_saves_every_rich_output_in_order_and_shows_all_as_usual(
    shell: RealKernel,
) -> None:
    execution = shell.run(
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
    assert execution.ok, execution.outputs("error")
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


def test_cell_keep_saves_what_there_was_when_the_cell_raises_half_way(shell: RealKernel) -> None:
    plain = shell.run("print('before')\n1 / 0\nprint('never')")
    execution = shell.run("%%keep half\nprint('before')\n1 / 0\nprint('never')")
    assert execution.reply["content"]["status"] == "error"
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
    execution = shell.run(
        "%%keep updated\n"
        "from IPython.display import clear_output, display\n"
        "print('goes away')\n"
        "clear_output(wait=True)\n"
        "handle = display('first', display_id=True)\n"
        "handle.update('second')"
    )
    assert execution.ok
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
    execution = shell.run(
        "%%keep chart\nimport plotly.graph_objects as go\n"
        "from IPython.display import display\n"
        "figure = go.Figure(go.Scatter(y=[1, 2]))\n"
        "display({'application/vnd.plotly.v1+json': figure.to_plotly_json(), "
        "'text/plain': 'chart'}, raw=True)"
    )
    assert execution.ok, execution.outputs("error")
    outputs = saved_outputs(shell, "chart")
    assert outputs[0]["data"]["application/vnd.plotly.v1+json"]["data"][0]["type"] == "scatter"


def run_names(kernel: RealKernel) -> list[str]:
    names: list[str] = eval(kernel.value("sorted(r.name for r in cellkeep.current_run().list())"))
    return names


def test_patterns_mean_variables_and_else_files(shell: RealKernel) -> None:
    assert shell.run("pat_one = [1]; pat_two = [2]; _pat_hidden = [3]; import json as pat_json").ok
    assert shell.run("def pat_function(): pass").ok
    (shell.folder / "pat_one.txt").write_text("the file")
    (shell.folder / "glob").mkdir()
    (shell.folder / "glob" / "a.csv").write_text("a\n1\n")
    (shell.folder / "glob" / "b.csv").write_text("b\n1\n")
    execution = shell.run("%keep pat_*\n%keep glob/*.csv")
    assert execution.ok, execution.outputs("error")
    names = run_names(shell)
    assert [name for name in names if name.startswith("pat_")] == ["pat_one", "pat_two"]
    assert {"a.csv", "b.csv"} <= set(names)
    execution = shell.run("%keep pat_*.txt --as 'by pattern'")
    assert execution.ok, execution.outputs("error")
    assert shell.value("cellkeep.load('by pattern').read_text()") == "the file"
    nothing = shell.run("%keep nothing_*_like_this")
    assert nothing.reply["content"]["ename"] == "NoSuchFileError"


def test_results_of_earlier_cells_are_kept_under_a_name_that_lasts(shell: RealKernel) -> None:
    count = shell.run("[41, 42]").reply["content"]["execution_count"]
    assert shell.run("%keep _").ok
    assert shell.run(f"%keep Out[{count}] --as again").ok
    assert shell.value(f"cellkeep.load('Out[{count}]')") == "[41, 42]"
    assert shell.value("cellkeep.load('again')") == "[41, 42]"
    assert shell.run("named_result = {'a': 1}\nnamed_result").ok
    assert shell.run("1 + 1").ok
    assert shell.run("%keep __").ok
    assert shell.value("cellkeep.load('named_result')") == "{'a': 1}"


def test_wait_returns_when_the_store_has_it_and_says_so_when_it_does_not(
    shell: RealKernel,
) -> None:
    assert shell.run("waited_for = [1, 2, 3]").ok
    execution = shell.run("h = get_ipython().run_line_magic('keep', 'waited_for --wait')")
    assert execution.ok, execution.outputs("error")
    assert shell.value("h.status, h.version") == "stored 1"
    assert execution.outputs("display_data") == []
    # The store hangs: one line says how far it is, and the wait ends in time.
    assert shell.run(
        "import threading\n"
        "from cellkeep.transfer import delivery, engine\n"
        "gate = threading.Event()\n"
        "store_route = engine().store\n"
        "have = store_route.have\n"
        "def waits(entry): gate.wait(20); return have(entry)\n"
        "store_route.have = waits"
    ).ok
    execution = shell.run("stuck = [4]\n%keep stuck --timeout 1.6")
    assert shell.run("gate.set(); store_route.have = have").ok
    assert execution.reply["content"]["ename"] == "SaveTimeoutError"
    (shown,) = execution.outputs("display_data")
    assert shown["data"]["text/plain"].startswith("cellkeep: 1 save under way")
    assert shell.value("cellkeep.load('stuck')") == "[4]"


@pytest.mark.parametrize("line", ["%keep nothing_here", "%keep df --as ../up", "%keep _x*"])
def test_errors_are_one_line(shell: RealKernel, line: str) -> None:
    execution = shell.run(line)
    (error,) = execution.outputs("error")
    assert error["traceback"] == [f"{error['ename']}: {error['evalue']}"]
    assert len("".join(error["traceback"]).splitlines()) == 1


def test_help_reads_well(shell: RealKernel) -> None:
    for magic, words in {
        "keep": ("--as", "--wait", "--each", "%keep res_* plots/*.png", "patterns of either"),
        "autokeep": ("figures", "--updates", "%autokeep off"),
        "artifacts": ("--all", "%artifacts loss -k figure"),
    }.items():
        payload = shell.run(f"%{magic}?").reply["content"]["payload"]
        text = payload[0]["data"]["text/plain"]
        for word in words:
            assert word in text, (magic, word)


def test_artifacts_lists_and_searches_as_a_table(shell: RealKernel) -> None:
    assert shell.run("find_me = pd.DataFrame({'a': [1]}); find_other = [1]").ok
    assert shell.run("%keep find_me find_other --wait").ok
    execution = shell.run("%artifacts find")
    assert "<table>" in execution.result["text/html"]
    text = execution.result["text/plain"]
    assert "find_me" in text
    assert "find_other" in text
    assert "waited" not in text
    assert shell.run("%artifacts find* -k table").result["text/plain"].count("find_") == 1
    assert shell.run("%artifacts no_such").result["text/plain"] == "No such artifact."
    assert shell.run(
        "with cellkeep.Run('elsewhere') as other_run: other_run.save([2], 'input', name='find_far')"
    ).ok
    assert "find_far" not in shell.run("%artifacts find").result["text/plain"]
    everywhere = shell.run("%artifacts FIND_* --all").result["text/plain"]
    assert "find_far" in everywhere
    assert "elsewhere" in everywhere
    assert "analysis.ipynb" in everywhere
    only = shell.run("%artifacts find_ -a -c input").result["text/plain"]
    assert "find_far" in only
    assert "find_me" not in only


def test_cell_keep_with_each_makes_an_artifact_of_each_figure_of_a_loop(
    shell: RealKernel,
) -> None:
    execution = shell.run(
        "%%keep looped --each\n"
        "import matplotlib.pyplot as plt\n"
        "for step in range(10):\n"
        "    print(step)\n"
        "    plt.plot([step]); plt.show()\n"
        "df"
    )
    assert execution.ok, execution.outputs("error")
    assert shell.run(
        "cellkeep.current_run(); import cellkeep.transfer as t; t.engine().drain(20)"
    ).ok
    names = [name for name in run_names(shell) if name.startswith("looped")]
    assert names == sorted([f"looped-{number}" for number in range(1, 12)] + ["looped-text"])
    with shell.open_store() as store:
        first, last = store.latest_by_name("looped-1"), store.latest_by_name("looped-11")
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
    assert shell.run("t.engine().drain(20)").ok
    with shell.open_store() as store:
        assert store.latest_by_name("same_again").version == 1


def test_the_magics_work_in_plain_ipython_too(tmp_path: Path, run_python: Any) -> None:
    done = run_python(
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "import cellkeep\n"
        "result = shell.run_cell('x = [1, 2]\\n%keep x')\n"
        "assert result.success\n"
        "result.result.wait(30)\n"
        "failed = shell.run_cell('%%keep out\\nprint(\"shown\")\\nx')\n"
        "assert failed.success\n"
        "saved = cellkeep.load('out')\n"
        "print([one['output_type'] for one in saved.outputs])"
    )
    assert done.returncode == 0, done.stderr
    assert "shown" in done.stdout
    assert done.stdout.splitlines()[-1] == "['stream', 'execute_result']"
