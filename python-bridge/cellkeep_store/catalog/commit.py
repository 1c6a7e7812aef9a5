"""What is written to the catalog, each function inside a write transaction.

A statement costs more than a row, so what is there is read for all offers together, what
becomes of each is worked out in their order, and the rows are written table by table.
"""

from __future__ import annotations

from operator import itemgetter
from types import MappingProxyType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from msgspec import UNSET
from sqlalchemy import case, exists, insert, select, update

from cellkeep_core.errors import CellkeepError
from cellkeep_core.ids import utc_now
from cellkeep_core.protocol import Receipt
from cellkeep_store.catalog import moved
from cellkeep_store.catalog.activity import note_all
from cellkeep_store.catalog.many_rows import insert_rows, is_one_of
from cellkeep_store.catalog.related import add_change, input_rows, put_run_tags
from cellkeep_store.catalog.removal import trash_older
from cellkeep_store.catalog.rights import own
from cellkeep_store.catalog.rows import (
    artifact_values,
    receipt_from,
    receipt_values,
    run_columns,
    same_json,
)
from cellkeep_store.catalog.run_texts import put_run_text
from cellkeep_store.catalog.run_values import (
    has_values,
    put_artifact_values,
    put_metadata_values,
)
from cellkeep_store.catalog.tables import (
    artifacts,
    blobs,
    changes,
    inputs,
    receipts,
    runs,
    thumbnails,
)
from cellkeep_store.catalog.texts import search_of, text_ids, text_of
from cellkeep_store.catalog.versions import LatestVersions, Name
from cellkeep_store.offers import OfferOfParts, id_conflict, said_sha256

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Row

    from cellkeep_core.protocol import Offer, Run
    from cellkeep_store.catalog.objects import Place
    from cellkeep_store.catalog.person import Person


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
    if known is None or known.sha256 == said_sha256(offer):
        return known
    return id_conflict(offer, f", for other bytes ({known.name!r})")


def mark_damaged(tx: Connection, digests: Sequence[str], *, damaged: bool) -> None:
    """Note what `verify` found; the next save of a damaged blob's bytes replaces it."""
    if digests:
        tx.execute(
            update(blobs).where(is_one_of(tx, blobs.c.sha256, digests)).values(damaged=damaged)
        )


def commit_offers(
    tx: Connection,
    items: Sequence[tuple[Offer, bytes | None]],
    there: Container[str],
    places: Mapping[str, Place] = MappingProxyType({}),
    person: Person | None = None,
) -> list[Receipt]:
    """Write everything about artifacts whose blobs are in their places, and their receipts.

    Parameters
    ----------
    items : sequence of (Offer, bytes or None)
        Offers that have no receipt yet, no id twice, each with its thumbnail.
    there : container of str
        The digests of those of their blobs that the catalog has rows of.
    places : mapping of str to Place, optional
        Where the others' bytes are in object storage, by digest. Default: they are in a folder.
    person : Person, optional
        Who saves them, and whose the runs are that they begin.
    """
    now = utc_now()
    offers = [offer for offer, _ in items]
    state = LatestVersions(tx, offers)
    artifact_rows, thumbnail_rows, change_rows, given = [], [], [], []
    used_rows: list[dict[str, object]] = []
    valued: set[Name] = set()
    had_values: set[Name] = set()
    policy = state.policy
    for offer in offers:
        # An offer may have waited in a spool for long: it never changes a run that is there.
        if offer.run.id not in policy:
            policy[offer.run.id] = _add_run(
                tx, offer.run, now, person, moved.changed_at(offer, now)
            )
    for offer, thumbnail in items:
        key = (offer.run.id, offer.name)
        values = artifact_values(offer)
        latest = state.latest.get(key)
        again = _wants_version(offer, policy[offer.run.id]) or offer.moved is not UNSET
        if latest is not None and not again and _same_artifact(latest, values):
            given.append(
                _receipt_for(
                    offer, latest["id"], latest["version"], latest["stored_at"], existing=True
                )
            )
            continue
        version = state.next_version(offer)
        row = {
            **values,
            "version": version,
            "stored_at": moved.stored_at(offer, now),
            "saved_metadata": moved.saved_metadata(offer),
        }
        if has_values(latest):
            had_values.add(key)
        if has_values(row) or key in had_values:
            valued.add(key)
        state.latest[key] = row
        artifact_rows.append(row)
        used_rows.extend(input_rows(offer.id, offer.provenance))
        if thumbnail:
            thumbnail_rows.append({"artifact_id": offer.id, "png": thumbnail})
        change_rows.append(
            {"kind": "stored", "run_id": offer.run.id, "artifact_id": offer.id, "at": now}
        )
        given.append(_receipt_for(offer, offer.id, version, now, existing=False))
    wanted = {row["sha256"]: row for row in artifact_rows}
    blob_rows = [
        {
            "sha256": sha256,
            "size": row["size"],
            "stored_at": now,
            "damaged": False,
            "key": places[sha256].key if sha256 in places else None,
            "start": places[sha256].start if sha256 in places else None,
            "claimed": row["claimed"],
        }
        # In this order: so two that bring the same ones do not wait in a circle.
        for sha256, row in sorted(wanted.items(), key=itemgetter(0))
        if sha256 not in there
    ]
    state.write_names(tx)
    _make_searchable(tx, artifact_rows)
    for table, rows in (
        (blobs, blob_rows),
        (artifacts, artifact_rows),
        (thumbnails, thumbnail_rows),
        (inputs, used_rows),
        (receipts, [receipt_values(receipt) for receipt in given]),
    ):
        insert_rows(tx, table, rows)
    put_artifact_values(tx, {key: state.latest[key] for key in valued}, had_values)
    _write_changes(tx, change_rows, now, {one.id: moved.changed_at(one, now) for one in offers})
    for offer in offers:
        moved.label(tx, offer)
    saved = (
        (row["run_id"], row["id"], f"{row['name']} v{row['version']}") for row in artifact_rows
    )
    note_all(tx, person, "saved", saved)
    for (run_id, name), row in state.latest.items():
        if policy[run_id] == "overwrite":
            trash_older(tx, run_id, name, row["version"])
    return given


