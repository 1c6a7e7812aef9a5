"""`cellkeep tag`, `lineage`, `gc`, `trash` and `restore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec import UNSET

from cellkeep_core.protocol import ArtifactEdit, Lineage
from cellkeep_store.cli.options import choose_one, common_options, find_one
from cellkeep_store.cli.output import columns, printable, size_text, time_text, write_json
from cellkeep_store.store import Store

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@choose_one
@click.option("--add", multiple=True, help="A tag to add.")
@click.option("--remove", multiple=True, help="A tag to take away.")
@click.option("--alias", multiple=True, help="An alias for this version, such as best.")
@click.option("--unalias", multiple=True, help="An alias to take from this version.")
@click.option("--notes", help="What to write about it; empty for nothing.")
@click.option("--rename", help="A new name, for every version of it in its run.")
@common_options
def tag(
    what: str,
    version: int | None,
    run_name: str | None,
    add: tuple[str, ...],
    remove: tuple[str, ...],
    alias: tuple[str, ...],
    unalias: tuple[str, ...],
    notes: str | None,
    rename: str | None,
    root: Path | None,
    as_json: bool,
) -> None:
    """Change tags, aliases, notes or the name of an artifact; without options, show them."""
    with Store.open(root) as store:
        artifact = find_one(store, what, version, run_name)
        edit = ArtifactEdit()
        if add or remove:
            edit.tags = [each for each in artifact.tags or () if each not in remove] + list(add)
        if notes is not None:
            edit.notes = notes
        if rename is not None:
            edit.name = rename
        if edit != ArtifactEdit():
            artifact = store.edit(artifact.id, edit)
        for each in alias:
            artifact = store.set_alias(artifact.id, each)
        for each in unalias:
            artifact = store.remove_alias(artifact.id, each)
        link = store.link(artifact)
    if as_json:
        write_json(artifact)
        return
    rows = [
        ["name", f"{artifact.name} v{artifact.version}"],
        ["tags", ", ".join(artifact.tags or ())],
        ["aliases", ", ".join(artifact.aliases or ())],
        ["notes", artifact.notes or ""],
        ["link", link],
    ]
    for line in columns(rows):
        click.echo(line)


@click.command("lineage")
@choose_one
@click.option("--up", type=click.IntRange(0, 100), default=20, help="Steps back.")
@click.option("--down", type=click.IntRange(0, 100), default=20, help="Steps on.")
@common_options
def lineage_command(
    what: str,
    version: int | None,
    run_name: str | None,
    up: int,
    down: int,
    root: Path | None,
    as_json: bool,
) -> None:
    """Show what an artifact was made from, and what was made from it."""
    with Store.open(root) as store:
        graph = store.lineage(find_one(store, what, version, run_name).id, up=up, down=down)
    if as_json:
        write_json(graph)
        return
    for line in _tree(graph):
        click.echo(line)
    if graph.more:
        click.echo("There is more; ask for more steps, or from another artifact.", err=True)


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be freed.")
@click.option("--empty-trash", is_flag=True, help="Also what was deleted just now.")
@common_options
def gc(dry_run: bool, empty_trash: bool, root: Path | None, as_json: bool) -> None:
    """Do what is due: retention of runs, the trash after 30 days, files that nothing names."""
    with Store.open(root) as store:
        done = store.collect(dry_run=dry_run)
        if empty_trash:
            emptied = store.purge(dry_run=dry_run)
            done.purged += emptied.purged if not dry_run else emptied.purged - done.purged
            done.blobs += emptied.blobs
            done.freed_bytes += emptied.freed_bytes
    if as_json:
        write_json(done)
        return
    would = "would be " if dry_run else ""
    click.echo(
        f"{done.expired} artifacts {would}put into the trash, {done.purged} {would}removed from "
        f"it, {size_text(done.freed_bytes)} {would}freed"
    )


@click.command()
@common_options
def trash(root: Path | None, as_json: bool) -> None:
    """Show the latest that can be brought back."""
    with Store.open(root) as store:
        page = store.trash()
    if as_json:
        write_json(page)
        return
    rows = [
        [
            item.artifact.id,
            f"{item.artifact.name} v{item.artifact.version}",
            item.artifact.run_name,
            size_text(item.artifact.size),
            time_text(item.deleted_at),
        ]
        for item in page.items
    ]
    for line in columns(rows, right=frozenset({3})):
        click.echo(line)
    click.echo(f"{page.artifacts} artifacts, {size_text(page.bytes)}")


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@common_options
def restore(ids: tuple[str, ...], root: Path | None, as_json: bool) -> None:
    """Bring artifacts back from the trash."""
    with Store.open(root) as store:
        back = store.restore(ids)
    if as_json:
        write_json({"ids": back})
        return
    click.echo(f"{len(back)} of {len(ids)} brought back")


def _tree(graph: Lineage) -> list[str]:
    how: dict[str, set[str]] = {}
    for edge in graph.edges:
        how.setdefault(edge.source, set()).add(edge.kind)
        how.setdefault(edge.target, set()).add(edge.kind)
    lines = []
    lowest = min(node.depth for node in graph.nodes)
    for node in sorted(graph.nodes, key=lambda each: each.depth):
        mark = "*" if node.id == graph.root else ",".join(sorted(how.get(node.id, ())))
        run = "not in this store" if node.run_name is UNSET else node.run_name
        indent = "  " * (node.depth - lowest)
        lines.append(printable(f"{indent}{node.name} v{node.version}  ({run})  {mark}".rstrip()))
    return lines
