"""What every sub-command takes, and how it finds what a person means."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from cellkeep_core.addresses import readings
from cellkeep_core.errors import ArtifactNotFoundError, CellkeepError, NameConflictError
from cellkeep_core.runs import the_run, told_apart
from cellkeep_store.cli.completing import artifact_names, run_names

if TYPE_CHECKING:
    from cellkeep_core.protocol import Artifact, Run
    from cellkeep_store.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])

_MOST_SHOWN = 10

Find = Callable[["Store"], "Artifact"]
"""Finds what a person has named in a store, and raises as `find_one`."""
CATEGORY = click.Choice(["code", "input", "output"])


def open_store(root: Path | None) -> Store:
    """Open the store; what it needs is imported now, so that names are completed at once."""
    from cellkeep_store.store import Store

    return Store.open(root)


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
    """Add ``NAME|ID``, ``--version`` and ``--run``; the command is given what finds it (`Find`)."""

    @wraps(command)
    def given(*, what: str, version: int | None, run_name: str | None, **others: Any) -> Any:
        return command(find=lambda store: find_one(store, what, version, run_name), **others)

    for option in (
        click.option(
            "--run",
            "run_name",
            help="Name or id of its run. Default: any.",
            shell_complete=run_names,
        ),
        click.option(
            "--version", type=click.IntRange(min=1), help="Its version. Default: the latest."
        ),
        click.argument(
            "what", metavar="NAME[@VERSION]|RUN/NAME|LINK|ID", shell_complete=artifact_names
        ),
    ):
        given = option(given)
    return cast("Command", given)


def find_runs(store: Store, name_or_id: str) -> list[Run]:
    """Return the runs of a name, or those whose id begins so, the latest first.

    Raises
    ------
    RunNotFoundError
    """
    runs = [info.run for info in store.catalog.all_runs(name_or_id)]
    by_id = [run for run in runs if run.id == name_or_id]  # a name may look like an id
    return by_id or runs or [the_run(name_or_id, runs)]


def find_run(store: Store, name_or_id: str) -> Run:
    """Return the run of a name or an id; of several none is taken for the other.

    Raises
    ------
    RunNotFoundError, AmbiguousRunError
    """
    return the_run(name_or_id, find_runs(store, name_or_id))


def find_one(store: Store, what: str, version: int | None, run_name: str | None) -> Artifact:
    """Return the artifact that an address means (see `cellkeep_core.addresses`).

    Raises
    ------
    ArtifactNotFoundError, RunNotFoundError
    CellkeepError
        ``NAME_CONFLICT`` where several runs of one name have it: none is taken for the other.
    """
    address = what if version is None else f"{what}@{version}"
    if run_name is None:
        artifact = store.catalog.resolve(address)
        _refuse_namesakes(store, address, artifact)
        return artifact
    found, missed = _of_each(store, address, find_runs(store, run_name))
    if len(found) > 1:
        raise _several_runs(store, found)
    if found:
        return found[0]
    assert missed is not None, "a name without runs is refused before"
    raise ArtifactNotFoundError(
        missed.message.replace("this run", f"the run {run_name!r}"), hint=missed.hint
    )


def _of_each(
    store: Store, address: str, runs: list[Run]
) -> tuple[list[Artifact], ArtifactNotFoundError | None]:
    """Return what an address means in each of some runs, and why it means nothing in others."""
    found, missed = [], None
    for run in runs:
        try:
            found.append(store.catalog.resolve(address, run_id=run.id, alone=True))
        except ArtifactNotFoundError as error:
            missed = missed or error
    return found, missed


def _refuse_namesakes(store: Store, address: str, artifact: Artifact) -> None:
    """Refuse an address that names a run by a name that several have, with what it asks for."""
    for reading in readings(address):
        if (reading.run, reading.name) == (artifact.run_name, artifact.name):
            within = f"{reading.name}@{reading.version}" if reading.version else reading.name
            found, _ = _of_each(store, within, find_runs(store, artifact.run_name))
            if len(found) > 1:
                raise _several_runs(store, found)


def _several_runs(store: Store, found: list[Artifact]) -> CellkeepError:
    shown = found[:_MOST_SHOWN]
    runs = [store.catalog.run(artifact.run_id).run for artifact in shown]
    lines = [
        told_apart([run], f"{artifact.name}@{artifact.version}")
        for run, artifact in zip(runs, shown, strict=True)
    ]
    more = [f"  and {len(found) - _MOST_SHOWN:,} more"] if len(found) > _MOST_SHOWN else []
    return NameConflictError(
        f"{len(found)} runs of the name {runs[0].name!r} have {found[0].name!r}:\n"
        + "\n".join([*lines, *more])
        + "\n",
        hint="Say which by its address, or by --run and the run's id.",
    )
