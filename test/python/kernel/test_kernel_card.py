"""The card of a save, a restart in the middle, and the cost of the import, in real kernels."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from front_end import FrontEnd
from real_kernel import Execution, RealKernel

from cellkeep.card import CARD
from waiting import wait_until


def updates(kernel: RealKernel, display_id: str) -> list[dict[str, Any]]:
    """The data of each update of a display."""
    with kernel.arrived:
        return [
            one["content"]["data"]
            for one in kernel.messages
            if one["msg_type"] == "update_display_data"
            and one["content"]["transient"]["display_id"] == display_id
        ]


def display_id_of(execution: Execution) -> str:
    (shown,) = execution.outputs("display_data")
    return str(shown["transient"]["display_id"])


def states(card: dict[str, Any]) -> list[str]:
    return [one["state"] for one in card[CARD]["saves"]]


def test_the_card_says_how_the_save_ended_with_nobody_there_to_follow_it(
    kernel: RealKernel,
) -> None:
    execution = kernel.run_ok(
        "import cellkeep\nrun = cellkeep.current_run()\nrun.save([1], 'output', name='loss curve')"
    )
    assert set(execution.card) == {"text/plain", "text/html", CARD}
    # While its cell runs: nbconvert takes nothing that comes later.
    (card,) = updates(kernel, display_id_of(execution))
    (save,) = card[CARD]["saves"]
    assert (save["name"], save["state"]) == ("loss curve", "stored")
    assert save.keys() >= {"sha256", "codec", "size"}
    assert "id" not in save  # two equal runs write the same card
    assert "· stored as v1" in card["text/html"]
    assert "'loss curve' v1 stored" in card["text/plain"]


def test_the_card_is_drawn_again_when_its_save_has_ended(
    kernel: RealKernel, attach: Callable[..., FrontEnd]
) -> None:
    front_end = attach(upload=False)
    execution = kernel.run_ok("h = run.save(list(range(50)), 'output', name='held'); h")
    display_id = display_id_of(execution)
    for text in (execution.card["text/html"], execution.card["text/plain"]):
        assert not any(state in text for state in ("queued", "hashing", "uploading", "stored"))
    kernel.wait_until(lambda: front_end.offers())
    assert updates(kernel, display_id) == []
    front_end.command("cancel", execution.card[CARD]["saves"][0]["id"])
    kernel.wait_until(lambda: updates(kernel, display_id))
    (last,) = updates(kernel, display_id)
    assert states(last) == ["cancelled"]
    assert "not stored, cancelled" in last["text/html"]
    assert states(kernel.run("h").card) == ["cancelled"]


def test_a_few_handles_are_cards_and_many_are_a_table(kernel: RealKernel) -> None:
    for count in (2, 12):
        folder = kernel.folder / f"files{count}"
        folder.mkdir()
        for number in range(count):
            (folder / f"{number:02}.txt").write_text(str(number))

    def final(code: str) -> dict[str, Any]:
        execution = kernel.run(code)
        return (updates(kernel, display_id_of(execution)) or [execution.card])[-1]

    few = final("run.save_directory('files2', 'input')")
    many = final("run.save_directory('files12', 'input')")
    assert states(few) == ["stored"] * 2
    assert states(many) == []
    assert "12 artifacts" in many["text/html"]
    assert many["text/html"].count("stored as v1") == 12


def test_a_kernel_that_is_killed_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    with RealKernel(tmp_path) as kernel:
        kernel.run_ok(
            "import cellkeep\n"
            "from cellkeep.transfer.engine import Engine\n"
            "Engine._start_workers = lambda self: None\n"
            "run = cellkeep.current_run()\n"
            "for n in range(5): run.save({'n': n}, 'output', name=f'kept {n}')"
        )
        with kernel.open_store() as store:
            assert store.status().spooled == 5
        kernel.restart()
        assert kernel.run("import cellkeep").ok
        with kernel.open_store() as store:
            wait_until(lambda: len(store.catalog.artifacts().items) == 5)
            found = store.catalog.artifacts().items
            assert sorted(one.name for one in found) == [f"kept {n}" for n in range(5)]
            assert {one.run_id for one in found} == {kernel.kernel_id.replace("-", "")}
        assert kernel.value("cellkeep.load('kept 3')") == "{'n': 3}"


def test_importing_loads_only_our_own_modules(
    run_python: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    """What it costs is a figure of the benches (``import``); what it loads is the reason for it."""
    done = run_python(
        "import sys, ipykernel.ipkernel, ipykernel.zmqshell\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "before = {one.split('.')[0] for one in sys.modules}\n"
        "import cellkeep\n"
        "loaded = {one.split('.')[0] for one in sys.modules} - before\n"
        "print(*sorted(loaded - sys.stdlib_module_names))\n"
        "print('keep' in shell.magics_manager.magics['line'])"
    )
    loaded, has_magic = done.stdout.splitlines()
    assert set(loaded.split()) <= {"cellkeep", "cellkeep_core", "msgspec"}
    assert has_magic == "True"


def test_a_plain_import_needs_neither_ipython_nor_the_store(
    run_python: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = run_python(
        "import sys, cellkeep\n"
        "print([one for one in ('IPython', 'cellkeep_store', 'comm', 'ipywidgets') "
        "if one in sys.modules], cellkeep.__version__, 'save' in dir(cellkeep))"
    )
    assert done.stdout.startswith("[] 0."), done.stderr
