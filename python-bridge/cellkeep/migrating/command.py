"""``cellkeep migrate``."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import UNSET

from cellkeep_core.errors import CellkeepError, NoSuchFileError
from cellkeep_core.paths import local_store_id
from cellkeep_core.server_file import address_of
from cellkeep_core.text import counted, human_bytes, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cellkeep.migrating.ends import End
    from cellkeep.migrating.migration import Migration, Report


@click.command("migrate")
@click.argument("source", metavar="FOLDER|SERVER")
@click.argument("target", metavar="SERVER|FOLDER")
@click.option("--dry-run", is_flag=True, help="Only say what would be moved, and what would not.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def migrate_command(source: str, target: str, dry_run: bool, as_json: bool) -> None:
    """Copy all of one store to another, ids and versions too.

    FOLDER is a store's; SERVER is the address of a Jupyter server or of `cellkeep serve`, where
    CELLKEEP_TOKEN lets you in. Nothing is changed where it comes from. The same command again goes
    on where it stopped, and brings what is new.
    """
    from cellkeep_store.cli.output import write_json

    with _opened(source, make=None) as come_from, _opened(target, make=not dry_run) as go_to:
        report = _migrate(come_from, go_to, dry_run=dry_run, quiet=as_json)
    if as_json:
        told = {"artifacts": report.artifacts, "bytes": report.bytes, "existing": report.existing}
        runs = {"deleted": report.deleted, "runs": report.new, "failed": report.failed}
        write_json({**told, **runs, "dry_run": dry_run})
    else:
        click.echo(_in_words(report, dry_run=dry_run))
    for line, count in report.failed.items():
        times = f" ({count:,} artifacts)" if count > 1 else ""
        click.echo(f"Not moved: {printable(line)}{times}", err=True)
    if report.failed:
        sys.exit(1)


@contextmanager
def _opened(where: str, *, make: bool | None) -> Iterator[End]:
    """Give one end of the move.

    Parameters
    ----------
    make : bool or None
        Whether a store that is not there is made; None for one that has to be there.
    """
    if where.startswith(("http://", "https://")):
        from cellkeep.migrating.server import ServerEnd

        yield ServerEnd(address_of(where, repr(where)))
        return
    from cellkeep.migrating.folder import FolderEnd
    from cellkeep_store import Store

    folder, is_there = Path(where), local_store_id(Path(where)) is not None
    if make is None and not is_there:
        raise NoSuchFileError(
            f"There is no store in {where!r}.",
            hint="`cellkeep doctor` says where yours is. A server is https://… or http://….",
        )
    with (
        tempfile.TemporaryDirectory(prefix="cellkeep-migrate-") as empty,
        Store.open(folder if is_there or make else Path(empty)) as store,
    ):
        yield FolderEnd(store)


def _migrate(source: End, target: End, *, dry_run: bool, quiet: bool) -> Report:
    from cellkeep.migrating.migration import Migration

    migration = Migration(source, target, dry_run=dry_run)
    sizes = [info.bytes for info in migration.runs.values()]
    if not quiet:
        for line in migration.what_stays():
            click.echo(printable(line))
    try:
        hidden = quiet or not sys.stderr.isatty()
        with click.progressbar(length=sum(sizes), file=sys.stderr, hidden=hidden) as bar:
            report = migration.run(lambda done: bar.update(done - bar.pos))
    except CellkeepError as error:
        before = _in_words(migration.report, dry_run=False)
        raise type(error)(
            error.message,
            hint=f"{before} The same command goes on from there. {error.hint or ''}".rstrip(),
            code=error.code,
        ) from error
    if dry_run and not quiet:
        _tell_runs(migration, report)
    return report


def _tell_runs(migration: Migration, report: Report) -> None:
    for run_id, count in report.new.items():
        run = migration.runs[run_id].run
        click.echo(f"  {printable(run.name)} ({run_id}): {counted(count, 'artifact')}")
    room = migration.room_there()
    if room is not UNSET and report.bytes > room:
        click.echo(f"  There is room for {human_bytes(room)} only.", err=True)


def _in_words(report: Report, *, dry_run: bool) -> str:
    there = f"{report.existing:,} were there already"
    deleted = f"; {report.deleted:,} were deleted there since, and stay so" * bool(report.deleted)
    if not report.artifacts and not report.failed:
        return f"Nothing to do: {there}{deleted}."
    what = f"{counted(report.artifacts, 'artifact')}, {human_bytes(report.bytes)}"
    runs = counted(len(report.new), "run")
    return f"{'Would move' if dry_run else 'Moved'} {what}, of {runs}; {there}{deleted}."
