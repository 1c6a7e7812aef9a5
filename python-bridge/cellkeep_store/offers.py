"""Offers: what the store takes for one, and how it makes one itself."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable
from typing import Any

from msgspec import UNSET, structs

from cellkeep_core import limits
from cellkeep_core.errors import BadRequestError, CellkeepError, DigestMismatchError
from cellkeep_core.ids import is_byte_count, is_id, is_sha256
from cellkeep_core.media import check_media_type
from cellkeep_core.names import check_category, check_name
from cellkeep_core.protocol import Moved, Offer, Run, to_json
from cellkeep_core.spool import UNHASHED
from cellkeep_store.labels import check_alias, checked_tags

UPLOADS = "Uploads"


class OfferOfParts(Offer):
    """An offer whose bytes are known by the digests of their parts, and not as a whole yet.

    Its ``sha256`` is `parts_identity`, by which no other bytes are known.

    Attributes
    ----------
    claimed : str
        The SHA-256 that its sender says the whole has.
    """

    claimed: str = ""


def said_sha256(offer: Offer) -> str:
    """Return the SHA-256 that was offered."""
    return offer.claimed if isinstance(offer, OfferOfParts) else offer.sha256


def parts_identity(part_size: int, digests: Iterable[str], claimed: str) -> str:
    """Return what bytes are known by until they were read: a digest of their parts' SHA-256.

    What is claimed of them is in it, so that nobody's artifact depends on what another says.
    """
    told = "\n".join(["cellkeep parts 1", str(part_size), claimed, *digests])
    return hashlib.sha256(told.encode()).hexdigest()


def checked_offer(
    offer: Offer, thumbnail: bytes | None, *, with_run: bool = True, unhashed: bool = False
) -> Offer:
    """Return the offer with its name composed (NFC), or say what is wrong with it.

    An offer that came by HTTP or from a spool was validated by its types already; one that
    a program makes was not, and its digest and ids become paths. `UNHASHED` in place of a
    digest is taken only where the caller says that it stores nothing by it.

    Parameters
    ----------
    with_run : bool, default True
        Whether its run is to be checked too; a batch checks the run of many offers once.

    Raises
    ------
    BadNameError, UnknownCategoryError, BadMediaTypeError
    CellkeepError
        ``TOO_LARGE`` where it describes too much, ``BAD_REQUEST`` for the rest.
    """
    _require(is_id(offer.id), "id of the offer", offer.id)
    hashed = is_sha256(offer.sha256) and offer.sha256 != UNHASHED
    _require(hashed or (unhashed and offer.sha256 == UNHASHED), "sha256", offer.sha256)
    _require(is_byte_count(offer.size), "size", offer.size)
    _require(0 < len(offer.codec) <= 64, "codec", offer.codec)
    limits.check_thumbnail(thumbnail)
    check_category(offer.category)
    check_media_type(offer.media_type)
    if with_run:
        checked_run(offer.run)
    size = _require_text(offer, "offer")
    as_json(offer.metadata, "metadata")
    limits.check_offer(offer, size)
    if offer.moved is not UNSET:
        _check_moved(offer.moved)
    name = check_name(offer.name)
    return offer if name == offer.name else structs.replace(offer, name=name)


def _check_moved(moved: Moved) -> None:
    checked_tags(moved.tags or [])
    limits.check_notes(moved.notes or "")
    as_json(moved.saved_metadata or {}, "metadata")
    limits.check_metadata(moved.saved_metadata or {})
    limits.check_aliases(len(moved.aliases or ()))
    for alias in moved.aliases or ():
        check_alias(alias)
    limits.check_former_names(len(moved.former or ()))
    for former in moved.former or ():
        check_name(former.name)


def checked_run(run: Run) -> Run:
    """Return the run, or raise `CellkeepError` ``BAD_REQUEST``."""
    _require(is_id(run.id), "id of the run", run.id)
    _require(0 < len(run.name) <= limits.LIMITS.name_characters, "name of the run", run.name)
    _require_text(run, "run")
    as_json(run.metadata, "run's metadata")
    limits.check_run(run)
    return run


def id_conflict(offer: Offer, why: str) -> CellkeepError:
    """Return the error of an offer whose id was used before."""
    return CellkeepError(
        f"The id of {offer.name!r} was already used{why}.",
        hint="Save it again, so that it gets an id of its own.",
        code="ID_CONFLICT",
    )


def require_size(offer: Offer, size: int) -> None:
    """Raise ``SIZE_MISMATCH`` where the bytes are not as many as were offered."""
    if size != offer.size:
        raise CellkeepError(
            f"{offer.name!r} was offered with {offer.size} bytes, and there are {size}.",
            hint="Nothing was stored. Send it again.",
            code="SIZE_MISMATCH",
        )


def require_digest(offer: Offer, sha256: str) -> None:
    """Raise `DigestMismatchError` where the bytes are not those that were offered."""
    if sha256 != offer.sha256:
        raise DigestMismatchError(
            f"The bytes of {offer.name!r} have the SHA-256 {sha256}, and {offer.sha256} was "
            "offered.",
            hint="Nothing was stored. Send it again.",
        )


def uploads_run(store_id: str, created_at: str, own_id: str | None = None) -> Run:
    """Return the run 'Uploads' of a store: the same id each time, on every machine.

    Where a service tells persons apart each has their own, whose id is given.
    """
    run_id = own_id or uuid.uuid5(uuid.UUID(store_id), UPLOADS).hex
    return Run(id=run_id, name=UPLOADS, folder="/", tags=[], metadata={}, created_at=created_at)


def _require_text(value: Offer | Run, what: str) -> int:
    """Refuse lone surrogates, which could be written and never read again; return its size."""
    try:
        return len(to_json(value))
    except (TypeError, ValueError, RecursionError) as error:
        raise BadRequestError(f"The {what} cannot be written down: {error}.") from error


def _require(right: bool, what: str, value: Any) -> None:
    if not right:
        raise BadRequestError(f"The {what} is not one that the protocol knows: {value!r}.")


def as_json(value: Any, what: str) -> str:
    """Return a person's value as JSON text, exactly or not at all.

    Raises
    ------
    CellkeepError
        ``BAD_REQUEST`` where JSON cannot say it: NaN, other types, lone surrogates.
    """
    if type(value) is dict and not value:  # as nearly always
        return "{}"
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        text.encode()  # raises on a lone surrogate, which could be written but never read again
    except (TypeError, ValueError, RecursionError) as error:
        raise BadRequestError(
            f"The {what} cannot be written as JSON: {error}.",
            hint="Use text, finite numbers, true, false, null, lists and maps with text keys.",
        ) from error
    return text
