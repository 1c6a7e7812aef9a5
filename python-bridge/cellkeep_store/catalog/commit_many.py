"""What is written to the catalog for many offers at once: as `commit`, in a few statements.

A statement costs more than a row, so what is there is read for all offers together, what
becomes of each is worked out in their order, and the rows are written table by table.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import structs
from sqlalchemy import bindparam, func, select, update

from cellkeep_core.ids import utc_now
from cellkeep_store.catalog.commit import (
    add_run,
    id_conflict,
    policies,
    receipt_for,
    same_artifact,
    wants_version,
)
from cellkeep_store.catalog.many_rows import insert_rows, is_one_of
from cellkeep_store.catalog.related import add_change, input_rows
from cellkeep_store.catalog.removal import trash_older
from cellkeep_store.catalog.rows import artifact_values, receipt_from
from cellkeep_store.catalog.tables import (
    artifacts,
    blobs,
    changes,
    inputs,
    names,
    receipts,
    runs,
    thumbnails,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from sqlalchemy import Connection, Row

    from cellkeep_core.errors import CellkeepError
    from cellkeep_core.protocol import Offer, Receipt

Name = tuple[str, str]


def find_receipts(tx: Connection, offer_ids: Iterable[str]) -> dict[str, Receipt]:
    """Return the receipts that offers got before, by the offer's id."""
    query = select(receipts).where(is_one_of(tx, receipts.c.offer_id, offer_ids))
    return {row.offer_id: receipt_from(row) for row in tx.execute(query)}


def find_blobs(tx: Connection, digests: Iterable[str]) -> dict[str, Row[Any]]:
    """Return the rows of blobs, by digest."""
    query = select(blobs).where(is_one_of(tx, blobs.c.sha256, digests))
    return {row.sha256: row for row in tx.execute(query)}


def known_or_conflict(offer: Offer, known: Receipt | None) -> Receipt | CellkeepError | None:
    """Return the receipt that an offer got before, or ``ID_CONFLICT``; None for a new one."""
    if known is None or known.sha256 == offer.sha256:
        return known
    return id_conflict(offer, known)


def mark_whole(tx: Connection, digests: Sequence[str]) -> None:
    """Write down that blobs are whole again."""
    statement = update(blobs).where(blobs.c.sha256 == bindparam("digest")).values(damaged=False)
    tx.execute(statement, [{"digest": sha256} for sha256 in digests])


def commit_offers(
    tx: Connection, items: Sequence[tuple[Offer, bytes | None]], there: Container[str]
) -> list[Receipt]:
    """Write everything about artifacts whose blobs are in their places, and their receipts.

    Parameters
    ----------
    items : sequence of (Offer, bytes or None)
        Offers that have no receipt yet, no id twice, each with its thumbnail.
    there : container of str
        The digests of those of their blobs that the catalog has rows of.
    """
    now = utc_now()
    offers = [offer for offer, _ in items]
    state = _State(tx, offers)
    artifact_rows, thumbnail_rows, change_rows, given = [], [], [], []
    used_rows: list[dict[str, object]] = []
    for run in {offer.run.id: offer.run for offer in offers}.values():
        add_run(tx, run, now)
    policy = policies(tx, sorted({offer.run.id for offer in offers}))
    for offer, thumbnail in items:
        key = (offer.run.id, offer.name)
        values = artifact_values(offer)
        latest = state.latest.get(key)
        again = wants_version(offer, policy[offer.run.id])
        if latest is not None and not again and same_artifact(latest, values):
            given.append(
                receipt_for(
                    offer, latest["id"], latest["version"], latest["stored_at"], existing=True
                )
            )
            continue
        version = state.next_version(key)
        row = {**values, "version": version, "stored_at": now}
        state.latest[key] = row
        artifact_rows.append(row)
        used_rows.extend(input_rows(offer.id, offer.provenance))
        if thumbnail:
            thumbnail_rows.append({"artifact_id": offer.id, "png": thumbnail})
        change_rows.append(
            {"kind": "stored", "run_id": offer.run.id, "artifact_id": offer.id, "at": now}
        )
        given.append(receipt_for(offer, offer.id, version, now, existing=False))
    wanted = {row["sha256"]: row["size"] for row in artifact_rows}
    blob_rows = [
        {"sha256": sha256, "size": size, "stored_at": now, "damaged": False}
        for sha256, size in wanted.items()
        if sha256 not in there
    ]
    state.write_names(tx)
    for table, rows in (
        (blobs, blob_rows),
        (artifacts, artifact_rows),
        (thumbnails, thumbnail_rows),
        (inputs, used_rows),
        (receipts, [structs.asdict(receipt) for receipt in given]),
    ):
        insert_rows(tx, table, rows)
    _write_changes(tx, change_rows, now)
    for (run_id, name), row in state.latest.items():
        if policy[run_id] == "overwrite":
            trash_older(tx, run_id, name, row["version"])
    return given


