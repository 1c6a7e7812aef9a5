"""Ten million rows of Parquet opened in JupyterLab: in a team's object storage, and in a folder."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from figure_to_stored import chromium
from figures import Figure
from lab_page import LabPage
from lab_server import LabServer
from presigned import team
from rounds import MB, shuffled
from viewers import OPEN, SEEN

from object_storage import let_pages_in
from ports import free_port

ROUNDS = 5
WRITE = """
import sys, numpy as np, pyarrow as pa, pyarrow.parquet as pq
rows = 10_000_000
ids = np.arange(rows)
words = pa.array(["Mercury", "Venus", "Earth", "Mars"]).take(pa.array(ids % 4))
table = pa.table({"id": ids, "value": np.sin(ids / 1e6), "word": words})
pq.write_table(table, sys.argv[1], row_group_size=100_000)
"""
SAVE = """
import cellkeep, sys
run = cellkeep.Run("large", environment=False)
print(run.save(sys.argv[1], "output", name="rows").wait(300).id)
"""


class LabOfTeam(LabServer):
    """JupyterLab whose library is the service's."""

    service = ""

    @property
    def environment(self) -> dict[str, str]:
        address = self.service.removesuffix("cellkeep/api/")
        return super().environment | {"CELLKEEP_SERVER": address, "CELLKEEP_TOKEN": "of-olga"}


def measure(folder: Path) -> list[Figure]:
    file = folder / "rows.parquet"
    _run(WRITE, file)
    with team(folder) as (endpoint, url), chromium() as browser:
        LabOfTeam.service = url
        servers = {"folder": LabServer(folder / "alone"), "storage": LabOfTeam(folder / "of team")}
        asked: dict[str, list[tuple[str, int]]] = {name: [] for name in servers}
        opens = {}
        try:
            for name, server in servers.items():
                server.port = free_port()
                server.notebooks.mkdir(parents=True)
                saved = _run(SAVE, file, environment=server.environment)
                server.start()
                let_pages_in(endpoint, server.url)
                page = browser.new_page()
                lab = LabPage(page, server).open()
                lab.show_sidebar()
                page.on("response", lambda answer, its=asked[name]: its.append(_told(answer)))
                opens[name] = lambda lab=lab, saved=saved, its=asked[name]: _open(lab, saved, its)
            for look in opens.values():
                look()  # the viewer's own code is loaded once
            seconds = shuffled(ROUNDS, opens)
        finally:
            for server in servers.values():
                server.stop()
    work = "10,000,000 rows of Parquet, opened"
    figure = Figure.ratio(work, "storage", "folder", seconds, 1.2)
    notes = []
    for name, its in asked.items():
        reads = [size for kind, size in its if kind in ("content", "storage")]
        others = sum(kind == "address" for kind, _ in its)
        read = f"{len(reads)} reads of {sum(reads) / MB:.1f} MB"
        notes.append(f"{name}: {read}, {others} addresses")
    return [replace(figure, note="; ".join(notes))]


def _open(lab: LabPage, artifact_id: str, asked: list[tuple[str, int]]) -> float:
    lab.command("application:close-all")
    lab.page.locator(".jp-Cellkeep-Document").first.wait_for(state="detached")
    asked.clear()
    return float(lab.page.evaluate(OPEN, [artifact_id, SEEN["rows"]]))


def _told(answer: Any) -> tuple[str, int]:
    """What an answer was, and how many bytes it brought."""
    kind = next(
        (
            kind
            for kind, word in (
                ("storage", "response-content-disposition"),
                ("address", "/address"),
                ("content", "/content"),
            )
            if word in answer.url
        ),
        "else",
    )
    return kind, int(answer.headers.get("content-length", 0))


def _run(program: str, file: Path, environment: dict[str, str] | None = None) -> str:
    command = [sys.executable, "-c", program, str(file)]
    done = subprocess.run(
        command, env=environment, check=True, timeout=600, capture_output=True, text=True
    )
    return done.stdout.strip()
