"""`cellkeep rm`."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from cellkeep_core.text import counted, human_bytes
from cellkeep_store.catalog.filters import ArtifactFilter
from cellkeep_store.cli.options import common_options, find_one, find_runs
from cellkeep_store.cli.output import printable, write_json
from cellkeep_store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from cellkeep_core.protocol import Artifact, DeleteReport


@click.command()
@click.argument("what", metavar="[NAME|ID]", required=False)
@click.option("--run", "run_name", help="Name or id of its run. Default: any.")
@click.option("--version", type=click.IntRange(min=1), help="Its version. Default: the latest.")
@click.option("--all-versions", is_flag=True, help="Every version of the name in its run.")
@click.option("-q", "--query", help="Instead of a name: all where these words are found.")
@click.option("--whole-run", is_flag=True, help="Instead of a name: everything of --run.")
@click.option("--all", "everything", is_flag=True, help="Instead of a name: all there is.")
@click.option("--expect", type=click.IntRange(min=0), help="Only if it is so many.")
@click.option("--trash", is_flag=True, help="Into the trash, from which `restore` brings it back.")
@click.option("--dry-run", is_flag=True, help="Only say what would be freed.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@common_options
def rm(
    what: str | None,
    run_name: str | None,
    version: int | None,
    all_versions: bool,
    query: str | None,
    whole_run: bool,
    everything: bool,
    expect: int | None,
    trash: bool,
    dry_run: bool,
    yes: bool,
    root: Path | None,
    as_json: bool,
) -> None:
    """Delete artifacts. What other artifacts share stays."""
    if whole_run and not run_name:
        raise click.UsageError("--whole-run needs --run.")
    if sum([what is not None, query is not None, whole_run, everything]) != 1:
        raise click.UsageError("Say what: a name or id, --query, --run with --whole-run, or --all.")
    if query is not None and not query.strip():
        raise click.UsageError(
            "--query has no words, so it would mean everything. Nothing was deleted; for "
            "everything, say --all."
        )
    if everything and run_name:
        raise click.UsageError("--all is of every run. For all of one, say --whole-run.")
    with Store.open(root) as store:
        if what is not None and not (trash or dry_run or expect is not None):
            _delete_named(store, what, run_name, version, all_versions, yes=yes, as_json=as_json)
            return
        where = None
        ids: list[str] = []
        run_id = find_runs(store, run_name)[0].id if run_name else None
        if what is not None:
            named = _named(store, what, run_name, version, all_versions)
            ids = [each.id for each in named]
            run_id = None
        elif query is not None:
            where, run_id = ArtifactFilter(q=query, run=run_id), None
        delete = partial(
            store.trash.delete,
            ids,
            where=where,
            run_id=run_id,
            everything=everything,
            permanent=not trash,
        )
        if not dry_run and not (yes and expect is not None):
            said = delete(dry_run=True)
            _ask(f"{counted(said.artifacts, 'artifact')}, {_freed(said)}", yes=yes, as_json=as_json)
            if sys.stdin.isatty() and not yes:
                # Those were agreed to, and no others that came meanwhile.
                expect = said.artifacts if expect is None else expect
        report = delete(expect=expect, dry_run=dry_run)
    if as_json:
        write_json(report)
        return
    done = "would be deleted" if dry_run else "deleted"
    click.echo(f"{report.artifacts} artifacts {done}, {_freed(report)}")


def _delete_named(
    store: Store,
    what: str,
    run_name: str | None,
    version: int | None,
    all_versions: bool,
    *,
    yes: bool,
    as_json: bool,
) -> None:
    doomed = _named(store, what, run_name, version, all_versions)
    shown = ", ".join(f"{printable(each.name)} v{each.version}" for each in doomed)
    _ask(f"{shown} of {printable(doomed[0].run_name)}", yes=yes, as_json=as_json)
    results = [store.trash.delete_artifact(each.id) for each in doomed]
    if as_json:
        write_json(results)
        return
    for each, result in zip(doomed, results, strict=True):
        freed = human_bytes(result.freed_bytes)
        click.echo(f"{printable(each.name)} v{each.version} deleted, {freed} freed")


def _named(
    store: Store, what: str, run_name: str | None, version: int | None, all_versions: bool
) -> list[Artifact]:
    artifact = find_one(store, what, version, run_name)
    if artifact.id == what or version is not None:
        return [artifact]
    versions = store.catalog.history(artifact.id).versions
    if len(versions) > 1 and not all_versions:
        raise click.UsageError(
            f"{what!r} has {len(versions)} versions: choose one with --version, or --all-versions."
        )
    return versions


def _ask(what: str, *, yes: bool, as_json: bool) -> None:
    if yes:
        return
    if as_json or not sys.stdin.isatty():
        raise click.UsageError("Say --yes where there is nobody to ask.")
    click.confirm(f"Delete {what}?", abort=True)


def _freed(report: DeleteReport) -> str:
    if report.trashed_bytes:
        return f"{human_bytes(report.trashed_bytes)} in the trash"
    return f"{human_bytes(report.freed_bytes)} freed"
