"""`cellkeep export`, `import` and `diff`."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from cellkeep_core.errors import CellkeepError, NameConflictError, NoSuchFileError
from cellkeep_core.ids import new_id
from cellkeep_core.text import counted, human_bytes, printable
from cellkeep_store.catalog.filters import ArtifactFilter
from cellkeep_store.cli.options import common_options, find_one, find_runs
from cellkeep_store.cli.output import columns, write_json
from cellkeep_store.sharing.archive import export
from cellkeep_store.sharing.diff import diff_artifacts, diff_runs
from cellkeep_store.sharing.unpack import import_archive
from cellkeep_store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cellkeep_core.protocol import Artifact


@click.command("export")
@click.argument("names", nargs=-1, metavar="[NAME|ID|LINK]...")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The zip.")
@click.option("--run", "run_name", help="Everything of this run, or only of it.")
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
    if not (names or run_name or query):
        raise click.UsageError("Say what: names, --run or --query.")
    if output.exists() and not force:
        raise NameConflictError(
            f"{str(output)!r} is there already.", hint="Choose another place, or use --force."
        )
    with Store.open(root) as store:
        chosen = {each.id: each for each in _chosen(store, names, run_name, query)}
        if not chosen:
            raise CellkeepError("There is nothing to export.", code="EMPTY_SELECTION")
        part = output.with_name(f".{new_id()}.part")
        try:
            with part.open("xb") as sink:
                done = export(store, chosen.values(), sink)
                sink.flush()
                os.fsync(sink.fileno())
            part.replace(output)
        except OSError as error:
            raise CellkeepError(
                f"{str(output)!r} cannot be written: {error.strerror or error}.",
                hint="Choose another place with -o.",
                code="BAD_REQUEST",
            ) from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    if as_json:
        write_json({"path": str(output), **done._asdict()})
        return
    size = human_bytes(done.bytes)
    artifacts = counted(done.artifacts, "artifact")
    click.echo(f"{printable(str(output))}: {artifacts}, {size} of bytes, verified")


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@common_options
def import_command(path: Path, root: Path | None, as_json: bool) -> None:
    """Store what an exported zip has, verifying every digest."""
    if not path.is_file():
        raise NoSuchFileError(f"There is no file {str(path)!r}.")
    with Store.open(root) as store:
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


@click.command("diff")
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option("--runs", "--run", is_flag=True, help="They are runs.")
@common_options
def diff_command(before: str, after: str, runs: bool, root: Path | None, as_json: bool) -> None:
    """Compare two artifacts or runs.

    Artifacts are named as in `cellkeep show`. The exit code is 0 where they are the same, 1 where
    they differ, and 2 where they cannot be compared.
    """
    with Store.open(root) as store:
        if runs:
            ids = [find_runs(store, name)[0].id for name in (before, after)]
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
                rows = [[each.field, str(each.before), str(each.after)] for each in found.changes]
                for line in columns(rows):
                    click.echo(line)
                for line in found.text:
                    click.echo(printable(line))
                if not different:
                    click.echo("The same.")
    if different:
        sys.exit(1)


def _chosen(
    store: Store, names: tuple[str, ...], run_name: str | None, query: str | None
) -> Iterator[Artifact]:
    for name in names:
        yield find_one(store, name, None, run_name)
    if names:
        return
    runs = [run.id for run in find_runs(store, run_name)] if run_name else [None]
    for run_id in runs:
        yield from store.catalog.select(ArtifactFilter(run=run_id, q=query))
