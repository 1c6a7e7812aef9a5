"""Which outputs are kept by themselves: where that is said, and where it holds."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from autokeep import first_cell, kept_by, kept_since
from front_end import FrontEnd
from real_kernel import Execution, RealKernel

from waiting import wait_until

pytestmark = pytest.mark.usefixtures("off_at_the_end")


def test_a_notebooks_setting_and_its_tagged_cells_hold_without_a_browser(
    shell: RealKernel, page: FrontEnd
) -> None:
    page.auto_capture("figures", ["tagged"])
    page.vanish()
    time.sleep(0.3)
    show_both = "plt.plot([{0}]); plt.title('t{0}'); plt.show()\ndisplay(HTML('h{0}'))"
    assert [one.name for one in kept_by(shell, show_both.format(1), "plain")] == ["t1"]
    kept = kept_by(shell, show_both.format(2), "tagged")
    assert sorted(one.name for one in kept) == [f"output of {first_cell(kept)}", "t2"]
    # What the person writes in the notebook goes before it, save for tagged cells.
    assert shell.run("%autokeep off").stdout == "Saved automatically: no outputs.\n"
    assert kept_by(shell, show_both.format(3), "plain") == []
    assert len(kept_by(shell, show_both.format(4), "tagged")) == 2


def test_a_tagged_cell_that_the_server_executes_is_known_by_its_announcement(
    shell: RealKernel, attach: Callable[..., FrontEnd]
) -> None:
    page = attach(notebook="served.ipynb")
    page.auto_capture("off", ["second"], notebook="served.ipynb")
    source = "served = pd.DataFrame({'a': [1]})\nserved"

    def announce(cell_id: str, source: str) -> None:
        page.announce(cell_id, source)
        count = len(page.snapshots())
        page.resync(expected=1, got=2)  # answered after it was heard
        shell.wait_until(lambda: len(page.snapshots()) > count)

    def cell_ids() -> list[Any]:
        return [one.provenance.cell_id for one in kept_by(shell, source, None)]

    assert cell_ids() == []  # nobody said whose source it is
    # Cells of one source run in the order in which they were announced.
    for cell_id in ("first", "second"):
        announce(cell_id, source)
    assert cell_ids() == []
    assert cell_ids() == ["second"]
    announce("second", source)
    announce("first", source)
    page.auto_capture("off", ["first"], notebook="served.ipynb")
    assert cell_ids() == []
    changed = source.replace("1", "2")
    announce("first", changed)
    (kept,) = kept_by(shell, changed, None)
    assert (kept.name, kept.version, kept.provenance.cell_id) == ("served", 2, "first")
    page.auto_capture("off", [], notebook="served.ipynb")


def test_a_setting_that_comes_while_a_cell_runs_holds_for_what_it_shows_later(
    shell: RealKernel, page: FrontEnd
) -> None:
    def act() -> Execution:
        busy = shell.start(
            "settings = cellkeep.kernel.extension._capture.auto.settings\n"
            "end = time.monotonic() + 10\n"
            "while 'tables' not in settings.of_kernel() and time.monotonic() < end:\n"
            "    time.sleep(0.05)\n"
            "late_table = pd.DataFrame({'a': [1, 2]})\nlate_table",
            "busy",
        )
        page.auto_capture("tables", [], "b.ipynb")
        page.auto_capture("off", [], "a.ipynb")
        return shell.finish(busy)

    assert [one.name for one in kept_since(shell, act)] == ["late_table"]
    page.auto_capture("off", [], "b.ipynb")


def test_it_works_in_plain_ipython_too(run_python: Any, open_store: Any) -> None:
    run_python(
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "import cellkeep, pandas as pd\n"
        "shell.run_cell('import pandas as pd')\n"
        "assert shell.run_cell('%autokeep tables').success\n"
        "assert shell.run_cell('frame = pd.DataFrame({\"a\": [1]})\\nframe', store_history=True)\n"
        "assert shell.run_cell('%artifacts').success"
    )
    (artifact,) = open_store().catalog.artifacts().items
    assert (artifact.name, artifact.kind) == ("frame", "table")
    assert artifact.provenance.source.endswith("frame")


def test_the_spool_has_it_when_the_kernel_is_killed(tmp_path: Path, run_python: Any) -> None:
    with RealKernel(tmp_path) as kernel:
        assert kernel.run("import cellkeep, pandas as pd").ok
        assert kernel.run("%autokeep tables").ok
        # The kernel dies in the very cell that shows it; `push` finds it in the spool.
        kernel.start(
            "import os\nprecious = pd.DataFrame({'a': range(1000)})\n"
            "display(precious)\nos.kill(os.getpid(), 9)"
        )
        wait_until(lambda: not kernel.manager.is_alive())
    run_python("from cellkeep_store.cli import main; main(['push'])")
    with kernel.open_store() as store:
        assert [one.name for one in store.catalog.artifacts().items] == ["precious"]
