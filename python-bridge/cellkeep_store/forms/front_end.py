"""The scripts of Cellkeep's front end, for pages that have them in them and open by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from jupyter_core.paths import jupyter_path


def front_end_script(name: str) -> str:
    """Return a script that `webpack.config.js` gives a name.

    Raises
    ------
    ImportError
        There is none here.
    """
    for script in front_end_files(f"library-{name}.????????????????.*js"):
        return script.read_text("utf-8")
    raise ImportError(f"Cellkeep's front end, which has {name}, is not installed")


def front_end_files(pattern: str) -> Iterator[Path]:
    """Give the files of the front end whose names fit."""
    for folder in [
        *(folder / "labextension" for folder in package_folders("cellkeep")),
        *map(Path, jupyter_path("labextensions", "cellkeep")),
    ]:
        yield from (folder / "static").glob(pattern)


def package_folders(name: str) -> list[Path]:
    """Return where a package is, without importing it."""
    spec = find_spec(name)
    return [Path(folder) for folder in (spec.submodule_search_locations or ())] if spec else []
