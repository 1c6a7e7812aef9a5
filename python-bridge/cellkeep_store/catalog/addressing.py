"""Which artifact an address means (see `cellkeep_core.addresses`)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from cellkeep_core.addresses import Reading, readings, short_address
from cellkeep_core.errors import (
    AmbiguousRunError,
    ArtifactNotFoundError,
    CellkeepError,
    RunNotFoundError,
)
from cellkeep_core.ids import is_id
from cellkeep_core.protocol import Artifact, Run
from cellkeep_core.text import local_time
from cellkeep_store.catalog import naming, queries
from cellkeep_store.catalog.rows import cleaned
from cellkeep_store.catalog.tables import aliases, artifacts, facets, runs
from cellkeep_store.labels import LATEST, is_number

_MOST_RUNS = 100
_MOST_SHOWN = 3
_MOST_NAMES = 2000


@dataclass(frozen=True, kw_only=True)
class Standpoint:
    """From where an address is looked at: a name without a run means the nearest first.

    Attributes
    ----------
    run_id : str or None
        The run that looks.
    notebook : str or None
        The notebook whose runs come next.
    alone : bool
        Whether nothing but that run is meant.
    """

    run_id: str | None = None
    notebook: str | None = None
    alone: bool = False


def find(tx: Connection, address: str, store_id: str, here: Standpoint) -> Artifact:
    """Return the artifact that an address means.

    Raises
    ------
    ArtifactNotFoundError
        With what there is instead, in any run.
    AmbiguousRunError
        Where the beginning of an id is that of several runs.
    CellkeepError
        ``BAD_REQUEST`` where it can be no address.
    """
    address = cleaned(address)
    if is_id(address) and not here.alone:
        with suppress(ArtifactNotFoundError):  # a name may look like an id
            return queries.get_artifact(tx, address)
    meant = readings(address)
    for reading in meant:
        found = _find(tx, reading, store_id, here)
        if found is not None:
            return found
    if len(meant) == 1 and meant[0].run is not None and not _runs_meant(tx, meant[0].run):
        raise RunNotFoundError(f"There is no run {meant[0].run!r} in the store.")
    raise _not_found(tx, address, meant, here)


def find_exact(tx: Connection, address: str) -> Artifact | None:
    """Return what an address means that says a version or a run; None where it says neither."""
    try:
        meant = [each for each in readings(cleaned(address)) if each.version or each.run]
        for reading in meant:
            found = _find(tx, reading, reading.store or "", Standpoint())
            if found is not None:
                return found
    except CellkeepError:
        return None  # it may be meant as words
    return None


def _find(tx: Connection, reading: Reading, store_id: str, here: Standpoint) -> Artifact | None:
    if reading.store is not None and is_id(reading.store) and reading.store != store_id:
        raise CellkeepError(
            "The link is to another store.",
            hint=f"Open the store with the id {reading.store}.",
            code="ARTIFACT_NOT_FOUND",
        )
    if reading.run is not None:
        return None if here.alone else _in_runs(tx, reading, _runs_meant(tx, reading.run))
    if here.run_id is not None:
        own = _in_runs(tx, reading, [here.run_id])
        if own is not None or here.alone:
            return own
    if here.notebook is not None:
        near = _newest(tx, reading, runs.c.notebook == here.notebook)
        if near is not None:
            return near
    # What came with an archive only where nothing of this store's own has the name.
    own_runs = ~runs.c.metadata.contains(f'"{queries.IMPORTED}"')
    return _newest(tx, reading, own_runs) or _newest(tx, reading, None)


def _runs_meant(tx: Connection, run: str) -> list[str]:
    """Return the ids of the runs of a name, an id or its beginning, the latest first."""
    named: ColumnElement[bool] = runs.c.name == run
    begins = queries.id_begins(run)
    if begins is not None:
        ids = list(tx.execute(select(runs.c.id).where(begins).limit(2)).scalars())
        if len(ids) > 1:
            raise AmbiguousRunError(
                f"The ids of several runs begin with {run!r}.", hint="Write more of its digits."
            )
        if ids:
            return ids
    query = select(runs.c.id).where(named).order_by(runs.c.last_change.desc())
    return list(tx.execute(query.limit(_MOST_RUNS)).scalars())


def _in_runs(tx: Connection, reading: Reading, run_ids: list[str]) -> Artifact | None:
    """Return the newest of what a reading means in each of some runs."""
    found = []
    for run_id in run_ids:
        with suppress(ArtifactNotFoundError):
            found.append(naming.find_version(tx, run_id, reading.name, reading.version))
    return max(found, key=lambda artifact: artifact.seq, default=None)


def _newest(tx: Connection, reading: Reading, where: ColumnElement[bool] | None) -> Artifact | None:
    query = select(func.max(facets.c.seq)).where(facets.c.name == reading.name)
    if where is not None:
        # Asked of the runs that have the name, and not of all there are.
        query = query.join(runs, runs.c.id == facets.c.run_id).where(where)
    if is_number(reading.version):
        query = query.where(facets.c.version == int(reading.version.removeprefix("v")))
    elif reading.version not in ("", LATEST):
        named = select(artifacts.c.seq).join_from(
            aliases, artifacts, aliases.c.artifact_id == artifacts.c.id
        )
        query = query.where(
            facets.c.seq.in_(
                named.where(aliases.c.name == reading.name, aliases.c.alias == reading.version)
            )
        )
    seq = tx.execute(query).scalar()
    return None if seq is None else queries.artifacts_by_seq(tx, [seq])[seq]


def _not_found(
    tx: Connection, address: str, meant: list[Reading], here: Standpoint
) -> ArtifactNotFoundError:
    where = "in this run" if here.alone else "in the store"
    told = f"There is no {address!r} {where}."
    others = _elsewhere(tx, {reading.name for reading in meant})
    if others:
        return ArtifactNotFoundError(told, hint=" ".join(others))
    near = get_close_matches(address, _names(tx, here), n=_MOST_SHOWN)
    if near:
        said = ", ".join(map(repr, near))
        return ArtifactNotFoundError(told, hint=f"There is {said}.")
    return ArtifactNotFoundError(told, hint="`cellkeep ls` shows what the store has.")


def _elsewhere(tx: Connection, names: set[str]) -> list[str]:
    """Return a sentence for the newest of some names in each of the latest runs that have them."""
    latest = (
        select(func.max(facets.c.seq).label("seq"))
        .where(facets.c.name.in_(sorted(names)))
        .group_by(facets.c.run_id, facets.c.name)
        .order_by(func.max(facets.c.seq).desc())
        .limit(_MOST_SHOWN)
    )
    seqs = list(tx.execute(latest).scalars())
    there = queries.artifacts_by_seq(tx, seqs)
    return [_sentence(tx, there[seq], queries.get_run(tx, there[seq].run_id).run) for seq in seqs]


def _sentence(tx: Connection, artifact: Artifact, run: Run) -> str:
    of = f" of {run.notebook}" if run.notebook and run.notebook != run.name else ""
    address = f"{run.name}/{artifact.name}@{artifact.version}"
    namesakes = select(runs.c.id).where(runs.c.name == run.name).limit(2)
    if "/" in run.name or len(tx.execute(namesakes).all()) > 1:
        address = short_address(run.id, artifact.name, artifact.version)
    return (
        f"{artifact.name!r} v{artifact.version} is in the run {run.name!r}{of}, "
        f"{local_time(artifact.stored_at)}: its address is {address!r}."
    )


def _names(tx: Connection, here: Standpoint) -> list[str]:
    query: Any = select(facets.c.name).order_by(facets.c.seq.desc()).limit(_MOST_NAMES)
    if here.alone:
        query = query.where(facets.c.run_id == here.run_id)
    return list(dict.fromkeys(tx.execute(query).scalars()))
