"""Where an artifact came from: notebook, cell, kernel, libraries, commit."""

from __future__ import annotations

import hashlib
import platform
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import UNSET

from cellkeep.context import environment
from cellkeep.context.execution import Cell, cell_now
from cellkeep.context.script import add_script, dirty_flag
from cellkeep_core.paths import current_folder
from cellkeep_core.protocol import Provenance

if TYPE_CHECKING:
    from cellkeep.context.inputs import Inputs

_COMMIT_KNOWN_FOR_S = 5.0
_lately: tuple[Path, float, tuple[Path | None, str | None]] | None = None

Via = Literal["save", "magic", "auto"]


def provenance_here(via: Via, inputs: Inputs, notebook: str | None) -> Provenance:
    """Return what is known about the code that this thread runs now.

    Parameters
    ----------
    via : {"save", "magic", "auto"}
        How the save came about.
    inputs : Inputs
        What the run has loaded.
    notebook : str or None
        The notebook's path.
    """
    provenance = Provenance(via=via)
    if notebook:
        provenance.notebook = notebook
    add_process(provenance, inputs)
    cell = cell_now()
    if cell is not None:
        add_cell(provenance, cell)
    return provenance


def add_process(provenance: Provenance, inputs: Inputs | None = None) -> None:
    """Add what this process knows of itself: language, kernel, commit, what was loaded."""
    provenance.language = f"python {platform.python_version()}"
    kernel_id = environment.kernel_id()
    if kernel_id:
        provenance.kernel_id = kernel_id
        provenance.process = environment.PROCESS_ID
    here = current_folder()
    project, commit = _commit_lately(here) if here is not None else (None, None)
    add_script(provenance, project)
    if commit and project is not None:
        provenance.git_commit = commit
        dirty = dirty_flag.of(project, commit) if provenance.script is not UNSET else None
        if dirty is not None:
            provenance.git_dirty = dirty
    loaded = inputs.refs() if inputs is not None else None
    if loaded:
        provenance.inputs = loaded


def add_cell(provenance: Provenance, cell: Cell) -> None:
    """Add which execution it comes from, and its source as it was executed."""
    if cell.notebook is not None:
        provenance.notebook = cell.notebook
    if cell.count is not None:
        provenance.execution_count = cell.count
    if cell.cell_id is not None:
        provenance.cell_id = cell.cell_id
    if cell.source is not None:
        provenance.source = cell.source
        digest = hashlib.sha256(cell.source.encode("utf-8", "replace"))
        provenance.source_sha256 = digest.hexdigest()


def _commit_lately(folder: Path) -> tuple[Path | None, str | None]:
    # A loop of saves asks the file system once; a commit made meanwhile is seen soon.
    global _lately
    now = time.monotonic()
    if _lately is None or _lately[0] != folder or now - _lately[1] > _COMMIT_KNOWN_FOR_S:
        project: Path | None = None
        with suppress(OSError):
            project = git_project(folder)
        _lately = (folder, now, (project, git_commit(folder)))
    return _lately[2]


def git_commit(folder: Path) -> str | None:
    """Return the commit that a folder's working tree is at, read from ``.git`` itself.

    Reading three small files is cheaper than starting git, and works without it.
    """
    try:
        project = git_project(folder)
        return None if project is None else _head_of(_git_folder(project / ".git"))
    except (OSError, ValueError):
        return None


def git_project(folder: Path) -> Path | None:
    """Return the nearest folder, this or above, that git has its files in."""
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)


def _git_folder(git: Path) -> Path:
    if git.is_dir():
        return git
    # A worktree or submodule: a file that says where the folder is.
    pointer = git.read_text("utf-8").strip().removeprefix("gitdir:").strip()
    return (git.parent / pointer).resolve()


def _head_of(git: Path) -> str | None:
    head = (git / "HEAD").read_text("utf-8").strip()
    if not head.startswith("ref:"):
        return head if _is_commit(head) else None
    ref = head.removeprefix("ref:").strip()
    common = git / "commondir"
    shared = (git / common.read_text("utf-8").strip()).resolve() if common.exists() else git
    for folder in (git, shared):
        loose = folder / ref
        if loose.is_file():
            commit = loose.read_text("utf-8").strip()
            return commit if _is_commit(commit) else None
    packed = shared / "packed-refs"
    if packed.is_file():
        for line in packed.read_text("utf-8").splitlines():
            commit, _, name = line.partition(" ")
            if name == ref and _is_commit(commit):
                return commit
    return None


def _is_commit(text: str) -> bool:
    return len(text) in (40, 64) and all(digit in "0123456789abcdef" for digit in text)
