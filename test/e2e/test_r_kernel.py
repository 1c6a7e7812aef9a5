"""A notebook in R, whose kernel has no helper: the page saves what its cells show."""

from __future__ import annotations

import json
import re
from typing import Any

from lab_page import LabPage
from lab_server import LabServer
from line import wait_until
from notebooks import code_cell, write_notebook
from playwright.sync_api import expect

R = {"name": "ir", "display_name": "R", "language": "R"}
CELLS = {
    "plot": "plot(1:10, main = 'Squares')",
    "frame": "head(mtcars, 3)",
    "text": "summary(c(1, 2, 9))",
    "print": "cat('fitted\\n')",
    "error": "stop('no data')",
}


def test_what_cells_of_r_show_is_saved_by_the_page(lab: LabPage, server: LabServer) -> None:
    cells = [code_cell(name, source, count=None) for name, source in CELLS.items()]
    write_notebook(server.notebooks / "analysis.ipynb", *cells, kernel=R)
    lab.open("analysis.ipynb")
    for name, source in CELLS.items():
        lab.run_cell(lab.cell(source))
        lab.command("cellkeep:save-cell-outputs", cellId=name)
    wait_until(lambda: len(lab.stored()) >= len(CELLS), timeout=60)
    found = {one["provenance"]["cell_id"]: one for one in lab.stored()}
    assert found.keys() == CELLS.keys()
    for name, artifact in found.items():
        provenance = artifact["provenance"]
        assert provenance["source"] == CELLS[name]
        assert provenance["language"].startswith("R")
        assert provenance["captured"] == "display"

    def output(name: str) -> dict[str, Any]:
        told = server.get(f"cellkeep/api/artifacts/{found[name]['id']}/content")
        (kept,) = told["outputs"]
        return kept

    assert {"image/png", "text/plain"} <= output("plot")["data"].keys()
    assert "Mazda" in json.dumps(output("frame")["data"]["text/html"])
    assert "4" in output("text")["data"]["text/plain"]
    assert output("print")["text"] == "fitted\n"
    assert "no data" in output("error")["evalue"]
    ticks = lab.page.get_by_role("button", name=re.compile("^Saved as .* v1: as displayed"))
    expect(ticks).to_have_count(len(CELLS))
