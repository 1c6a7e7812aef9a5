"""A run that another process made: found by its name or id, read, and saved on to."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest
from real_kernel import RealKernel

import cellkeep
from cellkeep.errors import AmbiguousRunError, CellkeepError, RunNotFoundError
from cellkeep_core.runs import VERSION_RULES
from cellkeep_store import Store

OpenStore = Callable[[], Store]


def test_a_run_goes_on_in_the_next_process(
    run_python: Callable[..., subprocess.CompletedProcess[str]], open_store: OpenStore
) -> None:
    told = run_python(
        "import cellkeep\n"
        "with cellkeep.Run('training', '/night', ['lr'], {'seed': 7}) as run:\n"
        "    run.save([1], 'output', name='w')\n"
        "print(run.id)\n"
    )
    its_id = told.stdout.strip()
    assert cellkeep.load("w", run="training") == [1]
    assert cellkeep.load("w", run=its_id) == [1]

    for which in ("training", its_id):
        run = cellkeep.open_run(which)
        assert (run.id, run.name, run.folder) == (its_id, "training", "/night")
        assert (run.tags, run.metadata) == (["lr"], {"seed": 7})
        assert run.load("w", version=1) == [1]
    assert run.save([2], "output", name="w").wait().version == 2
    assert [info.run.id for info in open_store().catalog.runs().items] == [its_id]


def test_a_new_run_of_a_known_name_says_where_the_other_is() -> None:
    first = cellkeep.Run("training")
    first.save([1], "output", name="w").wait()
    with pytest.raises(cellkeep.errors.ArtifactNotFoundError) as refused:
        cellkeep.Run("training").load("w")
    said = str(refused.value)
    assert f"cellkeep.load('w', run='{first.id}')" in said
    assert f"cellkeep.open_run('{first.id}')" in said
    assert f"`cellkeep ls --run {first.id}`" in said


def test_of_several_runs_of_a_name_none_is_guessed() -> None:
    runs = [cellkeep.Run("training") for _ in range(3)]
    for number, run in enumerate(runs):
        run.save([number], "output", name="w").wait()
    for ask in (lambda: cellkeep.load("w", run="training"), lambda: cellkeep.open_run("training")):
        with pytest.raises(AmbiguousRunError) as refused:
            ask()
        said = str(refused.value)
        assert all(run.id in said for run in runs)
        assert said.count("begun 20") == 3
        assert "no notebook" in said
        assert f"`cellkeep ls --run {runs[2].id}`" in said
    assert cellkeep.load("w", run=runs[1].id) == [1]


def test_a_run_that_is_only_in_the_spool_is_found_while_the_store_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CELLKEEP_ROUTES", "spool")
    run = cellkeep.Run("training")
    run.save([1], "output", name="w")
    assert cellkeep.load("w", run="training") == [1]
    assert cellkeep.load("w", run=run.id) == [1]


def test_no_run_is_a_word_that_helps() -> None:
    with pytest.raises(RunNotFoundError, match="`cellkeep runs`"):
        cellkeep.open_run("training")
    with pytest.raises(RunNotFoundError):
        cellkeep.load("w", run="training")


@pytest.mark.parametrize(
    ("rule", "left"), [(None, [1, 2]), ("skip-if-same", [1, 2]), ("version", [1, 2, 3])]
)
def test_what_a_name_that_is_saved_again_becomes(
    rule: str | None, left: list[int], open_store: OpenStore
) -> None:
    run = cellkeep.Run("training", versions=rule)  # type: ignore[arg-type]
    assert _saved_again(run) == left
    settings = open_store().catalog.run(run.id).settings
    assert settings
    assert settings.versions == (rule or "skip-if-same")


def test_a_run_that_overwrites_keeps_the_last_until_its_settings_say_otherwise(
    open_store: OpenStore,
) -> None:
    from cellkeep_core.protocol import RunSettings

    run = cellkeep.Run("training", versions="overwrite")
    assert _saved_again(run) == [2]
    open_store().editor.put_settings(run.id, RunSettings("version"))
    assert _saved_again(run) == [2, 3, 4, 5]


def test_the_rules_are_the_schemas_and_another_word_is_refused() -> None:
    assert set(VERSION_RULES) == {"version", "overwrite", "skip-if-same"}
    with pytest.raises(CellkeepError, match="'version', 'overwrite' or 'skip-if-same'"):
        cellkeep.Run("training", versions="replace")  # type: ignore[arg-type]


def _saved_again(run: cellkeep.Run) -> list[int]:
    for value in ([1], [2], [2]):
        run.save(value, "output", name="w").wait()
    return sorted(one.version for one in run.list())


def test_a_new_run_begins_at_the_first_version_and_finds_the_one_before() -> None:
    first = cellkeep.current_run()
    cellkeep.save([1], "output", name="w").wait()
    second = cellkeep.new_run("lr 0.2", metadata={"lr": 0.2})
    assert cellkeep.current_run() is second
    with pytest.warns(cellkeep.CellkeepWarning, match=f"'{first.id[:12]}/w@1'"):
        assert cellkeep.load("w") == [1]
    assert cellkeep.save([2], "output", name="w").wait().version == 1
    assert (cellkeep.load("w"), first.load("w")) == ([2], [1])
    assert not first.closed


def test_a_changed_parameter_says_once_that_the_run_goes_on(kernel: RealKernel, attach) -> None:
    assert kernel.run("lr = 0.1", cell_id="parameters").ok
    assert kernel.run("import cellkeep; cellkeep.save({'lr': lr}, 'output', name='r')").ok
    # The same, and what is another cell by now: nothing to ask about.
    for code in ("lr = 0.1", "print(lr, end='')", "%time lr = 0.1"):
        assert "cellkeep.new_run()" not in kernel.run(code, cell_id="parameters").stdout
    assert kernel.run("lr = 0.1; seed: int = 7", cell_id="parameters").stdout == ""
    said = kernel.run("lr = 0.2\nseed: int = 8", cell_id="parameters").stdout
    assert said.startswith("Cellkeep: lr and seed changed.")
    assert "cellkeep.new_run()" in said
    assert kernel.run("lr = 0.3", cell_id="parameters").stdout == ""
    assert kernel.value("cellkeep.new_run('lr 0.3').name") == "lr 0.3"
    assert kernel.run("lr = 0.4", cell_id="parameters").stdout == ""
    # Where a page can offer the new run, the notebook's outputs stay as they are.
    page = attach()
    anew = "from cellkeep.kernel.run_hint import RunHint\nhint = RunHint(get_ipython())"
    assert kernel.run(anew).ok
    assert kernel.run("lr = 0.4", cell_id="other").stdout == ""
    assert kernel.run("lr = 0.5", cell_id="other").stdout == ""
    assert kernel.wait_until(page.hints) == [(page.client_id, ["lr"])]


def test_a_restarted_kernel_goes_on_with_the_run_that_its_page_knows(kernel: RealKernel) -> None:
    told = {
        "id": "0" * 32,
        "name": "lr 0.2",
        "folder": "/lr",
        "tags": ["best"],
        "metadata": {"lr": 0.2},
        "created_at": "2026-11-25T12:00:00.000Z",
    }
    begin = "from cellkeep.kernel.extension import begin\nbegin('c', 'a.ipynb', nothing, run=told)"
    # As in a process that was just started, by a kernel of which no run is noted.
    forget = (
        "from cellkeep.context import kernel_run\n"
        "kernel_run._path().unlink(missing_ok=True)\n"
        "cellkeep.transfer.session.current_session().current_run = None\n"
    )
    wish = f"told, nothing = {told!r}, dict(what='off', cells=[])\n"
    assert kernel.run("import cellkeep, cellkeep.transfer.session\n" + forget + wish + begin).ok
    known = kernel.value("cellkeep.current_run().describe()")
    assert all(repr(value) in known for value in told.values()), known
    # What was begun meanwhile stays.
    kernel.run("cellkeep.new_run('own')\n" + begin)
    assert kernel.value("cellkeep.current_run().name") == "own"


def test_a_kernel_that_is_restarted_without_a_page_goes_on_with_its_newest_run(
    kernel: RealKernel,
) -> None:
    other = kernel.folder / "cellkeep-run-kernel-of-another.json"
    other.write_text("{}")  # its kernel is gone
    assert kernel.run("import cellkeep; run = cellkeep.new_run('lr 0.2', metadata={'lr': 0.2})").ok
    newest = kernel.value("cellkeep.current_run().describe()")
    kernel.restart()
    assert kernel.run("import cellkeep").ok
    assert kernel.value("cellkeep.current_run().describe()") == newest
    assert not other.exists()


def test_a_new_run_is_begun_without_a_cell_and_every_front_end_hears_which_it_is(
    kernel: RealKernel, attach
) -> None:
    assert kernel.run("import cellkeep").ok
    first, second = attach(), attach()
    before = kernel.value("cellkeep.current_run().id")
    assert [each.run.id for each in first.snapshots()[-1:]] == [before]
    with kernel.arrived:
        heard = len(kernel.messages)
    first.new_run()
    told = kernel.wait_until(lambda: second.told_run(other_than=before))
    with kernel.arrived:
        kinds = {one["msg_type"] for one in kernel.messages[heard:]}
    assert kinds <= {"comm_msg", "status"}
    assert kernel.value("cellkeep.current_run().id") == told.id
    assert told.kernel_id == kernel.kernel_id
    again = kernel.value("cellkeep.new_run('by hand').id")
    assert kernel.wait_until(lambda: first.told_run(other_than=told.id)).id == again
    late = attach()
    assert late.snapshots()[-1].run.name == "by hand"
