"""What running a notebook leaves in its file: executed as nbconvert does it, by nbclient."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from nbformat import NotebookNode, v4

from cellkeep.card import CARD

SHOWS = [
    "%load_ext cellkeep\nimport pandas as pd, matplotlib.pyplot as plt",
    "frame = pd.DataFrame({'a': range(1000)})\nframe",
    "display(frame, frame)\nprint('between')\n[1, 2]",
    "plt.plot([1, 3])\nplt.title('Growth')\nplt.show()",
    "from IPython.display import display\nshown = display(frame, display_id='one')\n"
    "shown = display(frame.head(), display_id='one', update=True)",
]
SAVES = [
    "import cellkeep, pandas as pd, matplotlib.pyplot as plt",
    "run = cellkeep.current_run()\nrun.save(pd.DataFrame({'a': range(99)}), 'output', name='kept')",
    "cellkeep.save(bytes(8 << 20), 'output', name='large')",
    "for n in range(3):\n    display(run.save({'n': n}, 'output', name='steps'))",
    "figure, _ = plt.subplots()\nplt.close()\nrun.save(figure, 'output', name='figure')",
    "x = [1, 2]\n%keep x",
    "%%keep printed\nprint('hello')",
    "%autokeep all",
    "x",
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
    other = executed(tmp_path, [SHOWS[0], SHOWS[1].replace("1000", "1001")])
    assert set(marks(other)).isdisjoint(marks(first))


def test_two_equal_runs_that_save_give_equal_files_whose_cards_say_how_it_ended(
    tmp_path: Path,
) -> None:
    first, second = (executed(tmp_path, SAVES) for _ in range(2))
    for cell, again in zip(first.cells, second.cells, strict=True):
        assert cell.outputs == again.outputs
    saves = [
        save
        for cell in first.cells
        for output in cell.outputs
        for save in output.get("data", {}).get(CARD, {}).get("saves", ())
    ]
    assert len(saves) >= 7
    assert {save["state"] for save in saves} == {"stored"}
    # nbconvert prefers a widget's view to HTML, and a widget cannot run there.
    body, _ = HTMLExporter().from_notebook_node(first)
    assert "<b>kept</b>" in body
    assert body.count("· stored as v") >= 7
    assert "widget-view" not in nbformat.writes(first)
