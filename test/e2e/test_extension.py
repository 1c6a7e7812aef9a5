"""Each of the public tokens in another extension: `examples/molecules`, built and used."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab_page import LabPage
from lab_server import ROOT, LabServer
from notebooks import code_cell, display, write_notebook

EXAMPLE = ROOT / "examples" / "molecules"
WATER = "3\nwater\nO 0 0 0\nH 0.76 0.59 0\nH -0.76 0.59 0\n"
XYZ = "chemical/x-xyz"


def build(folder: Path) -> Path:
    """Build a copy of the example as its author would, with this tree's own `cellkeep`."""
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("node_modules", "lib"))
    modules = folder / "node_modules"
    modules.mkdir()
    for module in (ROOT / "node_modules").iterdir():
        (modules / module.name).symlink_to(module)
    (modules / "cellkeep").symlink_to(ROOT)
    config = (folder / "tsconfig.json").read_text().replace("../../tsconfig", f"{ROOT}/tsconfig")
    (folder / "tsconfig.json").write_text(config)
    for command in (["node", modules / "typescript" / "bin" / "tsc"], ["jupyter-builder", "build"]):
        last = ["."] if command[0] == "jupyter-builder" else ["--preserveSymlinks"]
        done = subprocess.run(
            [*command, *last], cwd=folder, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return folder / "labextension"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    server = LabServer(tmp_path_factory.mktemp("extension"))
    built = build(tmp_path_factory.mktemp("example") / "molecules")
    shutil.copytree(built, server.home / "data" / "labextensions" / "cellkeep-molecules")
    server.start()
    yield server
    server.stop()


def test_an_extension_keeps_and_shows_its_own_kind(lab: LabPage, server: LabServer) -> None:
    molecule = display({XYZ: WATER, "text/plain": "<Molecule>"})
    broken = display({"text/plain": "only text"})
    write_notebook(server.notebooks / "water.ipynb", code_cell("w", "w", molecule, broken))
    lab.open("water.ipynb")
    output = lab.page.locator(".jp-OutputArea-child")
    output.nth(0).hover()
    button = output.nth(0).get_by_role("button", name="Save this output: molecule as XYZ file")
    button.click()
    artifact = lab.wait_stored("water.xyz")["water.xyz"]
    assert (artifact["media_type"], artifact["summary"]) == (XYZ, "3 atoms")
    assert artifact["size"] == len(WATER)

    # As displayed where the person says so, and for outputs that are none of its business.
    lab.output_menu(lab.outputs().nth(0), "Save Output as Displayed")
    lab.output_menu(lab.outputs().nth(1), "Save Output as Artifact")
    found = lab.wait_stored("w", "output of cell [1]")
    assert {found[name]["codec"] for name in ("w", "output of cell [1]")} == {"mimebundle.v1"}

    lab.show_sidebar()
    lab.row("water.xyz").dblclick()
    for place in (lab.page.get_by_role("main"), lab.page.get_by_role("region", name="Artifacts")):
        place.get_by_role("img", name="water.xyz: 3 atoms").wait_for()
        assert place.locator("svg circle title", has_text="O").count() == 1


def test_an_extension_saves_by_itself(lab: LabPage) -> None:
    lab.open()
    lab.command("cellkeep-molecules:save-water")
    artifact = lab.wait_stored("example.xyz")["example.xyz"]
    assert (artifact["media_type"], artifact["category"]) == (XYZ, "input")
    assert artifact["size"] == len(WATER)
    lab.command("cellkeep:open-artifact", artifactId=artifact["id"])
    lab.page.get_by_role("img", name="example.xyz: 3 atoms").wait_for()
