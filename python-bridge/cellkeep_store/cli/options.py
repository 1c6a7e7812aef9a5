"""What every sub-command takes, and how it finds what a person means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

import click

from cellkeep_core.errors import ArtifactNotFoundError, CellkeepError
from cellkeep_core.runs import the_run
from cellkeep_core.text import local_time
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
    runs = list(_runs_called(store, name_or_id))
    by_id = [run for run in runs if run.id == name_or_id]  # a name may look like an id
    return by_id or runs or [the_run(name_or_id, runs)]


def find_one(store: Store, what: str, version: int | None, run_name: str | None) -> Artifact:
    """Return the artifact that a name, an id, a link or ``name@version`` means.

    Raises
    ------
    ArtifactNotFoundError, RunNotFoundError
    CellkeepError
        ``NAME_CONFLICT`` where several runs of one name have it: none is taken for the other.
    """
    if is_id(what):
        try:
            return store.catalog.artifact(what)
        except ArtifactNotFoundError:
            pass  # a name may look like an id
    if what.startswith("cellkeep://"):
        return store.catalog.resolve(what)
    if run_name is None and version is None:
        return _latest_or_version(store, what)
    runs = [store.catalog.latest_by_name(what).run_id]
    if run_name is not None:
        runs = [run.id for run in find_runs(store, run_name)]
    found = []
    for run_id in runs:
        with suppress(ArtifactNotFoundError):
            found.append(store.catalog.find_artifact(run_id, what, version))
    if len(found) > 1:
        raise _several_runs(store, found)
    if found:
        return found[0]
    wanted = f"{what!r}" if version is None else f"version {version} of {what!r}"
    raise ArtifactNotFoundError(
        f"There is no {wanted} in the run {run_name!r}."
        if run_name
        else f"There is no {wanted} in the run that has the latest of that name.",
        hint=f"`cellkeep ls -q {what!r}` shows what there is.",
    )


def _several_runs(store: Store, found: list[Artifact]) -> CellkeepError:
    runs = [store.catalog.run(artifact.run_id).run for artifact in found[:10]]
    which = "; ".join(f"{run.id} of {local_time(run.created_at)}, in {run.folder}" for run in runs)
    return CellkeepError(
        f"{len(found)} runs of the name {runs[0].name!r} have {found[0].name!r}.",
        hint=f"Say which by --run and its id: {which}.",
        code="NAME_CONFLICT",
    )


def _latest_or_version(store: Store, what: str) -> Artifact:
    try:
        return store.catalog.latest_by_name(what)
    except ArtifactNotFoundError:
        name, at, which = what.rpartition("@")
        if not at:
            raise
    run_id = store.catalog.latest_by_name(name).run_id
    return store.catalog.resolve(
        f"cellkeep://{store.store_id}/{run_id}/{quote(name)}@{quote(which)}"
    )


def _runs_called(store: Store, name_or_id: str) -> Iterator[Run]:
    cursor = None
    while True:
        page = store.catalog.runs(limit=200, cursor=cursor, name=name_or_id)
        yield from (info.run for info in page.items)
        cursor = page.next_cursor or None
        if cursor is None:
            return
