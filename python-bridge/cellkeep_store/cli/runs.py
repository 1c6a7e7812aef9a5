"""`cellkeep run` and `cellkeep runs`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import UNSET, structs

from cellkeep_core.addresses import RUN_DIGITS
from cellkeep_core.errors import AmbiguousRunError
from cellkeep_core.limits import MAX_PAGE
from cellkeep_core.protocol import Run, RunInfo, RunSettings
from cellkeep_core.runs import VERSION_RULES
from cellkeep_core.text import human_bytes, local_time
from cellkeep_store.cli.completing import run_names
from cellkeep_store.cli.options import common_options, find_run, open_store
from cellkeep_store.cli.output import columns, write_json, write_lines

if TYPE_CHECKING:
    from cellkeep_core.protocol import RunRow
    from cellkeep_store.store import Store

_DAYS = "Days after which a version goes to the trash; 0 for never."
_SORT = "A column: name, created, updated, duration, artifacts, bytes, or a value such as lr."
_SHOW = "A value of the runs to show, such as lr or results.loss; may be given several times."
_MOST = "Runs at most."
_LAST = "Versions of a name that are kept; 0 for all."


@click.command("run")
@click.argument("what", metavar="NAME|ID", shell_complete=run_names)
@click.option("--rename", help="Another name.")
@click.option("--folder", help="A slash-separated place for it that starts with '/'.")
@click.option("--add", multiple=True, help="A tag to add.")
@click.option("--remove", multiple=True, help="A tag to take away.")
@click.option(
    "--versions", type=click.Choice(VERSION_RULES), help="What a name that is saved again becomes."
)
@click.option("--keep-days", type=click.IntRange(min=0), help=_DAYS)
@click.option("--keep-last", type=click.IntRange(min=0), help=_LAST)
@common_options
def run_command(what: str, root: Path | None, as_json: bool, **changes: Any) -> None:
    """Show a run, or change it.

    Also what it does with what is saved again.

    What it keeps no longer goes to the trash at the next clean-up (`cellkeep gc`, and once a day
    in the server). A version that has an alias is always kept.
    """
    with open_store(root) as store:
        info = store.catalog.run(_the_one(store, what).id)
        run = _changed_run(info.run, changes)
        if run != info.run:
            info = store.editor.put_run(run)
        before = info.settings if info.settings is not UNSET else RunSettings("skip-if-same")
        settings = _changed_settings(before, changes)
        if settings != before:
            info = store.editor.put_settings(run.id, settings)
    if as_json:
        write_json(info)
        return
    for line in columns(_rows(info, settings)):
        click.echo(line)


@click.command("runs")
@click.option("-q", "--query", help="Only where name, folder, notebook or tags have these words.")
@click.option("--notebook", help="Only of the notebook with this path.")
@click.option("--sort", default="updated", show_default=True, help=_SORT)
@click.option("--reverse", is_flag=True, help="The smallest, or the earliest, first.")
@click.option("--show", multiple=True, metavar="COLUMN", help=_SHOW)
@click.option(
    "-n", "--number", type=click.IntRange(1, MAX_PAGE), default=50, show_default=True, help=_MOST
)
@common_options
def runs_command(
    query: str | None,
    notebook: str | None,
    sort: str,
    reverse: bool,
    show: tuple[str, ...],
    number: int,
    root: Path | None,
    as_json: bool,
) -> None:
    """List runs, the latest save first."""
    from cellkeep_store.catalog.run_table import RunFilter

    with open_store(root) as store:
        known = store.catalog.run_table(limit=1).columns or []
        ids = {each.label: each.id for each in known}
        for each in show:
            if each not in {*ids, *ids.values()}:
                said = ", ".join(ids) or "no values at all"
                raise click.UsageError(f"No run has a value {each!r}. There is {said}.")
        table = store.catalog.run_table(
            RunFilter(q=query, notebook=notebook),
            sort=ids.get(sort, sort),
            descending=not reverse,
            limit=number,
        )
    if as_json:
        write_json(table)
        return
    wanted = [ids.get(each, each) for each in show]
    rows = [_line(row, wanted) for row in table.items]
    head = ["RUN", "ID", *(each.upper() for each in show), "ARTIFACTS", "SIZE", "LAST SAVE", "FROM"]
    write_lines(columns([head, *rows]) if rows else ["There are no runs."])
    if len(rows) < table.total:
        click.echo(f"{len(rows)} of {table.total:,} (-n, -q, --notebook).", err=True)


def _line(row: RunRow, wanted: list[str]) -> list[str]:
    run = row.run.run
    return [
        run.name,
        run.id[:RUN_DIGITS],
        *(str(row.values.get(each, "")) for each in wanted),
        str(row.run.artifacts),
        human_bytes(row.run.bytes),
        local_time(row.run.updated_at),
        run.notebook or "",
    ]


def _the_one(store: Store, what: str) -> Run:
    try:
        return find_run(store, what)
    except AmbiguousRunError as error:
        raise click.UsageError(str(error)) from error


def _changed_run(run: Run, changes: dict[str, Any]) -> Run:
    tags = [tag for tag in run.tags if tag not in changes["remove"]]
    tags += [tag for tag in changes["add"] if tag not in tags]
    return structs.replace(
        run,
        name=run.name if changes["rename"] is None else changes["rename"],
        folder=run.folder if changes["folder"] is None else changes["folder"],
        tags=tags,
    )


def _changed_settings(before: RunSettings, changes: dict[str, Any]) -> RunSettings:
    given = {name: changes[name] for name in ("keep_days", "keep_last")}
    limits = {name: value or UNSET for name, value in given.items() if value is not None}
    return structs.replace(before, versions=changes["versions"] or before.versions, **limits)


def _rows(info: RunInfo, settings: RunSettings) -> list[list[str]]:
    run = info.run
    days, last = settings.keep_days, settings.keep_last
    return [
        ["name", run.name],
        ["id", run.id],
        ["folder", run.folder],
        ["tags", ", ".join(run.tags)],
        ["artifacts", f"{info.artifacts}, {human_bytes(info.bytes)}"],
        ["last save", local_time(info.updated_at)],
        ["saved again", settings.versions],
        ["keeps", "for ever" if days is UNSET else f"for {days} days"],
        ["of a name", "all versions" if last is UNSET else f"the last {last} versions"],
    ]
