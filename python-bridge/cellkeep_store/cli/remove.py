"""`cellkeep rm`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cellkeep_core.addresses import readings
from cellkeep_core.text import counted, human_bytes, printable
from cellkeep_store.cli.completing import artifact_names, run_names
from cellkeep_store.cli.options import common_options, find_one, find_run, open_store
from cellkeep_store.cli.output import write_json

if TYPE_CHECKING:
    from cellkeep_core.protocol import Artifact, DeleteReport
    from cellkeep_store.store import Store


@click.command()
@click.argument(
    "what",
    metavar="[NAME[@VERSION]|RUN/NAME|LINK|ID]",
    required=False,
    shell_complete=artifact_names,
)
@click.option(
    "--run", "run_name", help="Name or id of its run. Default: any.", shell_complete=run_names
)
@click.option("--version", type=click.IntRange(min=1), help="Its version. Default: the latest.")
@click.option("--all-versions", is_flag=True, help="Every version of the name in its run.")
@click.option("-q", "--query", help="Instead of a name: all where these words are found.")
@click.option("--whole-run", is_flag=True, help="Instead of a name: everything of --run.")
@click.option("--all", "everything", is_flag=True, help="Instead of a name: all there is.")
@click.option("--expect", type=click.IntRange(min=0), help="Only if it is so many.")
@click.option("--permanent", is_flag=True, help="For good: not by way of the trash.")
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
    permanent: bool,
    dry_run: bool,
    yes: bool,
    root: Path | None,
    as_json: bool,
) -> None:
    """Move artifacts to the trash.

    `cellkeep restore` brings them back, for 30 days. With --permanent they are deleted for good;
    bytes that other artifacts share stay.
    """
    from cellkeep_store.catalog.filters import ArtifactFilter

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
    with open_store(root) as store:
        where = None
        named: list[Artifact] = []
        run_id = find_run(store, run_name).id if run_name else None
        if what is not None:
            named = _named(store, what, run_name, version, all_versions)
            run_id = None
        elif query is not None:
            where, run_id = ArtifactFilter(q=query, run=run_id), None
        delete = partial(
            store.trash.delete,
            [each.id for each in named],
            where=where,
            run_id=run_id,
            everything=everything,
            permanent=permanent,
        )
        if not dry_run and not (yes and expect is not None):
            said = delete(dry_run=True)
            shown = ", ".join(f"{printable(each.name)} v{each.version}" for each in named)
            shown = shown or counted(said.artifacts, "artifact")
            _ask(
                f"{'Delete' if permanent else 'Move to the trash:'} {shown}, {_freed(said)}",
                yes=yes,
                as_json=as_json,
            )
            if sys.stdin.isatty() and not yes:
                # Those were agreed to, and no others that came meanwhile.
                expect = said.artifacts if expect is None else expect
        report = delete(expect=expect, dry_run=dry_run)
    if as_json:
        write_json(report)
        return
    count = counted(report.artifacts, "artifact")
    would = "would be " if dry_run else ""
    done = f"{would}deleted" if permanent else f"{would}moved to the trash"
    click.echo(f"{count} {done}, {_freed(report)}")


def _named(
    store: Store, what: str, run_name: str | None, version: int | None, all_versions: bool
) -> list[Artifact]:
    artifact = find_one(store, what, version, run_name)
    if artifact.id == what or version is not None or _says_version(what, artifact.name):
        return [artifact]
    from cellkeep_store.catalog.filters import ArtifactFilter

    same = ArtifactFilter(run=artifact.run_id, name=artifact.name)
    versions = list(store.catalog.select(same))
    if len(versions) > 1 and not all_versions:
        raise click.UsageError(
            f"{what!r} has {len(versions)} versions: choose one as {what}@2, or --all-versions."
        )
    return versions


def _says_version(what: str, name: str) -> bool:
    return any(each.version and each.name == name for each in readings(what))


def _ask(what: str, *, yes: bool, as_json: bool) -> None:
    if yes:
        return
    if as_json or not sys.stdin.isatty():
        raise click.UsageError("Say --yes where there is nobody to ask.")
    click.confirm(f"{what}?", abort=True)


def _freed(report: DeleteReport) -> str:
    if report.trashed_bytes:
        return f"{human_bytes(report.trashed_bytes)} in it"
    return f"{human_bytes(report.freed_bytes)} freed"
