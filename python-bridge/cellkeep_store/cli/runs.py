"""`cellkeep run`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from msgspec import UNSET, structs

from cellkeep_core.errors import AmbiguousRunError
from cellkeep_core.protocol import Run, RunInfo, RunSettings
from cellkeep_core.runs import VERSION_RULES, the_run
from cellkeep_core.text import human_bytes, local_time
from cellkeep_store.cli.options import common_options, find_runs
from cellkeep_store.cli.output import columns, write_json
from cellkeep_store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

_AGAIN = "What a name that is saved again becomes."
_DAYS = "Days after which a version goes to the trash; 0 for never."
_LAST = "Versions of a name that are kept; 0 for all."


@click.command("run")
@click.argument("what", metavar="NAME|ID")
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
    """Change a run, and what it does with what is saved again; without options, show it.

    What it keeps no longer goes to the trash at the next clean-up (`cellkeep gc`, and once a day
    in the server). A version that has an alias is always kept.
    """
    with Store.open(root) as store:
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


def _the_one(store: Store, what: str) -> Run:
    try:
        return the_run(what, find_runs(store, what))
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
