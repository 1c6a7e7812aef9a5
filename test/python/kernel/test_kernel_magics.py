"""`%keep` and `%artifacts` in a real kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from kept_by_magics import SETUP, run_names
from real_kernel import RealKernel


@pytest.fixture(scope="module")
def shell(kernel: RealKernel) -> RealKernel:
    kernel.run_ok(SETUP)
    return kernel


def test_keep_saves_a_variable_under_its_own_name_and_shows_a_card(shell: RealKernel) -> None:
    execution = shell.run_ok("%keep df", cell_id="the-cell")
    assert "<b>df</b>" in execution.card["text/html"]
    assert shell.value("cellkeep.load('df').equals(df)") == "True"
    artifact = shell.artifact("df")
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
    shell.run_ok("%keep model.weights results['loss'] 'notes with space.txt' plots -c input")
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
    assert shell.run("import re; odd = re.compile('a')").ok
    refused = shell.run("%keep odd")
    assert refused.reply["content"]["ename"] == "PickleRefusedError"
    assert shell.run("%keep odd --pickle").ok
    assert shell.value("cellkeep.load('odd', allow_pickle=True)") == "re.compile('a')"


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
    shell.run_ok(f"%save -f kept_lines {number}")
    assert "marker = 41 + 1" in (shell.folder / "kept_lines.py").read_text()
    assert shell.run("%load_ext cellkeep\n%reload_ext cellkeep").ok
    assert "magics.code" in shell.value("get_ipython().find_line_magic('save').__module__").replace(
        "IPython.core.", ""
    )


def test_patterns_mean_variables_and_else_files(shell: RealKernel) -> None:
    assert shell.run("pat_one = [1]; pat_two = [2]; _pat_hidden = [3]; import json as pat_json").ok
    assert shell.run("def pat_function(): pass").ok
    (shell.folder / "pat_one.txt").write_text("the file")
    (shell.folder / "glob").mkdir()
    (shell.folder / "glob" / "a.csv").write_text("a\n1\n")
    (shell.folder / "glob" / "b.csv").write_text("b\n1\n")
    shell.run_ok("%keep pat_*\n%keep glob/*.csv")
    names = run_names(shell)
    assert [name for name in names if name.startswith("pat_")] == ["pat_one", "pat_two"]
    assert {"a.csv", "b.csv"} <= set(names)
    shell.run_ok("%keep pat_*.txt --as 'by pattern'")
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
    execution = shell.run_ok("h = get_ipython().run_line_magic('keep', 'waited_for --wait')")
    assert shell.value("h.status, h.version") == "stored 1"
    assert execution.outputs("display_data") == []
    # The store hangs: one line says how far it is, and the wait ends in time.
    assert shell.run(
        "import threading\n"
        "from cellkeep.transfer import delivery\n"
        "from cellkeep.transfer.session import current_session\n"
        "gate = threading.Event()\n"
        "store_route = current_session().engine.store\n"
        "put = store_route.put\n"
        "def waits(*entry): gate.wait(20); return put(*entry)\n"
        "store_route.put = waits"
    ).ok
    execution = shell.run("stuck = [4]\n%keep stuck --timeout 1.6")
    assert shell.run("gate.set(); store_route.put = put").ok
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


@pytest.mark.parametrize("magic", ["keep", "artifacts", "autokeep"])
def test_help_is_an_option_too(shell: RealKernel, magic: str) -> None:
    asked = shell.run_ok(f"%{magic} --help")
    assert asked.stdout.startswith(f"  %{magic} [")
    assert "options:" in asked.stdout
    assert not set(asked.stdout) & set("<>")
    assert "::" not in asked.stdout


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
    assert shell.run("%artifacts no_such").result["text/plain"].startswith("No such artifact. ")
    assert shell.run(
        "with cellkeep.Run('elsewhere') as other_run: other_run.save([2], 'input', name='find_far')"
    ).ok
    assert "find_far" not in shell.run("%artifacts find").result["text/plain"]
    for address in ("find_far", "elsewhere/find_far@1", "find_far@latest"):
        assert "elsewhere" in shell.run(f"%artifacts {address}").result["text/plain"]
    assert "find_far@1" in shell.run("%artifacts find_far@7").result["text/plain"]
    everywhere = shell.run("%artifacts FIND_* --all").result["text/plain"]
    assert "find_far" in everywhere
    assert "elsewhere" in everywhere
    assert "analysis.ipynb" in everywhere
    only = shell.run("%artifacts find_ -a -c input").result["text/plain"]
    assert "find_far" in only
    assert "find_me" not in only


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
    assert "shown" in done.stdout
    assert done.stdout.splitlines()[-1] == "['stream', 'execute_result']"
