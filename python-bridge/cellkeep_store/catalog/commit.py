"""What is written to the catalog, each function inside a write transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import UNSET, structs
from sqlalchemy import Connection, Row, delete, exists, insert, select, update

from cellkeep_core.errors import ArtifactNotFoundError, CellkeepError
from cellkeep_core.ids import utc_now
from cellkeep_core.protocol import Offer, Receipt, Run
from cellkeep_store.catalog.queries import find_blob, find_receipt
from cellkeep_store.catalog.related import add_change, add_inputs, put_run_tags
from cellkeep_store.catalog.removal import forget_blob, trash_older
from cellkeep_store.catalog.rows import artifact_values, run_values, same_json
from cellkeep_store.catalog.tables import (
    artifacts,
    blobs,
    names,
    receipts,
    runs,
    thumbnails,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def known_receipt(tx: Connection, offer: Offer) -> Receipt | None:
    """Return the receipt that the offer got before.

    Raises
    ------
    CellkeepError
        ``ID_CONFLICT`` where the id was another artifact's.
    """
    receipt = find_receipt(tx, offer.id)
    if receipt is not None and receipt.sha256 != offer.sha256:
        raise id_conflict(offer, receipt)
    return receipt


def id_conflict(offer: Offer, receipt: Receipt) -> CellkeepError:
    """Return the error for an offer whose id has another artifact's receipt."""
    return CellkeepError(
        f"The id of {offer.name!r} was already used, for other bytes ({receipt.name!r}).",
        hint="Save it again, so that it gets an id of its own.",
        code="ID_CONFLICT",
    )


def commit_offer(tx: Connection, offer: Offer, thumbnail: bytes | None) -> Receipt:
    """Write everything about an artifact whose blob is in its place, and its receipt."""
    now = utc_now()
    add_run(tx, offer.run, now)
    values = artifact_values(offer)
    latest = _latest_version(tx, offer)
    policy = policies(tx, [offer.run.id])[offer.run.id]
    if (
        latest is not None
        and not wants_version(offer, policy)
        and same_artifact(
            latest._mapping,  # noqa: SLF001  (its public name)
            values,
        )
    ):
        version, stored_at = latest.version, latest.stored_at
        return _add_receipt(tx, offer, latest.id, version, stored_at, existing=True)
    _add_blob(tx, offer, now)
    version = _next_version(tx, offer)
    tx.execute(insert(artifacts).values(**values, version=version, stored_at=now))
    add_inputs(tx, offer)
    if thumbnail:
        tx.execute(insert(thumbnails).values(artifact_id=offer.id, png=thumbnail))
    if latest is not None and policy == "overwrite":
        trash_older(tx, offer.run.id, offer.name, version)
    change = add_change(tx, "stored", offer.run.id, now, offer.id)
    tx.execute(
        update(runs).where(runs.c.id == offer.run.id).values(last_change=change, updated_at=now)
    )
    return _add_receipt(tx, offer, offer.id, version, now, existing=False)


def put_run(tx: Connection, run: Run) -> bool:
    """Insert a run, or change it to what is given; return whether anything changed."""
    now = utc_now()
    if add_run(tx, run, now):
        return True
    values = run_values(run)
    values.pop("created_at")  # a run begins once
    row = tx.execute(select(runs).where(runs.c.id == run.id)).one()
    if all(getattr(row, column) == value for column, value in values.items()):
        return False
    change = add_change(tx, "run", run.id, now)
    tx.execute(
        update(runs).where(runs.c.id == run.id).values(**values, last_change=change, updated_at=now)
    )
    put_run_tags(tx, run)
    return True


def delete_artifact(tx: Connection, artifact_id: str) -> tuple[str, int] | None:
    """Delete an artifact; return digest and size of its blob if no other artifact has it."""
    query = select(artifacts.c.run_id, artifacts.c.sha256, artifacts.c.size)
    row = tx.execute(query.where(artifacts.c.id == artifact_id)).first()
    if row is None:
        raise ArtifactNotFoundError(f"There is no artifact {artifact_id!r} in the store.")
    tx.execute(delete(thumbnails).where(thumbnails.c.artifact_id == artifact_id))
    tx.execute(delete(artifacts).where(artifacts.c.id == artifact_id))
    add_change(tx, "deleted", row.run_id, utc_now(), artifact_id)
    return (row.sha256, row.size) if forget_blob(tx, row.sha256) else None


def mark_damaged(tx: Connection, sha256: str, *, damaged: bool) -> None:
    """Write down what `verify` found; the next save of a damaged blob's bytes replaces it."""
    tx.execute(update(blobs).where(blobs.c.sha256 == sha256).values(damaged=damaged))


def add_run(tx: Connection, run: Run, now: str) -> bool:
    """Insert a run where there is none; return whether there was none."""
    # An offer may have waited in a spool for long: it never changes a run that is there.
    if tx.execute(select(exists().where(runs.c.id == run.id))).scalar():
        return False
    change = add_change(tx, "run", run.id, now)
    tx.execute(insert(runs).values(**run_values(run), last_change=change, updated_at=now))
    put_run_tags(tx, run)
    return True


def policies(tx: Connection, run_ids: list[str]) -> dict[str, str]:
    """Return what each run does with what is saved again (`RunSettings.versions`)."""
    found = tx.execute(select(runs.c.id, runs.c.versions).where(runs.c.id.in_(run_ids)))
    return {row.id: row.versions for row in found}


def wants_version(offer: Offer, policy: str) -> bool:
    """Return whether an offer makes a new version even where nothing changed."""
    if offer.new_version is UNSET:
        return policy == "version"
    return offer.new_version


def _latest_version(tx: Connection, offer: Offer) -> Row[Any] | None:
    query = select(artifacts).where(
        artifacts.c.run_id == offer.run.id, artifacts.c.name == offer.name
    )
    return tx.execute(query.order_by(artifacts.c.version.desc()).limit(1)).first()


def same_artifact(latest: Mapping[Any, Any], values: dict[str, Any]) -> bool:
    """Return whether what is offered is the version there is."""
    # The codec counts too: the same bytes read by another codec are another thing.
    columns = ("sha256", "category", "media_type", "codec")
    return all(latest[column] == values[column] for column in columns) and same_json(
        latest.get("saved_metadata") or latest["metadata"], values["metadata"]
    )


def _next_version(tx: Connection, offer: Offer) -> int:
    where = (names.c.run_id == offer.run.id) & (names.c.name == offer.name)
    last = tx.execute(select(names.c.last_version).where(where)).scalar()
    if last is None:
        tx.execute(insert(names).values(run_id=offer.run.id, name=offer.name, last_version=1))
        return 1
    tx.execute(update(names).where(where).values(last_version=last + 1))
    return int(last) + 1


def _add_blob(tx: Connection, offer: Offer, now: str) -> None:
    if find_blob(tx, offer.sha256) is None:
        tx.execute(
            insert(blobs).values(sha256=offer.sha256, size=offer.size, stored_at=now, damaged=False)
        )


def _add_receipt(
    tx: Connection, offer: Offer, artifact_id: str, version: int, stored_at: str, *, existing: bool
) -> Receipt:
    receipt = receipt_for(offer, artifact_id, version, stored_at, existing=existing)
    tx.execute(insert(receipts).values(**structs.asdict(receipt)))
    return receipt


def receipt_for(
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
        sha256=offer.sha256,
        stored_at=stored_at,
        existing=existing,
    )