class _State:
    """What the catalog has under the names of some offers, as it grows."""

    def __init__(self, tx: Connection, offers: Sequence[Offer]) -> None:
        by_run: defaultdict[str, set[str]] = defaultdict(set)
        for offer in offers:
            by_run[offer.run.id].add(offer.name)
        self._stored: dict[Name, int] = {}
        self.latest: dict[Name, dict[str, Any]] = {}
        for run_id, its_names in by_run.items():
            where = (names.c.run_id == run_id) & is_one_of(tx, names.c.name, its_names)
            for row in tx.execute(select(names).where(where)):
                self._stored[run_id, row.name] = int(row.last_version)
            there = [name for run, name in self._stored if run == run_id]
            if there:
                self._read_latest(tx, run_id, there)
        self._versions = dict(self._stored)

    def _read_latest(self, tx: Connection, run_id: str, its_names: list[str]) -> None:
        last = (
            select(artifacts.c.name, func.max(artifacts.c.version).label("version"))
            .where(artifacts.c.run_id == run_id, is_one_of(tx, artifacts.c.name, its_names))
            .group_by(artifacts.c.name)
            .subquery()
        )
        query = select(artifacts).join(
            last,
            (artifacts.c.run_id == run_id)
            & (artifacts.c.name == last.c.name)
            & (artifacts.c.version == last.c.version),
        )
        for row in tx.execute(query):
            self.latest[run_id, row.name] = dict(row._mapping)  # noqa: SLF001  (its public name)

    def next_version(self, key: Name) -> int:
        version = self._versions[key] = self._versions.get(key, 0) + 1
        return version

    def write_names(self, tx: Connection) -> None:
        new, grown = [], []
        for (run_id, name), version in self._versions.items():
            if (run_id, name) not in self._stored:
                new.append({"run_id": run_id, "name": name, "last_version": version})
            elif self._stored[run_id, name] != version:
                grown.append({"of_run": run_id, "of_name": name, "last": version})
        insert_rows(tx, names, new)
        if grown:
            where = (names.c.run_id == bindparam("of_run")) & (names.c.name == bindparam("of_name"))
            tx.execute(update(names).where(where).values(last_version=bindparam("last")), grown)


def _write_changes(tx: Connection, rows: list[dict[str, Any]], now: str) -> None:
    """Write the changes in order, and at each run the number of its latest."""
    last_of_run = {row["run_id"]: index for index, row in enumerate(rows)}
    begin = 0
    # One statement for many rows tells no numbers: the last of each run is written by itself.
    for index in sorted(last_of_run.values()):
        insert_rows(tx, changes, rows[begin:index])
        row = rows[index]
        seq = add_change(tx, row["kind"], row["run_id"], now, row["artifact_id"])
        where = runs.c.id == row["run_id"]
        tx.execute(update(runs).where(where).values(last_change=seq, updated_at=now))
        begin = index + 1
