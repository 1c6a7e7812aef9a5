"""Protocol types to rows and back."""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from typing import Any, cast

from msgspec import UNSET, UnsetType, structs
from sqlalchemy import Row

from cellkeep_core.protocol import (
    Artifact,
    Offer,
    Preview,
    Provenance,
    Receipt,
    Run,
    RunSettings,
    from_json,
    or_unset,
    to_json,
)
from cellkeep_core.registry import registry
from cellkeep_store.offers import OfferOfParts, as_json


def folded(text: str) -> str:
    """Return text as it is searched: composed and case folded."""
    if text.isascii():  # most of it is: the same, at a tenth of the time
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def cleaned(text: str) -> str:
    """Return text without NUL and lone surrogates."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def searchable(name: str, *more: str | None) -> str:
    """Return what something is found by, a line each, its name first (`facets` relies on it)."""
    return "\n".join(folded(" ".join(part.split("\n"))) for part in (name, *more) if part)


def same_json(text: str, other: str) -> bool:
    """Return whether two JSON texts say the same; the order of keys says nothing."""
    return text == other or _canonical(text) == _canonical(other)


def _canonical(text: str) -> str:
    # As text, because Python's `==` takes 1, 1.0 and true for one value.
    return json.dumps(json.loads(text), sort_keys=True)


def run_columns(run: Run) -> dict[str, Any]:
    """Return the columns of a run that come from its sender."""
    return {
        "id": run.id,
        "name": run.name,
        "search": searchable(run.name, run.folder, _or_none(run.notebook), *run.tags),
        "folder": run.folder,
        "tags": as_json(run.tags, "run's tags"),
        "metadata": as_json(run.metadata, "run's metadata"),
        "notebook": _or_none(run.notebook),
        "kernel_id": _or_none(run.kernel_id),
        "created_at": run.created_at,
    }


def run_from(row: Row[Any]) -> Run:
    """Return the run of a row of `runs`."""
    return Run(
        id=row.id,
        name=row.name,
        folder=row.folder,
        tags=json.loads(row.tags),
        metadata=json.loads(row.metadata),
        notebook=or_unset(row.notebook),
        kernel_id=or_unset(row.kernel_id),
        created_at=row.created_at,
    )


@lru_cache(maxsize=1024)
def _kind_of(codec: str, media_type: str) -> str:
    return registry().kind_of(codec, media_type)


def artifact_values(offer: Offer) -> dict[str, Any]:
    """Return the columns of an artifact that come from its offer, but what it is found by."""
    notebook = _or_none(offer.provenance.notebook) or _or_none(offer.run.notebook)
    return {
        "id": offer.id,
        "run_id": offer.run.id,
        "name": offer.name,
        "category": offer.category,
        "media_type": offer.media_type,
        "codec": offer.codec,
        "kind": _kind_of(offer.codec, offer.media_type),
        "size": offer.size,
        "sha256": offer.sha256,
        "claimed": offer.claimed if isinstance(offer, OfferOfParts) else None,
        "created_at": offer.created_at,
        "provenance": to_json(offer.provenance).decode(),
        "metadata": as_json(offer.metadata, "metadata"),
        "summary": _or_none(offer.summary),
        "preview": None if offer.preview is UNSET else to_json(offer.preview).decode(),
        "notebook": notebook,
    }


def artifact_from(row: Row[Any]) -> Artifact:
    """Return the artifact of a row of `queries.ARTIFACT`."""
    claimed = getattr(row, "claimed", None)  # what is long in the trash has not all columns
    saved = getattr(row, "saved_metadata", None)
    artifact = Artifact(
        id=row.id,
        seq=row.seq,
        run_id=row.run_id,
        run_name=row.run_name,
        name=row.name,
        version=row.version,
        category=row.category,
        media_type=row.media_type,
        codec=row.codec,
        kind=row.kind,
        size=row.size,
        sha256=claimed or row.sha256,
        created_at=row.created_at,
        stored_at=row.stored_at,
        provenance=from_json(row.provenance, Provenance),
        metadata=json.loads(row.metadata),
        saved_metadata=UNSET if saved is None else json.loads(saved),
        tags=or_unset(json.loads(row.tags) or None),
        notes=or_unset(row.notes or None),
        summary=or_unset(row.summary),
        thumbnail=row.has_thumbnail,
        verified=UNSET if claimed is None else "parts",
    )
    if row.preview is not None:
        artifact.preview = cast("Preview", from_json(row.preview, cast("type[Any]", Preview)))
    return artifact


def settings_from(row: Row[Any]) -> RunSettings:
    """Return the settings of a row of `runs`."""
    return RunSettings(
        versions=row.versions,
        keep_days=or_unset(row.keep_days),
        keep_last=or_unset(row.keep_last),
    )


def receipt_from(row: Row[Any]) -> Receipt:
    """Return the receipt of a row of `receipts`."""
    return Receipt(**{**row._asdict(), "verified": or_unset(row.verified)})


def receipt_values(receipt: Receipt) -> dict[str, Any]:
    """Return the columns of a receipt."""
    return {**structs.asdict(receipt), "verified": _or_none(receipt.verified)}


def _or_none(value: str | UnsetType) -> str | None:
    return None if value is UNSET else value
