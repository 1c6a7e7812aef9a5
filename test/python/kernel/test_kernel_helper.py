"""What a front end has a new kernel do before its first cell."""

from __future__ import annotations

import importlib
import sys
import time
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from front_end import FrontEnd
from real_kernel import RealKernel

from cellkeep.kernel.installed_only import installed_only

# The thread that brings the rest is held back, and what the main thread took is measured.
LOAD = """(lambda names: exec('''
import sys, threading, time
before, start = set(sys.modules), threading.Thread.start
threading.Thread.start = lambda self: None
began = time.thread_time()
import cellkeep
took = time.thread_time() - began
threading.Thread.start = start
new = sorted(set(sys.modules) - before)
import cellkeep.kernel.extension as extension
extension._start()
''', names) or (names["took"], names["new"]))({})"""
LOADED = "[name for name in __import__('sys').modules if name.startswith(('cellkeep', 'pyarrow'))]"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealKernel]:
    with RealKernel(tmp_path_factory.mktemp("fresh")) as real:
        yield real


def ask(kernel: RealKernel, expression: str) -> Any:
    """What an expression is in the kernel, by a request that is no cell."""
    client = kernel.client
    sent = client.execute(
        # As text, as in the front end's request: other objects are looked at as displays are.
        "",
        silent=True,
        store_history=False,
        user_expressions={"answer": f"repr({expression})"},
    )
    while True:
        reply = client.get_shell_msg(timeout=60)
        if reply["parent_header"]["msg_id"] == sent:
            answer = reply["content"]["user_expressions"]["answer"]
            return literal_eval(literal_eval(answer["data"]["text/plain"]))


def test_a_new_kernel_waits_for_the_display_hooks_alone(fresh: RealKernel) -> None:
    took, new = ask(fresh, LOAD)
    print(f"\nthe import took {took * 1e3:.1f} ms of the main thread, {len(new)} modules")
    assert {name.partition(".")[0] for name in new} <= {"cellkeep", "cellkeep_core"}
    assert len(new) < 30, new
    assert not [name for name in new if ".transfer" in name or ".magics" in name]
    # It is no cell: nothing was counted or shown, and nothing is loaded ahead before there is one.
    fresh.wait_until(fresh.has_feed)
    time.sleep(1.5)
    loaded = ask(fresh, LOADED)
    assert "cellkeep.kernel.magics.magics" in loaded
    assert not [name for name in loaded if ".codecs." in name or name.startswith("pyarrow")]
    first = fresh.run("print(len(In), 'sys' in dir(), 'cellkeep' in dir())\n%autokeep")
    assert first.stdout == "2 False False\nSaved automatically: no outputs.\n"
    assert fresh.client.history(reply=True, hist_access_type="tail", n=9)["content"]["history"] == [
        [1, 1, "print(len(In), 'sys' in dir(), 'cellkeep' in dir())\n%autokeep"]
    ]


def test_a_magic_that_is_used_at_once_brings_itself(tmp_path: Path) -> None:
    with RealKernel(tmp_path) as kernel:
        # In the same breath as the load, as with Run All.
        kernel.client.execute("", silent=True, user_expressions={"a": "__import__('cellkeep')"})
        assert kernel.run("seven = 7\n%keep seven").ok
        assert kernel.run("%%keep shown\nprint(1)").ok


def test_a_front_end_that_comes_while_the_feed_is_being_opened_is_heard(tmp_path: Path) -> None:
    slowly = (
        "import comm, time\n"
        "create = comm.create_comm\n"
        "def slowly(*args, **options):\n"
        "    made = create(*args, **options)\n"
        "    time.sleep(1)\n"
        "    return made\n"
        "comm.create_comm = slowly"
    )
    with RealKernel(tmp_path) as kernel:
        assert kernel.run(slowly).ok
        opening = kernel.start("import cellkeep")
        front_end = FrontEnd(kernel)  # as soon as the feed is there
        kernel.wait_until(front_end.snapshots, 5)
        front_end.leave()
        assert kernel.finish(opening, 20).ok


def test_magics_are_made_beside_others_that_a_cell_brings_to_life() -> None:
    # IPython's decorators pass names through a variable of their module, which no lock guards.
    from IPython.core import magic

    from cellkeep.kernel.magics.magics import KeepMagics

    there = {kind: dict(names) for kind, names in magic.magics.items()}
    module = sys.modules.pop("cellkeep.kernel.magics.magics")
    magic.magics["line"]["of_another_class"] = "of_another_class"
    try:
        again = importlib.import_module("cellkeep.kernel.magics.magics").KeepMagics
        assert magic.magics["line"] == there["line"] | {"of_another_class": "of_another_class"}
        assert again.magics == KeepMagics.magics
        assert again.magics["line"].keys() == {"keep", "autokeep", "artifacts"}
    finally:
        magic.magics["line"].pop("of_another_class", None)
        sys.modules["cellkeep.kernel.magics.magics"] = module


def test_what_the_helper_imports_is_not_taken_from_the_folder_of_the_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("notebook", "installed"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "planted_module.py").write_text(f"where = {folder!r}")
    monkeypatch.chdir(tmp_path / "notebook")
    monkeypatch.setattr(sys, "path", ["", *sys.path, str(tmp_path / "installed")])
    monkeypatch.delitem(sys.modules, "planted_module", raising=False)
    with installed_only():
        planted = importlib.import_module("planted_module")
    del sys.modules["planted_module"]
    assert planted.where == "installed"
    assert importlib.import_module("planted_module").where == "notebook"
