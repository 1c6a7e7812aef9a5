"""Where the store and the spools are."""

from __future__ import annotations

import json
import os
from pathlib import Path


def store_root() -> Path:
    """Return the store's folder: ``CELLKEEP_STORE``, else ``cellkeep`` in Jupyter's data folder."""
    chosen = os.environ.get("CELLKEEP_STORE")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return data_folder() / "store"


def local_store_id(root: Path) -> str | None:
    """Return the id of the store in a folder, without opening or making it; None for none."""
    try:
        found = json.loads((root / "store.json").read_text("utf-8"))["store_id"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return str(found)


def data_folder() -> Path:
    """Return Cellkeep's folder in the Jupyter data directory (not created here)."""
    from jupyter_core.paths import jupyter_data_dir

    return Path(jupyter_data_dir()) / "cellkeep"


def spool_roots(store: Path | None = None) -> list[Path]:
    """Return the folders where saves may wait, best first.

    ``CELLKEEP_SPOOL`` alone where it is set. Else the store's own ``spool`` folder, from
    which bytes become blobs without a second copy, then the one in the data folder, for
    when the store's disk cannot be written.
    """
    chosen = os.environ.get("CELLKEEP_SPOOL")
    if chosen:
        return [Path(chosen).expanduser().absolute()]
    return [(store or store_root()) / "spool", data_folder() / "spool"]
