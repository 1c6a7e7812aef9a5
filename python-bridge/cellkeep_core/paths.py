"""Where the store and the spools are."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_core.files import FileCache
from cellkeep_core.modes import GROUP, modes_of

CATALOG_VARIABLE = "CELLKEEP_CATALOG_URL"
"""Where the catalog is a PostgreSQL database and no file in the store's folder: its URL."""


def store_root() -> Path:
    """Return the store's folder: ``CELLKEEP_STORE``, else ``cellkeep`` in Jupyter's data folder.

    Raises
    ------
    StoreUnreachableError
        ``CELLKEEP_STORE`` is a relative path, and the current folder was deleted.
    """
    chosen = os.environ.get("CELLKEEP_STORE")
    return _chosen_folder(chosen) if chosen else data_folder() / "store"


@cache
def _chosen_folder(text: str) -> Path:
    """Return a folder of the environment, the same one after `os.chdir` too."""
    try:
        path = Path(text).expanduser()
    except RuntimeError as error:
        raise _homeless() from error
    here = current_folder()
    if here is None and not path.is_absolute():
        raise StoreUnreachableError(
            f"{text!r} is a folder below the current one, which was deleted.",
            hint="Name it by its whole path, or change to a folder that is there.",
        )
    return path if here is None else here / path


def current_folder() -> Path | None:
    """Return the process's current folder; None where somebody has deleted it."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return None


def folder_in_words() -> str:
    """Return the current folder, for a message."""
    return str(current_folder() or "a folder that was deleted")


def local_store_id(root: Path) -> str | None:
    """Return the id of the store in a folder, without opening or making it; None for none."""
    try:
        return _store_ids.read(root / "store.json")
    except (OSError, ValueError, LookupError, TypeError):
        return None


_store_ids = FileCache(lambda data: str(json.loads(data)["store_id"]))


def data_folder() -> Path:
    """Return Cellkeep's folder in the Jupyter data directory (not created here).

    Raises
    ------
    StoreUnreachableError
        There is no home folder to have it in, as for a service, or a user of a container.
    """
    from jupyter_core.paths import jupyter_data_dir

    try:
        return Path(jupyter_data_dir()) / "cellkeep"
    except RuntimeError as error:
        raise _homeless() from error


def _homeless() -> StoreUnreachableError:
    return StoreUnreachableError(
        "This user has no home folder, and so no place for Cellkeep's files.",
        hint="Set CELLKEEP_STORE to the whole path of a folder that you can write, or set HOME.",
    )


def spool_roots(store: Path | None = None) -> list[Path]:
    """Return the folders where saves may wait, best first.

    ``CELLKEEP_SPOOL`` alone where it is set. Else the store's own ``spool`` folder, from
    which bytes become blobs without a second copy, then the one in the data folder, for
    when the store's disk cannot be written. In a group's store the other way round: what waits
    is private, and no other member should be able to move it.
    """
    chosen = os.environ.get("CELLKEEP_SPOOL")
    if chosen:
        return [_chosen_folder(chosen)]
    root = store or store_root()
    roots = [root / "spool"]
    with suppress(StoreUnreachableError):
        roots.append(data_folder() / "spool")
    return roots[::-1] if modes_of(root) is GROUP else roots
