"""What running a notebook leaves in its file: executed as nbconvert does it, by nbclient."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from nbformat import NotebookNode, v4

SHOWS = [
    "%load_ext cellkeep\nimport pandas as pd, matplotlib.pyplot as plt",
    "frame = pd.DataFrame({'a': range(1000)})\nframe",
    "display(frame, frame)\nprint('between')\n[1, 2]",
    "plt.plot([1, 3])\nplt.title('Growth')\nplt.show()",
    "from IPython.display import display\nshown = display(frame, display_id='one')\n"
    "shown = display(frame.head(), display_id='one', update=True)",
]


def executed(folder: Path, sources: list[str]) -> NotebookNode:
    """A notebook after its cells have run in a kernel of its own."""
    cells = [v4.new_code_cell(source, id=f"c{number}") for number, source in enumerate(sources)]
    notebook = v4.new_notebook(cells=cells)
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(
        notebook, kernel_name="python3", resources=resources, record_timing=False
    ).execute()
    return notebook


def marks(notebook: NotebookNode) -> list[str]:
    outputs = [output for cell in notebook.cells for output in cell.outputs]
    notes = [one.get("metadata", {}).get("cellkeep") for one in outputs]
    return [note["object"] for note in notes if note]


def test_two_equal_runs_give_equal_files_in_which_each_display_has_a_mark_of_its_own(
    tmp_path: Path,
) -> None:
    first, second = (executed(tmp_path, SHOWS) for _ in range(2))
    assert nbformat.writes(first) == nbformat.writes(second)
    assert len(marks(first)) == len(set(marks(first))) == 6
    sources = ["import cellkeep, pandas as pd", "cellkeep.save([1, 2], 'output', name='kept')"]
    other = executed(tmp_path, [*sources, SHOWS[1].replace("1000", "1001")])
    assert set(marks(other)).isdisjoint(marks(first))
    # nbconvert prefers a widget's view to HTML, and a widget cannot run there.
    body, _ = HTMLExporter().from_notebook_node(other)
    assert "<b>kept</b>" in body
    assert "· stored as v1" in body
    assert "widget-view" not in nbformat.writes(other)
