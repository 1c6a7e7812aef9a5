"""What comes from another store (`Offer.moved`) keeps its number, times, labels and old names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import UNSET
from sqlalchemy import Connection, and_, exists, insert, select, update

from cellkeep_core.errors import CellkeepError, NameConflictError
from cellkeep_core.protocol import ArtifactEdit, FormerName, Offer
from cellkeep_store.catalog import naming, rights
from cellkeep_store.catalog.many_rows import is_one_of
from cellkeep_store.catalog.person import Level, Person
from cellkeep_store.catalog.tables import former_names, names
from cellkeep_store.offers import as_json


def last_versions(tx: Connection, offers: Sequence[Offer]) -> dict[tuple[str, str], int]:
    """Return the highest number that was given under the names of offers, by run and name."""
    by_run: defaultdict[str, set[str]] = defaultdict(set)
    for offer in offers:
        by_run[offer.run.id].add(offer.name)
    found: dict[tuple[str, str], int] = {}
    for run_id, its_names in by_run.items():
        where = (names.c.run_id == run_id) & is_one_of(tx, names.c.name, its_names)
        for row in tx.execute(select(names).where(where)):
            found[run_id, row.name] = int(row.last_version)
    return found


def refusals(
    tx: Connection, person: Person | None, offers: Sequence[Offer]
) -> dict[str, CellkeepError]:
    """Return why offers cannot keep what they were, by their ids.

    Their numbers and labels are what only somebody who manages the run may give, and a number
    is given once.
    """
    moved = [offer for offer in offers if offer.moved is not UNSET]
    if not moved:
        return {}
    of_runs = rights.refusals(tx, person, (offer.run.id for offer in moved), Level.MANAGE)
    last = last_versions(tx, moved)
    refused = {}
    for offer in moved:
        if offer.run.id in of_runs:
            refused[offer.id] = of_runs[offer.run.id]
            continue
        key = offer.run.id, offer.name
        try:
            _, last[key] = next_version(offer, last.get(key, 0))
        except NameConflictError as error:
            refused[offer.id] = error
    return refused


def next_version(offer: Offer, last: int) -> tuple[int, int]:
    """Return an offer's number, and the highest under its name then, after the one before.

    Raises
    ------
    NameConflictError
        Where it says which, and that or a higher one was given already.
    """
    if offer.moved is UNSET:
        return last + 1, last + 1
    version = offer.moved.version
    if version <= last:
        raise NameConflictError(
            f"{offer.name!r} has v{last} here, of something else: v{version} cannot follow it.",
            hint="Nothing was changed. Export it and import it, which numbers it anew.",
        )
    return version, max(version, offer.moved.last_version or version)


def stored_at(offer: Offer, now: str) -> str:
    """Return when an offer was stored: now, or in the store that it comes from."""
    return now if offer.moved is UNSET else offer.moved.stored_at


def changed_at(offer: Offer, now: str) -> str:
    """Return when an offer's run was last changed: now, or in the store that it comes from."""
    return now if offer.moved is UNSET else max(offer.moved.stored_at, offer.run.updated_at or "")


def saved_metadata(offer: Offer) -> str | None:
    """Return the metadata as it was saved, where somebody has edited it since."""
    saved = UNSET if offer.moved is UNSET else offer.moved.saved_metadata
    return None if saved is UNSET else as_json(saved, "metadata")


def label(tx: Connection, offer: Offer) -> None:
    """Give a stored offer the labels and old names that it had."""
    moved = offer.moved
    if moved is UNSET:
        return
    if moved.tags or moved.notes:
        naming.edit_artifact(tx, offer.id, ArtifactEdit(tags=moved.tags, notes=moved.notes))
    for alias in moved.aliases or ():
        naming.set_alias(tx, offer.id, alias, move=False)
    for one in moved.former or ():
        _note_former(tx, offer, one)


def _note_former(tx: Connection, offer: Offer, one: FormerName) -> None:
    run_id = offer.run.id
    known = and_(
        former_names.c.run_id == run_id,
        former_names.c.name == one.name,
        former_names.c.version == one.version,
    )
    if not tx.execute(select(exists().where(known))).scalar():
        tx.execute(
            insert(former_names).values(
                run_id=run_id, name=one.name, version=one.version, artifact_id=offer.id
            )
        )
    # The old name keeps its numbers as well, as where it was renamed.
    its = and_(names.c.run_id == run_id, names.c.name == one.name)
    last = tx.execute(select(names.c.last_version).where(its)).scalar()
    if last is None:
        tx.execute(insert(names).values(run_id=run_id, name=one.name, last_version=one.version))
    elif last < one.version:
        tx.execute(update(names).where(its).values(last_version=one.version))