def put_run(tx: Connection, run: Run, person: Person | None = None) -> bool:
    """Insert a run, or change it to what is given; return whether anything changed."""
    now = utc_now()
    if not tx.execute(select(exists().where(runs.c.id == run.id))).scalar():
        _add_run(tx, run, now, person, run.updated_at or now)
        return True
    values = run_columns(run)
    values.pop("created_at")  # a run begins once
    row = tx.execute(select(runs).where(runs.c.id == run.id)).one()
    if all(getattr(row, column) == value for column, value in values.items()):
        return False
    change = add_change(tx, "run", run.id, now)
    tx.execute(
        update(runs).where(runs.c.id == run.id).values(**values, last_change=change, updated_at=now)
    )
    put_run_tags(tx, run)
    put_metadata_values(tx, run.id, run.metadata)
    put_run_text(tx, run.id, run.metadata)
    return True


def _add_run(tx: Connection, run: Run, now: str, person: Person | None, updated_at: str) -> str:
    """Insert a run; return what it does with what is saved again."""
    change = add_change(tx, "run", run.id, now)
    values = run_columns(run)
    if run.versions is not UNSET:  # a rule to begin with; a person may change it later
        values["versions"] = run.versions
    tx.execute(insert(runs).values(**values, last_change=change, updated_at=updated_at))
    put_run_tags(tx, run)
    put_metadata_values(tx, run.id, run.metadata, new=True)
    if run.metadata:
        put_run_text(tx, run.id, run.metadata)
    own(tx, person, run.id)
    rule = select(runs.c.versions).where(runs.c.id == run.id)
    return str(tx.execute(rule).scalar_one())


def _make_searchable(tx: Connection, rows: list[dict[str, Any]]) -> None:
    """Add the columns that artifacts are found by."""
    found_by = [SimpleNamespace(**row, tags="[]", notes="") for row in rows]
    its = [text_of(each) for each in found_by]
    ids = text_ids(tx, filter(None, its))
    for row, each, text in zip(rows, found_by, its, strict=True):
        row |= {"search": search_of(each), "text_id": ids.get(text or "")}


def _wants_version(offer: Offer, policy: str) -> bool:
    """Return whether an offer makes a new version even where nothing changed."""
    if offer.new_version is UNSET:
        return policy == "version"
    return offer.new_version


def _same_artifact(latest: Mapping[Any, Any], values: dict[str, Any]) -> bool:
    """Return whether what is offered is the version there is."""
    # The codec counts too: the same bytes read by another codec are another thing.
    columns = ("sha256", "category", "media_type", "codec")
    return all(latest[column] == values[column] for column in columns) and same_json(
        latest.get("saved_metadata") or latest["metadata"], values["metadata"]
    )


def _receipt_for(
    offer: Offer, artifact_id: str, version: int, stored_at: str, *, existing: bool
) -> Receipt:
    """Return an offer's receipt, not written down yet."""
    return Receipt(
        offer_id=offer.id,
        artifact_id=artifact_id,
        run_id=offer.run.id,
        name=offer.name,
        version=version,
        size=offer.size,
        sha256=said_sha256(offer),
        stored_at=stored_at,
        existing=existing,
        verified="parts" if isinstance(offer, OfferOfParts) else UNSET,
    )


def _write_changes(
    tx: Connection, rows: list[dict[str, Any]], now: str, changed_at: dict[str, str]
) -> None:
    """Write the changes in order, and at each run the number and time of its latest."""
    last_of_run = {row["run_id"]: index for index, row in enumerate(rows)}
    begin = 0
    # A statement with many rows does not return their numbers: insert the last of each run alone.
    for index in sorted(last_of_run.values()):
        insert_rows(tx, changes, rows[begin:index])
        row = rows[index]
        seq = add_change(tx, row["kind"], row["run_id"], now, row["artifact_id"])
        where = runs.c.id == row["run_id"]
        at = changed_at[row["artifact_id"]]
        latest = case((runs.c.updated_at > at, runs.c.updated_at), else_=at)
        tx.execute(update(runs).where(where).values(last_change=seq, updated_at=latest))
        begin = index + 1
