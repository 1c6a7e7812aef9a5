"""The scripts that draw figures in a page, as they are found here: none is fetched."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path

from cellkeep_store.forms.front_end import front_end_script, package_folders

_VEGA_FILES = ("vega.min", "vega-lite.min", "vega-interpreter")
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
    with suppress(ImportError):
        return front_end_script("plotly-strict.min")  # evaluates no text: a policy may forbid it
    for folder in package_folders("plotly"):
        if script := _text(folder / "package_data" / "plotly.min.js"):
            return script
    # From another server it would come only where there is a network, and tell of who looks.
    raise ImportError(
        "there is no plotly.js here to put into the page; install plotly, or Cellkeep's front end"
    )


def vega_library() -> str:
    """Return Vega and Vega-Lite, and a `vegaEmbed` that draws with them and evaluates no text.

    Raises
    ------
    ImportError
        They are not here.
    """
    parts = [front_end_script(name) for name in _VEGA_FILES]
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
    for folder in package_folders("bokeh"):
        scripts = folder / "server" / "static" / "js"
        if f'"{version}"' in _text(scripts / "bokeh.min.js"):
            return _text(scripts / f"{part}.min.js")
    raise ImportError(f"there is no Bokeh {version} here to put into the page; install it")


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""
