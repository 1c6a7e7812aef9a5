"""`cellkeep tag`, `lineage`, `gc`, `trash` and `restore`."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import UNSET

from cellkeep_core.errors import ArtifactNotFoundError
from cellkeep_core.protocol import ArtifactEdit, Lineage, or_unset
from cellkeep_core.text import counted, human_bytes, local_time, printable
from cellkeep_store.cli.options import Find, choose_one, common_options, open_store
from cellkeep_store.cli.output import columns, write_json


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
    find: Find,
    add: tuple[str, ...],
    remove: tuple[str, ...],
    alias: tuple[str, ...],
    unalias: tuple[str, ...],
    notes: str | None,
    rename: str | None,
    root: Path | None,
    as_json: bool,
) -> None:
    """Show or change tags, aliases, notes and names.

    Without options they are shown, with the permanent link.
    """
    with open_store(root) as store:
        artifact = find(store)
        edit = ArtifactEdit(notes=or_unset(notes), name=or_unset(rename))
        if add or remove:
            edit.tags = [each for each in artifact.tags or () if each not in remove] + list(add)
        if edit != ArtifactEdit():
            artifact = store.editor.edit(artifact.id, edit)
        for each in alias:
            artifact = store.editor.set_alias(artifact.id, each)
        for each in unalias:
            artifact = store.editor.remove_alias(artifact.id, each)
        link = store.catalog.link(artifact)
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
def lineage_command(find: Find, up: int, down: int, root: Path | None, as_json: bool) -> None:
    """Show what an artifact was made from, and what was made from it."""
    with open_store(root) as store:
        graph = store.catalog.lineage(find(store).id, up=up, down=down)
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
@click.option(
    "--expect", type=click.IntRange(min=0), help="Empty the trash only if it has so many."
)
@common_options
def gc(
    dry_run: bool, empty_trash: bool, expect: int | None, root: Path | None, as_json: bool
) -> None:
    """Clean up what is due.

    That is the retention of runs, old trash, and files of no artifact.
    """
    if expect is not None and not empty_trash:
        raise click.UsageError("--expect needs --empty-trash.")
    with open_store(root) as store:
        emptied = None
        if empty_trash:
            # First: what the retention moves there now was not counted by any dry run.
            emptied = store.trash.purge(everything=True, expect=expect, dry_run=dry_run)
        done = store.maintenance.collect(dry_run=dry_run)
        if emptied is not None:
            done.purged = emptied.purged if dry_run else emptied.purged + done.purged
            done.blobs += emptied.blobs
            done.freed_bytes += emptied.freed_bytes
    if as_json:
        write_json(done)
        return
    would = "would be " if dry_run else ""
    click.echo(
        f"{counted(done.expired, 'artifact')} {would}put into the trash, "
        f"{done.purged} {would}removed from it, {human_bytes(done.freed_bytes)} {would}freed"
    )


@click.command()
@common_options
def trash(root: Path | None, as_json: bool) -> None:
    """Show the latest that can be brought back."""
    with open_store(root) as store:
        page = store.trash.page()
    if as_json:
        write_json(page)
        return
    rows = [
        [
            item.artifact.id,
            f"{item.artifact.name} v{item.artifact.version}",
            item.artifact.run_name,
            human_bytes(item.artifact.size),
            local_time(item.deleted_at),
        ]
        for item in page.items
    ]
    for line in columns(rows, right=frozenset({3})):
        click.echo(line)
    click.echo(f"{counted(page.artifacts, 'artifact')}, {human_bytes(page.bytes)}")


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@common_options
def restore(ids: tuple[str, ...], root: Path | None, as_json: bool) -> None:
    """Bring artifacts back from the trash."""
    with open_store(root) as store:
        back = store.trash.restore(ids)
    if as_json:
        write_json({"ids": back})
    else:
        click.echo(f"{len(back)} of {len(ids)} brought back")
    missing = sorted(set(ids) - set(back))
    if missing:
        raise ArtifactNotFoundError(
            f"Not in the trash: {', '.join(map(repr, missing))}.",
            hint="`cellkeep trash` lists what is there, by its id.",
        )


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
