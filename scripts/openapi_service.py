"""The operations that only a service has (``cellkeep serve``), for ``make_openapi.py``."""

from __future__ import annotations

from typing import Any

from openapi_parts import CURSOR, LIMIT, json, operation, query, ref

_YES = {"204": {"description": "Yes."}}

SERVICE: dict[str, Any] = {
    "get health": operation(
        "health", "Whether the process answers. In a service.", _YES, public=True
    ),
    "get ready": operation(
        "ready",
        "Whether catalog and bytes are in reach. In a service.",
        _YES,
        errors="`STORE_UNREACHABLE`",
        public=True,
    ),
    "get artifacts/{artifact_id}/address": operation(
        "contentAddress",
        "Where in the object storage the bytes are read, for two minutes at most; none where "
        "who asks does not reach it. In a service.",
        {"200": json("ContentAddress", "The address, or none.")},
        parameters=[
            query(
                "verifies",
                "`1` where the reader compares the whole with its SHA-256: the service then "
                "does not do so before.",
                enum=["0", "1"],
                default="0",
            )
        ],
        errors="`ARTIFACT_NOT_FOUND`, `BLOB_MISSING`, `BLOB_DAMAGED`",
    ),
    "post uploads/{upload_id}/parts": operation(
        "signParts",
        "Requests that put parts of an upload into the object storage, each for the bytes with "
        "one SHA-256. In a service.",
        {"200": json("PresignedRequests", "One for each part.")},
        body={"application/json": {"schema": ref("PresignedParts")}},
        errors="`UPLOAD_NOT_FOUND`, `UPLOAD_EXPIRED`, `ID_CONFLICT`, `BAD_REQUEST`",
    ),
    "post uploads/{upload_id}/completion": operation(
        "completeUpload",
        "All parts were put into the object storage: they become the artifact. In a service.",
        {"200": json("PresignedOfferResult", "The receipt, or which parts are there.")},
        errors="`UPLOAD_NOT_FOUND`, `UPLOAD_EXPIRED`, `UPLOAD_LOCKED`, `DIGEST_MISMATCH`",
    ),
    "get runs/{run_id}/shares": operation(
        "shares",
        "Whose a run is, and whom it is shared with; for who manages it. In a service.",
        {"200": json("RunShares", "Whom it is shared with.")},
        errors="`RUN_NOT_FOUND`, `FORBIDDEN`",
    ),
    "put runs/{run_id}/shares": operation(
        "putShares",
        "Share a run with these and nobody else; its owner may give it away. In a service.",
        {"200": json("RunShares", "Whom it is shared with now.")},
        body={"application/json": {"schema": ref("RunShares")}},
        errors="`RUN_NOT_FOUND`, `FORBIDDEN`, `BAD_REQUEST`",
    ),
    "get runs/{run_id}/activity": operation(
        "runActivity",
        "What persons did with a run; for its owner and for admins. In a service.",
        {"200": json("ActivityPage", "What was done, the latest first.")},
        parameters=[LIMIT, CURSOR],
        errors="`RUN_NOT_FOUND`, `FORBIDDEN`",
    ),
    "get contacts": operation(
        "contacts",
        "Persons and groups that who asks may know of, by a few letters. In a service.",
        {"200": json("ContactList", "At most 20, those whose names begin so first.")},
        parameters=[query("q", "What their names have.", maxLength=512)],
        errors="`BAD_REQUEST`",
    ),
    "get usage": operation(
        "usage",
        "What the runs of persons and groups hold and may hold; for admins. In a service.",
        {"200": json("UsagePage", "Persons and groups.")},
        parameters=[
            query("sort", "By what.", enum=["bytes", "name", "last"], default="bytes"),
            query("order", "Default: by name upwards, else downwards.", enum=["asc", "desc"]),
            LIMIT,
            CURSOR,
        ],
        errors="`FORBIDDEN`, `BAD_REQUEST`",
    ),
    "get room": operation(
        "room",
        "What takes room in the whole store, without names; for admins. In a service.",
        {"200": json("Room", "What takes room.")},
        errors="`FORBIDDEN`",
    ),
    "delete room/uploads/{upload_id}": operation(
        "endUpload",
        "End an upload of anybody that has begun and not ended; for admins. In a service.",
        {"204": {"description": "Gone; one that had become an artifact stays stored."}},
        errors="`FORBIDDEN`, `UPLOAD_NOT_FOUND`, `UPLOAD_EXPIRED`, `UPLOAD_LOCKED`",
    ),
    "put quotas": operation(
        "putQuota",
        "Say how much a person, or each member of a group, may hold; for admins. In a service.",
        {"200": json("Usage", "What they hold and may hold now.")},
        body={"application/json": {"schema": ref("Quota")}},
        errors="`FORBIDDEN`, `BAD_REQUEST`",
    ),
    "get activity": operation(
        "activity",
        "What persons did with any run; for admins. In a service.",
        {"200": json("ActivityPage", "What was done, the latest first.")},
        parameters=[LIMIT, CURSOR],
        errors="`FORBIDDEN`",
    ),
}
