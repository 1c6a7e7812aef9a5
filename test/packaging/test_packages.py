"""The wheel and the sdist in dist/ (made by `make`) are complete products."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
IMPORTS = "import cellkeep, cellkeep_core, cellkeep_store, cellkeep_server"


def only(pattern: str) -> Path:
    [found] = (ROOT / "dist").glob(pattern)
    return found


def test_the_wheel_holds_helper_server_front_end_and_settings() -> None:
    names = set(zipfile.ZipFile(only("*.whl")).namelist())
    data = next(name.split("/")[0] for name in names if ".data/" in name)
    extension = f"{data}/data/share/jupyter/labextensions/cellkeep"
    for wanted in (
        "cellkeep/__init__.py",
        "cellkeep/py.typed",
        "cellkeep_core/data/types.json",
        "cellkeep_store/__init__.py",
        "cellkeep_server/__init__.py",
        f"{extension}/package.json",
        f"{extension}/install.json",
        f"{extension}/schemas/cellkeep/plugin.json",
        f"{data}/data/etc/jupyter/jupyter_server_config.d/cellkeep.json",
    ):
        assert wanted in names, wanted
    assert any(name.startswith(f"{extension}/static/remoteEntry") for name in names)
    assert not [name for name in names if "node_modules" in name or name.endswith(".map.map")]


def test_the_sdist_holds_the_built_front_end_and_no_rubbish() -> None:
    with tarfile.open(only("*.tar.gz")) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    assert "python-bridge/cellkeep/labextension/package.json" in names
    assert "src/index.ts" in names
    assert "schema/protocol.json" in names
    assert not [
        name for name in names if name.startswith((".venv", "node_modules", "test-results"))
    ]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("pattern", ["*.whl", "*.tar.gz"])
def test_it_installs_where_there_is_no_node(pattern: str, tmp_path: Path) -> None:
    """A fresh environment, and a PATH without node: the front end in the package is used."""
    venv.create(tmp_path / "env", with_pip=True, symlinks=True)
    binaries = tmp_path / "env" / "bin"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("git", "sh", "uname"):
        found = shutil.which(tool)
        if found:
            (tools / tool).symlink_to(found)
    environment["PATH"] = f"{binaries}:{tools}"
    install = [str(binaries / "pip"), "install", "--quiet", "--no-deps", str(only(pattern))]
    subprocess.run(install, check=True, env=environment, timeout=500, cwd=tmp_path)
    share = tmp_path / "env" / "share" / "jupyter" / "labextensions" / "cellkeep"
    assert json.loads((share / "package.json").read_text())["name"] == "cellkeep"
    assert (share / "install.json").exists()
    config = tmp_path / "env" / "etc" / "jupyter" / "jupyter_server_config.d" / "cellkeep.json"
    assert json.loads(config.read_text())["ServerApp"]["jpserver_extensions"]["cellkeep_server"]
    assert (binaries / "cellkeep").exists()
    # The dependencies are those of the environment that runs the tests.
    here = next(path for path in sys.path if path.endswith("site-packages"))
    [there] = (tmp_path / "env" / "lib").glob("python*/site-packages")
    code = f"{IMPORTS}; assert cellkeep.__file__.startswith({str(there)!r})"
    path = os.pathsep.join([str(there), here])
    subprocess.run(
        [str(binaries / "python"), "-c", code],
        check=True,
        env=environment | {"PYTHONPATH": path},
        timeout=60,
        cwd=tmp_path,
    )


def test_jupyter_finds_both_extensions() -> None:
    jupyter = [sys.executable, "-m", "jupyter"]
    for command in (["labextension", "list"], ["server", "extension", "list"]):
        result = subprocess.run(
            [*jupyter, *command], capture_output=True, text=True, check=True, timeout=120
        )
        listed = result.stdout + result.stderr
        lines = [line for line in listed.splitlines() if "cellkeep" in line]
        assert any("OK" in line or "enabled" in line for line in lines), listed
