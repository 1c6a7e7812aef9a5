"""The live card, a restart in the middle, and the cost of the import, in real kernels."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from front_end import FrontEnd
from real_kernel import RealKernel


def widget_messages(kernel: RealKernel) -> list[dict[str, Any]]:
    with kernel.arrived:
        opened = [
            one
            for one in kernel.messages
            if one["msg_type"] == "comm_open"
            and one["content"]["target_name"] == "jupyter.widget"
            and one["content"]["data"]["state"].get("_model_name") == "CardModel"
        ]
        ids = {one["content"]["comm_id"] for one in opened}
        return opened + [
            one
            for one in kernel.messages
            if one["msg_type"] == "comm_msg" and one["content"]["comm_id"] in ids
        ]


def states(kernel: RealKernel) -> list[str]:
    return [
        one["content"]["data"]["state"]["status"]["state"]
        for one in widget_messages(kernel)
        if "status" in one["content"]["data"].get("state", {})
    ]


def test_the_card_is_a_widget_that_follows_its_save_to_the_end(kernel: RealKernel) -> None:
    execution = kernel.run(
        "import cellkeep, pandas as pd\n"
        "from matplotlib.figure import Figure\n"
        "figure = Figure(); figure.subplots().plot([1, 2])\n"
        "run = cellkeep.current_run()\n"
        "run.save(figure, 'output', name='loss curve')"
    )
    assert execution.ok, execution.outputs("error")
    data = execution.result
    assert {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"} <= set(data)
    opened = widget_messages(kernel)[0]
    assert (
        data["application/vnd.jupyter.widget-view+json"]["model_id"]
        == (opened["content"]["comm_id"])
    )
    state = opened["content"]["data"]["state"]
    assert state["_model_module"] == state["_view_module"] == "cellkeep"
    assert (state["_view_name"], state["_model_module_version"]) == ("CardView", "^0.1.0")
    assert state["status"]["name"] == "loss curve"
    assert state["status"]["origin"] == "kernel"
    assert state["preview"]["type"] == "output"
    assert opened["content"]["data"]["buffer_paths"] == [["thumbnail"]]
    assert bytes(opened["buffers"][0]).startswith(b"\x89PNG")
    kernel.wait_until(lambda: states(kernel)[-1] == "stored")
    last = widget_messages(kernel)[-1]["content"]["data"]["state"]["status"]
    assert last["receipt"]["version"] == 1


def test_the_cards_buttons_reach_the_save(kernel: RealKernel) -> None:
    front_end = FrontEnd(kernel, acknowledge=True, upload=False)
    kernel.wait_until(front_end.snapshots)
    execution = kernel.run("h = run.save(list(range(50)), 'output', name='held'); h")
    assert execution.ok
    model_id = execution.result["application/vnd.jupyter.widget-view+json"]["model_id"]
    kernel.wait_until(lambda: front_end.offers())
    for action, state in (("pause", "paused"), ("cancel", "cancelled")):
        message = kernel.client.session.msg(
            "comm_msg",
            {
                "comm_id": model_id,
                "data": {"method": "custom", "content": {"action": action}},
            },
        )
        kernel.client.shell_channel.send(message)
        kernel.wait_until(lambda state=state: states(kernel)[-1] == state)
    front_end.leave()
    again = kernel.run("h")
    assert again.result["application/vnd.jupyter.widget-view+json"]["model_id"] == model_id


def test_a_few_handles_are_live_cards_and_many_are_a_table(kernel: RealKernel) -> None:
    for count in (2, 12):
        folder = kernel.folder / f"files{count}"
        folder.mkdir()
        for number in range(count):
            (folder / f"{number:02}.txt").write_text(str(number))
    few = kernel.run("run.save_directory('files2', 'input')").result
    many = kernel.run("run.save_directory('files12', 'input')").result
    assert "application/vnd.jupyter.widget-view+json" in few
    assert "application/vnd.jupyter.widget-view+json" not in many
    assert "12 artifacts" in many["text/html"]


def test_a_kernel_that_is_killed_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    kernel = RealKernel(tmp_path)
    try:
        setup = kernel.run(
            "import cellkeep\n"
            "from cellkeep.transfer.engine import Engine\n"
            "Engine._start_workers = lambda self: None\n"
            "run = cellkeep.current_run()\n"
            "for n in range(5): run.save({'n': n}, 'output', name=f'kept {n}')"
        )
        assert setup.ok, setup.outputs("error")
        with kernel.open_store() as store:
            assert store.status().spooled == 5
        kernel.manager.restart_kernel(now=True)
        kernel.client.wait_for_ready(timeout=60)
        assert kernel.run("import cellkeep").ok
        deadline = time.monotonic() + 60
        with kernel.open_store() as store:
            while len(store.artifacts().items) < 5 and time.monotonic() < deadline:
                time.sleep(0.1)
            found = store.artifacts().items
            assert sorted(one.name for one in found) == [f"kept {n}" for n in range(5)]
            assert {one.run_id for one in found} == {kernel.kernel_id.replace("-", "")}
        assert kernel.value("cellkeep.load('kept 3')") == "{'n': 3}"
    finally:
        kernel.stop()


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
