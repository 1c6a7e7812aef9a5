"""The scripts that draw figures in a page, as they are found here: none is fetched."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_core.paths import jupyter_path

if TYPE_CHECKING:
    from collections.abc import Iterator

_VEGA_FILES = ("vega", "vega-lite", "vega-interpreter")
# Names of scripts as pages ask other servers for them, with the versions in them.
_PLOTLY_NAME = re.compile(r"cdn\.plot\.ly/plotly-(\d+)\.[\d.]+(?:\.min)?\.js$")
_VEGA_NAME = re.compile(r"/npm/(vega|vega-lite|vega-embed)@(\d+)[^/]*(?:/build/[\w.-]+\.js)?$")
_BOKEH_NAME = re.compile(r"/(bokeh(?:-[a-z]+)?)-(\d+\.\d+\.\d+)(?:\.min)?\.js$")
_BOKEH_PARTS = ("bokeh", "bokeh-widgets", "bokeh-tables")
# Where plotly.js and Vega say their own versions. vega-embed counts one further than Vega does.
_VERSION = re.compile(r"""\.version ?= ?["'](\d+)\.""")


def plotly_library() -> str:
    """Return the script of plotly.js.

    Raises
    ------
    ImportError
        There is none here.
    """
    return _first(
        [
            *_built("plotly"),  # evaluates no text, so a policy may forbid it
            *(folder / "package_data" / "plotly.min.js" for folder in _package_folders("plotly")),
        ],
        "plotly.js",
        "plotly, or Cellkeep's front end",
    )


def vega_library() -> str:
    """Return Vega and Vega-Lite, and a `vegaEmbed` that draws with them and evaluates no text.

    Raises
    ------
    ImportError
        They are not here.
    """
    parts = [_first(_built(name), name, "Cellkeep's front end") for name in _VEGA_FILES]
    ours = files("cellkeep_store.forms").joinpath("vega_embed.js").read_text("utf-8")
    return "\n".join([*parts, ours])


def bokeh_library(version: str) -> str:
    """Return BokehJS of a version, with its widgets and tables.

    Raises
    ------
    ImportError
        Bokeh is not here, or in another version, which does not read the other's figures.
    """
    return "\n".join(_bokeh_script(part, version) for part in _BOKEH_PARTS)


def script_for(address: str) -> str | None:
    """Return the script that a page asks another server for, where one that does the same is here.

    Parameters
    ----------
    address : str
        As it stands in the page.

    Returns
    -------
    str or None
        The script; of Plotly and Vega of the same major version, of Bokeh of the same version.
    """
    place = address.partition("?")[0]
    try:
        if found := _PLOTLY_NAME.search(place):
            return _of_major(plotly_library(), found[1])
        if found := _VEGA_NAME.search(place):
            return _vega_part(found[1], int(found[2]))
        if found := _BOKEH_NAME.search(place):
            return _bokeh_script(found[1], found[2])
    except ImportError:
        return None
    return None


def _vega_part(name: str, major: int) -> str | None:
    """Return all in the place of vega-embed, which needs the others and comes last."""
    all_of_it = vega_library()
    if _of_major(all_of_it, str(major - (name == "vega-embed"))) is None:
        return None
    return all_of_it if name == "vega-embed" else ""


def _of_major(script: str, major: str) -> str | None:
    return script if major in _VERSION.findall(script) else None


def _bokeh_script(part: str, version: str) -> str:
    for folder in _package_folders("bokeh"):
        scripts = folder / "server" / "static" / "js"
        if f'"{version}"' in _text(scripts / "bokeh.min.js"):
            return _text(scripts / f"{part}.min.js")
    raise ImportError(f"there is no Bokeh {version} here to put into the page; install it")


def _first(scripts: list[Path], name: str, packages: str) -> str:
    for script in scripts:
        if script.is_file():
            return _text(script)
    # From another server it would come only where there is a network, and tell of who looks.
    raise ImportError(f"there is no {name} here to put into the page; install {packages}")


def _built(name: str) -> list[Path]:
    """Return where a script of Cellkeep's front end may be."""
    return list(_built_files(name))


def _built_files(name: str) -> Iterator[Path]:
    for folder in [
        *(folder / "labextension" for folder in _package_folders("cellkeep")),
        *map(Path, jupyter_path("labextensions", "cellkeep")),
    ]:
        yield from folder.glob(f"static/{name}.*.js")


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def _package_folders(name: str) -> list[Path]:
    spec = find_spec(name)
    return [Path(folder) for folder in (spec.submodule_search_locations or ())] if spec else []
