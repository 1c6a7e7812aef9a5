"""`cellkeep ls`, `cellkeep show` and `cellkeep open`."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click
from msgspec import UNSET

from cellkeep_core.errors import CellkeepError, StoreUnreachableError
from cellkeep_core.limits import MAX_PAGE
from cellkeep_core.mirrors import MIRRORS, places_of
from cellkeep_core.protocol import Artifact, ArtifactPage, to_builtins
from cellkeep_core.runs import told_apart
from cellkeep_core.server_file import find_server
from cellkeep_core.text import human_bytes, local_time, printable
from cellkeep_store.cli.completing import run_names
from cellkeep_store.cli.options import (
    CATEGORY,
    Find,
    choose_one,
    common_options,
    find_runs,
    open_store,
)
from cellkeep_store.cli.output import columns, write_json, write_lines

if TYPE_CHECKING:
    from cellkeep_store.store import Store


_QUERY = (
    "Only where these words are in name, tags, notes, aliases, metadata, the cell's code, type, "
    "notebook or run."
)


@click.command()
@click.option(
    "--run", "run_name", help="Only of the runs with this name or id.", shell_complete=run_names
)
@click.option("-c", "--category", type=CATEGORY, help="Only of this category.")
@click.option("-q", "--query", help=_QUERY)
@click.option(
    "-n", "--number", type=click.IntRange(min=1), default=50, show_default=True, help="At most."
)
@common_options
def ls(
    run_name: str | None,
    category: str | None,
    query: str | None,
    number: int,
    root: Path | None,
    as_json: bool,
) -> None:
    """List artifacts, latest run first."""
    with open_store(root) as store:
        runs = [run.id for run in find_runs(store, run_name)] if run_name else [None]
        found: list[Artifact] = []
        more: str | None = None
        for run_id in runs:
            more = _collect(store, run_id, category, query, number, found)
        titles = _titles(store, found)
    if as_json:
        page = ArtifactPage(items=found)
        # Across several runs of one name there is no single place to go on from.
        if more and len(runs) == 1:
            page.next_cursor = more
        write_json(page)
        return
    if not found:
        click.echo("Nothing is stored yet." if not (run_name or category or query) else "Nothing.")
    _write_by_run(found, titles)
    if more:
        click.echo(f"The latest {len(found)}; there are more (-n, -q, --run).", err=True)


def _collect(
    store: Store,
    run_id: str | None,
    category: str | None,
    query: str | None,
    number: int,
    found: list[Artifact],
) -> str | None:
    """Add artifacts until there are enough; return the cursor of the rest."""
    cursor: str | None = None
    while len(found) < number:
        page = store.catalog.artifacts(
            run=run_id,
            q=query,
            category=category,
            limit=min(number - len(found), MAX_PAGE),
            cursor=cursor,
        )
        found.extend(page.items)
        cursor = page.next_cursor or None
        if cursor is None:
            return None
    return cursor


def _titles(store: Store, found: list[Artifact]) -> dict[str, str]:
    """Return the runs' names by their ids, with what tells apart those of one name."""
    names = {artifact.run_id: artifact.run_name for artifact in found}
    shared = Counter(names.values())
    return {
        run_id: name
        if shared[name] == 1
        else f"{name}  {told_apart([store.catalog.run(run_id).run]).strip()}"
        for run_id, name in names.items()
    }


def _found_in(artifact: Artifact) -> str:
    """Return where the words of a search were found, where that is not the name."""
    return ", ".join(f"{each.place}: {each.text}" for each in artifact.found_in or ())


def _write_by_run(found: list[Artifact], titles: dict[str, str]) -> None:
    latest: dict[str, int] = {}
    for artifact in found:
        latest.setdefault(artifact.run_id, len(latest))
    ordered = sorted(found, key=lambda artifact: latest[artifact.run_id])  # stable: newest first
    lines = iter(
        columns(
            [
                [
                    artifact.name,
                    f"v{artifact.version}",
                    artifact.category,
                    artifact.kind,
                    artifact.summary or "",
                    human_bytes(artifact.size),
                    local_time(artifact.stored_at),
                    *([_found_in(artifact)] if any(each.found_in for each in found) else []),
                ]
                for artifact in ordered
            ],
            right=frozenset({5}),
        )
    )
    written: list[str] = []
    for _, group in groupby(ordered, key=lambda artifact: artifact.run_id):
        members = list(group)
        written.append(click.style(printable(titles[members[0].run_id]), bold=True))
        written.extend(f"  {next(lines)}" for _ in members)
    write_lines(written)


@click.command()
@choose_one
@common_options
def show(find: Find, root: Path | None, as_json: bool) -> None:
    """Show everything about one artifact."""
    with open_store(root) as store:
        artifact = find(store)
    if as_json:
        write_json(artifact)
        return
    rows = [
        ["name", artifact.name],
        ["version", str(artifact.version)],
        ["run", artifact.run_name],
        ["category", artifact.category],
        ["kind", artifact.kind],
        ["type", f"{artifact.media_type} ({artifact.codec})"],
        ["size", f"{human_bytes(artifact.size)} ({artifact.size:,} bytes)"],
        ["sha256", artifact.sha256],
        ["saved", local_time(artifact.created_at)],
        ["stored", local_time(artifact.stored_at)],
        ["id", artifact.id],
    ]
    if artifact.verified is not UNSET:
        rows.append(["verified", "part by part; a server reads the whole soon"])
    if artifact.summary is not UNSET:
        rows.insert(5, ["what", artifact.summary])
    for key, value in to_builtins(artifact.provenance).items():
        rows.append([key.replace("_", " "), _one_line(value)])
    for place in places_of(artifact.metadata):
        where = f"{place.called}: {place.place}"
        rows.append(["also in", where if place.url is UNSET else f"{where}  {place.url}"])
    for key, value in artifact.metadata.items():
        if key == MIRRORS:
            continue
        rows.append([f"metadata {key}", _one_line(value)])
    for line in columns(rows):
        click.echo(line)


@click.command("open")
@choose_one
@click.option("--print", "only_print", is_flag=True, help="Only say the address.")
@common_options
def open_command(find: Find, only_print: bool, root: Path | None, as_json: bool) -> None:
    """Open an artifact in JupyterLab, in the browser.

    JupyterLab shows what others have made in a sandbox, which no other program here does.
    """
    with open_store(root) as store:
        artifact = find(store)
        link = store.catalog.link(artifact)
        server = find_server()
        if server is None or server.store_id not in (UNSET, store.store_id):
            raise StoreUnreachableError(
                "No JupyterLab is known here that shows this store.",
                hint="Run this in a terminal of JupyterLab, or set CELLKEEP_SERVER. "
                "`cellkeep get` copies the artifact out of the store.",
            )
    url = f"{server.url}lab?cellkeep={quote(link, safe='')}"
    if as_json:
        write_json({"url": url, "artifact": artifact})
    else:
        click.echo(printable(url))
    if not (as_json or only_print) and click.launch(url) != 0:
        raise CellkeepError(
            "No browser could be started here.", hint="Open the address above in one."
        )


def _one_line(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    first, *rest = str(value).splitlines() or [""]
    return f"{first} … ({len(rest)} more lines)" if rest else first
