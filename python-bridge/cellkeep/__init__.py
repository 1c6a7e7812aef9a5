"""Keep what notebook cells and scripts make.

>>> import cellkeep
>>> run = cellkeep.Run("training")
>>> handle = run.save(weights, "output", name="weights")  # doctest: +SKIP
>>> handle.wait().version  # doctest: +SKIP
1

Importing this loads no array or plotting library. In IPython it also registers the magics
``%keep``, ``%%keep``, ``%autokeep`` and ``%artifacts``, and in a Jupyter kernel it opens the
feed to the front end.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from cellkeep import errors
from cellkeep.errors import CellkeepError, CellkeepWarning
from cellkeep_core import __version__

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from cellkeep.api.current import current_run, flush, lineage, load, new_run, open_run, save
    from cellkeep.api.handle import Handle, Handles
    from cellkeep.api.loading import SavedFile
    from cellkeep.api.run import Run
    from cellkeep.codecs.models.trusted import trust_types

__all__ = [
    "CellkeepError",
    "CellkeepWarning",
    "Handle",
    "Handles",
    "Run",
    "SavedFile",
    "__version__",
    "current_run",
    "errors",
    "flush",
    "lineage",
    "load",
    "load_ipython_extension",
    "new_run",
    "open_run",
    "save",
    "trust_types",
    "unload_ipython_extension",
]

_HOMES = {
    "cellkeep.api.current": "current_run flush lineage load new_run open_run save",
    "cellkeep.api.handle": "Handle Handles",
    "cellkeep.api.loading": "SavedFile",
    "cellkeep.api.run": "Run",
    "cellkeep.codecs.models.trusted": "trust_types",
}


def __getattr__(name: str) -> Any:
    # Each name's module is loaded on first use, so that the import itself stays light.
    home = next((home for home, names in _HOMES.items() if name in names.split()), None)
    if home is None:
        raise AttributeError(f"module 'cellkeep' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Register magics and display hooks and, in a kernel, start the bridge to the front end.

    This is what ``%load_ext cellkeep`` calls. Calling it again changes nothing.
    """
    from cellkeep.kernel.extension import install

    install(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take the magics and the display hooks out again: what ``%unload_ext cellkeep`` calls."""
    from cellkeep.kernel.extension import remove

    remove(shell)


def _load_where_ipython_runs() -> None:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None:
        load_ipython_extension(shell)
        # Else `%unload_ext` would not know of it.
        shell.extension_manager.loaded.add(__name__)


_load_where_ipython_runs()
