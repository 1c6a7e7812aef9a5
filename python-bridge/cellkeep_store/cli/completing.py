"""What the shell offers for a name that is begun, read from the catalog's file itself.

A key is pressed for it: loading what a `Store` needs would take half a second, and `sqlite3` is
there at once. Where the catalog is not a file here, nothing is offered.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from cellkeep_core.errors import CellkeepError
from cellkeep_core.paths import CATALOG_VARIABLE, store_root

if TYPE_CHECKING:
    import click

from cellkeep_core.text import printable

_MOST = 200
# The names of a range are found by their index, however many artifacts there are.
_NAMES = "SELECT DISTINCT name FROM facets WHERE name >= ? AND name < ? ORDER BY name LIMIT ?"
_RUNS = (
    "SELECT name FROM runs WHERE name >= ? AND name < ? AND EXISTS "
    "(SELECT 1 FROM facets WHERE run_id = runs.id) GROUP BY name ORDER BY max(last_change) DESC "
    "LIMIT ?"
)
_VERSIONS = (
    "SELECT alias FROM aliases WHERE name = ?1 UNION "
    "SELECT CAST(version AS TEXT) FROM artifacts WHERE name = ?1 LIMIT ?2"
)


def artifact_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return names that begin so; after an ``@``, the versions and aliases of the name."""
    del param  # the same for each
    name, at, _ = incomplete.rpartition("@")
    if at and (versions := _read(ctx, _VERSIONS, name, _MOST)):
        addresses = [f"{name}@{each}" for each in versions]
        return [each for each in addresses if each.startswith(incomplete)]
    return _begun(ctx, _NAMES, incomplete)


def run_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return names of runs that begin so, the latest first."""
    del param
    return _begun(ctx, _RUNS, incomplete)


def the_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return what `diff` compares: runs where it was told so, else artifacts."""
    return (run_names if ctx.params.get("runs") else artifact_names)(ctx, param, incomplete)


def _begun(ctx: click.Context, query: str, incomplete: str) -> list[str]:
    found = _read(ctx, query, incomplete, incomplete + "\U0010ffff", _MOST)
    # What hides or reverses a line is not written to a terminal.
    return [name for name in found if name == printable(name)]


def _read(ctx: click.Context, query: str, *values: object) -> list[str]:
    if os.environ.get(CATALOG_VARIABLE, "").strip():
        return []
    try:
        catalog = (ctx.params.get("root") or store_root()) / "catalog.sqlite"
        address = f"{Path(catalog).absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=0.2)) as database:
            return [str(row[0]) for row in database.execute(query, values)]
    except (sqlite3.Error, CellkeepError):
        return []  # there is no store yet, or it is busy
