"""A Python kernel that is not ipykernel: saves, loads and captures work there too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import KernelManager

import cellkeep

CELLS = [
    "import cellkeep, pandas as pd, numpy as np",
    "df = pd.DataFrame({'a': [1, 2]}); df",
    "print(cellkeep.save(np.arange(3), name='numbers').wait(20).version)",
    "%keep df",
    "%autokeep tables",
    "pd.DataFrame({'shown': [3]})",
    "print(cellkeep.load('numbers').tolist(), bool(cellkeep.flush(20)))",
    "print(sorted(one.name for one in cellkeep.current_run().list()))",
]


def in_kernel(folder: Path) -> KernelManager:
    """Start xeus-python from an environment of its own; other packages are those of the tests."""
    uv = [sys.executable, "-m", "uv", "--quiet"]
    subprocess.run([*uv, "venv", "--python", sys.executable, str(folder)], check=True)
    python = folder / "bin" / "python"
    subprocess.run([*uv, "pip", "install", "--python", python, "xeus-python"], check=True)
    [packages] = folder.glob("lib/python3*/site-packages")
    bridge = str(Path(cellkeep.__file__).parents[1])
    here = next(path for path in sys.path if path.endswith("site-packages"))
    (packages / "of_the_tests.pth").write_text(f"{bridge}\n{here}\n")
    os.environ["JUPYTER_PATH"] = str(folder / "share" / "jupyter")
    manager = KernelManager(kernel_name="xpython")
    assert manager.kernel_spec is not None
    manager.kernel_spec.argv[0] = str(python)  # which would be that of the tests
    manager.start_kernel()
    return manager


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="PyPI has xeus-python for Linux only")
def test_xeus_python_saves_loads_and_keeps_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store_folder: Path
) -> None:
    monkeypatch.setenv("JUPYTER_PATH", "")  # is put back after the test
    manager = in_kernel(tmp_path / "env")
    client = manager.client()
    client.start_channels()
    said: list[str] = []

    def hear(message: dict[str, Any]) -> None:
        content = message["content"]
        said.append(content["text"] if message["msg_type"] == "stream" else "")
        assert message["msg_type"] != "error", content["traceback"]

    try:
        client.wait_for_ready(timeout=60)
        for code in CELLS:
            client.execute_interactive(code, timeout=60, output_hook=hear)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    text = "".join(said)
    assert "Error" not in text, text
    assert "[0, 1, 2] True" in text
    assert "'df', 'numbers', 'table of cell [6]'" in text
