"""Where the store and the spools are."""

from __future__ import annotations

import os
from pathlib import Path


def store_root() -> Path:
    """Return the store's folder: ``CELLKEEP_STORE``, else ``cellkeep`` in Jupyter's data folder."""
    chosen = os.environ.get("CELLKEEP_STORE")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return data_folder() / "store"


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
