"""`cellkeep export`, `import` and `diff`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from cellkeep_core.errors import (
    EmptySelectionError,
    NameConflictError,
    NoSuchFileError,
)
from cellkeep_core.text import counted, human_bytes, printable
from cellkeep_store.cli.completing import artifact_names, run_names, the_names
from cellkeep_store.cli.options import common_options, find_one, find_run, find_runs, open_store
from cellkeep_store.cli.output import columns, write_json, write_lines
from cellkeep_store.importing import TRACKERS, open_tracker

if TYPE_CHECKING:
    from cellkeep_core.protocol import Artifact
    from cellkeep_store.importing.tracker import Tracker, TrackerRun
    from cellkeep_store.store import Store


@click.command("export")
@click.argument("names", nargs=-1, metavar="[NAME|ID|LINK]...", shell_complete=artifact_names)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The zip.")
@click.option(
    "--run", "run_name", help="Everything of this run, or only of it.", shell_complete=run_names
)
@click.option("-q", "--query", help="Everything where these words are found.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@common_options
def export_command(
    names: tuple[str, ...],
    output: Path,
    run_name: str | None,
    query: str | None,
    force: bool,
    root: Path | None,
    as_json: bool,
) -> None:
    """Write artifacts as one zip, to open or to import elsewhere.

    It opens in a browser as a page.
    """
    from cellkeep_store.sharing.archive import export
    from cellkeep_store.sharing.export import written_whole

    if not (names or run_name or query):
        raise click.UsageError("Say what: names, --run or --query.")
    if output.exists() and not force:
        raise NameConflictError(
            f"{str(output)!r} is there already.", hint="Choose another place, or use --force."
        )
    with open_store(root) as store:
        chosen = {each.id: each for each in _chosen(store, names, run_name, query)}
        if not chosen:
            raise EmptySelectionError("There is nothing to export.")
        with written_whole(output, overwrite=True) as sink:
            done = export(store, chosen.values(), sink)
            sink.flush()
            os.fsync(sink.fileno())
    if as_json:
        write_json({"path": str(output), **done._asdict()})
        return
    size = human_bytes(done.bytes)
    artifacts = counted(done.artifacts, "artifact")
    click.echo(f"{printable(str(output))}: {artifacts}, {size} of bytes, verified")


@click.command("import")
@click.argument("what", metavar="ZIP|TRACKER:ADDRESS")
@click.option("--dry-run", is_flag=True, help="Only say what a tracker's runs would bring.")
@common_options
def import_command(what: str, dry_run: bool, root: Path | None, as_json: bool) -> None:
    """Store what a zip, MLflow, W&B or Simvue has.

    Every digest of a zip is verified. MLflow is mlflow://HOST:PORT, mlflow:FOLDER, or mlflow: and
    its tracking URI; W&B is wandb: and the folder of that name, of runs made offline; Simvue is
    simvue: for the server of its own configuration, or simvue://HOST. The same command again
    brings only what is new.
    """
    scheme, colon, address = what.partition(":")
    if colon and scheme in TRACKERS:
        _import_runs(open_tracker(scheme, address), root, dry_run=dry_run, as_json=as_json)
        return
    if dry_run:
        raise click.UsageError("--dry-run is for the runs of a tracker.")
    from cellkeep_store.sharing.unpack import import_archive

    path = Path(what)
    if not path.is_file():
        raise NoSuchFileError(
            f"{what!r} is a folder." if path.is_dir() else f"There is no file {what!r}.",
            hint="Give a zip of `cellkeep export`, or a tracker: mlflow:…, wandb:…, simvue:….",
        )
    with open_store(root) as store:
        report = import_archive(store, path)
    if as_json:
        write_json(report)
        return
    click.echo(
        f"{report.artifacts} artifacts in {report.runs} new runs, {human_bytes(report.bytes)}; "
        f"{report.existing} were here already"
    )
    for run in report.into or ():
        state = "a new run" if run.new else "of an earlier import"
        click.echo(f"  {printable(run.name)} ({run.run_id}), {state}: {run.artifacts} artifacts")
    if report.restored:
        click.echo(f"  {counted(report.restored, 'artifact')} came back from the trash")


def _import_runs(tracker: Tracker, root: Path | None, *, dry_run: bool, as_json: bool) -> None:
    from cellkeep_store.importing.into_store import import_runs

    def say(found: TrackerRun, new: int) -> None:
        if not as_json:
            size = human_bytes(sum(one.size or 0 for one in found.files))
            run = f"{printable(found.run.folder)} {printable(found.run.name)}"
            files = counted(len(found.files), "file")
            click.echo(f"{run} ({found.run.created_at}): {files}, {size}; {new} new")

    with open_store(root) as store:
        report = import_runs(store, tracker, dry_run=dry_run, each=say)
    if as_json:
        write_json({**asdict(report), "dry_run": dry_run})
    else:
        click.echo(
            f"{'Would store' if dry_run else 'Stored'} {counted(report.artifacts, 'artifact')}, "
            f"{human_bytes(report.bytes)}, with {counted(report.runs, 'new run')}; "
            f"{report.existing} were here already"
        )
        for line in report.failed:
            click.echo(f"Not stored: {printable(line)}", err=True)
    if report.failed:
        sys.exit(1)


@click.command("diff")
@click.argument("before", metavar="BEFORE", shell_complete=the_names)
@click.argument("after", metavar="AFTER", shell_complete=the_names)
@click.option("--runs", "--run", is_flag=True, help="They are runs.")
@common_options
def diff_command(before: str, after: str, runs: bool, root: Path | None, as_json: bool) -> None:
    """Compare two artifacts or runs.

    Artifacts are named as in `cellkeep show`. The exit code is 0 where they are the same, 1 where
    they differ, and 2 where they cannot be compared.
    """
    from cellkeep_store.sharing.diff import diff_artifacts, diff_runs

    with open_store(root) as store:
        if runs:
            ids = [find_run(store, name).id for name in (before, after)]
            run_diff = diff_runs(store, *ids)
            different = bool(run_diff.added or run_diff.removed or run_diff.changed)
            if as_json:
                write_json(msgspec.to_builtins(run_diff))
            else:
                for line in columns(
                    [["+", each.name, f"v{each.version}"] for each in run_diff.added]
                    + [["-", each.name, f"v{each.version}"] for each in run_diff.removed]
                    + [["~", each.name, f"v{each.version}"] for _, each in run_diff.changed]
                ):
                    click.echo(line)
                click.echo(f"{run_diff.same} the same")
        else:
            first, second = find_one(store, before, None, None), find_one(store, after, None, None)
            found = diff_artifacts(store, first, second)
            different = bool(found.changes)
            if as_json:
                write_json(msgspec.to_builtins(found))
            else:
                rows = [
                    [each.field, str(each.before), str(each.after)]
                    for each in found.changes
                    if not each.field.startswith("provenance.source")
                ]
                lines = [printable(line) for line in (*found.source, *found.text)]
                write_lines([*columns(rows), *lines])
                if not different:
                    click.echo("The same.")
    if different:
        sys.exit(1)


def _chosen(
    store: Store, names: tuple[str, ...], run_name: str | None, query: str | None
) -> Iterator[Artifact]:
    from cellkeep_store.catalog.filters import ArtifactFilter

    for name in names:
        yield find_one(store, name, None, run_name)
    if names:
        return
    runs = [run.id for run in find_runs(store, run_name)] if run_name else [None]
    for run_id in runs:
        yield from store.catalog.select(ArtifactFilter(run=run_id, q=query))
