"""What every sub-command takes, and how it finds what a person means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

import click

from cellkeep_core.errors import ArtifactNotFoundError, RunNotFoundError
from cellkeep_store.offers import is_id

if TYPE_CHECKING:
    from cellkeep_core.protocol import Artifact, Run
    from cellkeep_store.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])

CATEGORY = click.Choice(["code", "input", "output"])


def common_options(command: Command) -> Command:
    """Add ``--store`` and ``--json``."""
    command = click.option(
        "--store",
        "root",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder of the store. Default: CELLKEEP_STORE, else in Jupyter's data folder.",
    )(command)
    return click.option("--json", "as_json", is_flag=True, help="Write JSON.")(command)


def choose_one(command: Command) -> Command:
    """Add ``NAME|ID``, ``--version`` and ``--run``."""
    command = click.option("--run", "run_name", help="Name or id of its run. Default: any.")(
        command
    )
    command = click.option(
        "--version", type=click.IntRange(min=1), help="Its version. Default: the latest."
    )(command)
    return click.argument("what", metavar="NAME|ID")(command)


def find_runs(store: Store, name_or_id: str) -> list[Run]:
    """Return the runs of a name, or the one with an id, the latest first.

    Raises
    ------
    RunNotFoundError
    """
    if is_id(name_or_id):
        try:
            return [store.run(name_or_id).run]
        except RunNotFoundError:
            pass  # a name may look like an id
    runs = [run for run in _all_runs(store, name_or_id) if run.name == name_or_id]
    if not runs:
        raise RunNotFoundError(
            f"There is no run {name_or_id!r} in {store.root}.",
            hint="`cellkeep ls` shows the runs there are.",
        )
    return runs


def find_one(store: Store, what: str, version: int | None, run_name: str | None) -> Artifact:
    """Return the artifact that a name, an id, a link or ``name@version`` means.

    Raises
    ------
    ArtifactNotFoundError, RunNotFoundError
    """
    if is_id(what):
        try:
            return store.artifact(what)
        except ArtifactNotFoundError:
            pass  # a name may look like an id
    if what.startswith("cellkeep://"):
        return store.resolve(what)
    if run_name is None and version is None:
        return _latest_or_version(store, what)
    runs = [store.latest_by_name(what).run_id]
    if run_name is not None:
        runs = [run.id for run in find_runs(store, run_name)]
    for run_id in runs:
        try:
            return store.find_artifact(run_id, what, version)
        except ArtifactNotFoundError:
            continue
    wanted = f"{what!r}" if version is None else f"version {version} of {what!r}"
    raise ArtifactNotFoundError(
        f"There is no {wanted} in the run {run_name!r}."
        if run_name
        else f"There is no {wanted} in the run that has the latest of that name.",
        hint=f"`cellkeep ls -q {what!r}` shows what there is.",
    )


def _latest_or_version(store: Store, what: str) -> Artifact:
    try:
        return store.latest_by_name(what)
    except ArtifactNotFoundError:
        name, at, which = what.rpartition("@")
        if not at:
            raise
    run_id = store.latest_by_name(name).run_id
    return store.resolve(f"cellkeep://{store.store_id}/{run_id}/{quote(name)}@{quote(which)}")


def _all_runs(store: Store, q: str) -> Iterator[Run]:
    cursor = None
    while True:
        page = store.runs(limit=200, cursor=cursor, q=q)
        yield from (info.run for info in page.items)
        cursor = page.next_cursor or None
        if cursor is None:
            return
