"""Tables in the docs that tests make: compared, or written where `CELLKEEP_WRITE_DOCS` is set."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
HOW_TO = ROOT / "docs" / "how-to"


def saved_types(output: dict[str, Any]) -> str:
    """What is saved of an output as it is displayed, in words."""
    if output["output_type"] == "stream":
        return f"{output['name']} text"
    if output["output_type"] == "error":
        return "traceback"
    return ", ".join(sorted(output["data"]))


def docs_table(
    maker: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    page: Path = HOW_TO / "outputs.md",
) -> None:
    """Hold a table of the docs against what a test found.

    Parameters
    ----------
    maker : str
        Path of the test below test/; the table stands after a comment that names it.
    head : Sequence[str]
        The columns.
    rows : Sequence[Sequence[str]]
        The cells.
    page : Path
        Where the table is.
    """
    lines = [head, ["---"] * len(head), *rows]
    escaped = [[cell.replace("|", "\\|") for cell in cells] for cells in lines]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in escaped)
    begin, end = f"<!-- made by test/{maker} -->", "<!-- end -->"
    text = page.read_text()
    before, rest = text.split(begin)
    _, after = rest.split(end, 1)
    made = f"{before}{begin}\n{table}\n{end}{after}"
    if os.environ.get("CELLKEEP_WRITE_DOCS"):
        page.write_text(made)
    assert page.read_text() == made, f"{page.name} is old: run {maker} with CELLKEEP_WRITE_DOCS=1"
