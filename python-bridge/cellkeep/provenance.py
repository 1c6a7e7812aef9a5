"""Where an artifact came from: notebook, cell, kernel, libraries, commit."""

from __future__ import annotations

import hashlib
import platform
import threading
import time
from functools import cache
from pathlib import Path
from typing import Any, Literal

from cellkeep import environment
from cellkeep_core.protocol import Provenance

_COMMIT_KNOWN_FOR_S = 5.0
_lately: tuple[Path, float, str | None] | None = None

Via = Literal["save", "magic"]


def provenance_here(via: Via) -> Provenance:
    """Return what is known about the code that is running in this thread now.

    Parameters
    ----------
    via : {"save", "magic"}
        How the person asked for the save.
    """
    provenance = Provenance(via=via, language=_language())
    notebook = environment.notebook_path()
    if notebook:
        provenance.notebook = notebook
    kernel_id = environment.kernel_id()
    if kernel_id:
        provenance.kernel_id = kernel_id
    commit = _commit_lately(Path.cwd())
    if commit:
        provenance.git_commit = commit
    # A person's own thread outlives the cell that started it: its cell would be a guess.
    if threading.current_thread() is threading.main_thread():
        _add_cell(provenance)
    return provenance


def _add_cell(provenance: Provenance) -> None:
    shell = environment.ipython_shell()
    if shell is None:
        return
    provenance.execution_count = int(shell.displayhook.prompt_count)
    kernel = environment.jupyter_kernel()
    parent: dict[str, Any] = kernel.get_parent("shell") if kernel is not None else {}
    if parent.get("header", {}).get("msg_type") != "execute_request":
        return
    metadata = parent.get("metadata") or {}
    cell_id = metadata.get("cellId") or metadata.get("cell_id")
    if isinstance(cell_id, str):
        provenance.cell_id = cell_id
    source = (parent.get("content") or {}).get("code")
    if isinstance(source, str):
        provenance.source = source
        provenance.source_sha256 = hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()


@cache
def _language() -> str:
    return f"python {platform.python_version()}"


def _commit_lately(folder: Path) -> str | None:
    # A loop of saves asks the file system once; a commit made meanwhile is seen soon.
    global _lately
    now = time.monotonic()
    if _lately is None or _lately[0] != folder or now - _lately[1] > _COMMIT_KNOWN_FOR_S:
        _lately = (folder, now, git_commit(folder))
    return _lately[2]


def git_commit(folder: Path) -> str | None:
    """Return the commit that a folder's working tree is at, read from ``.git`` itself.

    Reading three small files is cheaper than starting git, and works without it.
    """
    try:
        for place in (folder, *folder.parents):
            git = place / ".git"
            if git.exists():
                return _head_of(_git_folder(git))
    except (OSError, ValueError):
        return None
    return None


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
