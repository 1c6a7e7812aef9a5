"""The operations of the HTTP API, for ``make_openapi.py``."""

from __future__ import annotations

from typing import Any

from openapi_catalog import CATALOG
from openapi_library import LIBRARY
from openapi_parts import (
    count_header,
    header,
    json,
    operation,
    parameter,
    ref,
    text_header,
    with_ids,
)
from openapi_service import SERVICE

_TUS = parameter("Tus-Resumable", "header", "Version of tus.", {"const": "1.0.0"}, required=True)
_CHECKSUM = header(
    "Upload-Checksum",
    "`sha1`, `sha256`, `md5` or `crc32`, a space, the digest in base64; or "
    "`sha256-prefix`, which is of all bytes of the upload up to the last of these, where "
    "`compares_prefixes` was said.",
)
_BYTES = {"application/offset+octet-stream": {"schema": {"format": "binary"}}}
_TUS_ANSWER = {"Tus-Resumable": text_header("1.0.0")}
_UPLOAD_ANSWER = _TUS_ANSWER | {
    "Upload-Offset": count_header("Bytes that are safe."),
    "Upload-Expires": text_header("When the upload is given up if nobody goes on; RFC 9110."),
    "Cellkeep-Receipt": text_header("Base64 of the JSON `Receipt`, once the whole is stored."),
}
_UPLOADS: dict[str, Any] = {
    "options uploads": operation(
        "tusOptions",
        "What the server can do of tus 1.0.0.",
        {
            "204": {
                "description": "Its versions and extensions.",
                "headers": _TUS_ANSWER
                | {
                    "Tus-Version": text_header("1.0.0"),
                    "Tus-Extension": text_header(
                        "creation, creation-with-upload, termination, checksum, expiration, "
                        "concatenation"
                    ),
                    "Tus-Max-Size": count_header("Most bytes of one upload."),
                    "Tus-Checksum-Algorithm": text_header("sha1,sha256,md5,crc32"),
                },
            }
        },
        public=True,
    ),
    "post uploads": {
        **operation(
            "createUpload",
            "A new upload, with its first bytes if they are sent along.",
            {
                "201": {
                    "description": "Made.",
                    "headers": _UPLOAD_ANSWER
                    | {"Location": text_header("Absolute path of the upload.")},
                }
            },
            parameters=[
                _TUS,
                parameter(
                    "Upload-Length",
                    "header",
                    "Bytes in all; not where parts are joined.",
                    ref("ByteCount"),
                ),
                header("Upload-Defer-Length", "`1` in its place: it is said later."),
                header("Upload-Concat", "`partial`, or `final;` and the URLs of the parts."),
                header(
                    "Upload-Metadata",
                    "tus metadata; the keys `filename`, `filetype`, `category`, `run` and "
                    "`name` are optional.",
                ),
                _CHECKSUM,
            ],
            errors="`TOO_LARGE`, `STORE_FULL`, `PROTOCOL_MISMATCH`, `CHECKSUM_MISMATCH`",
        ),
        "requestBody": {"required": False, "content": _BYTES},
    },
    "head uploads/{upload_id}": operation(
        "whereUploadStands",
        "The offset to go on from; the receipt, if it has ended in the last hour.",
        {
            "200": {
                "description": "Where it stands.",
                "headers": _UPLOAD_ANSWER
                | {
                    "Upload-Length": count_header("Bytes in all."),
                    "Upload-Defer-Length": text_header("`1` while these are not said."),
                    "Upload-Metadata": text_header("What it was made with."),
                },
            }
        },
        parameters=[_TUS],
        errors="`UPLOAD_NOT_FOUND`, `UPLOAD_EXPIRED`",
    ),
    "patch uploads/{upload_id}": operation(
        "sendBytes",
        "More bytes. What came before a broken connection is kept.",
        {"204": {"description": "Written, or stored.", "headers": _UPLOAD_ANSWER}},
        parameters=[
            _TUS,
            parameter(
                "Upload-Offset",
                "header",
                "Where these bytes begin.",
                ref("ByteCount"),
                required=True,
            ),
            parameter(
                "Upload-Length",
                "header",
                "Bytes in all, where the creation left it open.",
                ref("ByteCount"),
            ),
            _CHECKSUM,
        ],
        body=_BYTES,
        errors="`OFFSET_MISMATCH`, `UPLOAD_LOCKED`, `CHECKSUM_MISMATCH`, `DIGEST_MISMATCH`, "
        "`UPLOAD_NOT_FOUND`, `UPLOAD_EXPIRED`, `STORE_FULL`",
    ),
    "delete uploads/{upload_id}": operation(
        "giveUploadUp",
        "Stop the upload and remove its bytes.",
        {"204": {"description": "Gone.", "headers": _TUS_ANSWER}},
        parameters=[_TUS],
        errors="`UPLOAD_NOT_FOUND`",
    ),
}

_DIGEST = header(
    "Content-Digest",
    "RFC 9530, sha-256. A body that has another digest is refused: it changed on its way.",
)

_OFFERS: dict[str, Any] = {
    "post offers": operation(
        "offer",
        "I have an artifact: stored at once where the store has or is given the bytes, else "
        "an upload to send them to. The same offer again gives the same answer.",
        {
            "200": json(
                "PresignedOfferResult",
                "The receipt, or where to send the bytes: here by tus, or, only where "
                "`presigned` asks for it, into the object storage.",
            )
        },
        parameters=[_DIGEST],
        body={
            "application/msgpack": {"schema": ref("OfferBody")},
            "application/json": {"schema": ref("ManifestBody")},
        },
        errors="`CHECKSUM_MISMATCH`, `DIGEST_MISMATCH`, `TOO_LARGE`, `BAD_NAME`, "
        "`ID_CONFLICT`, `STORE_FULL`",
    ),
    "post batch": operation(
        "batch",
        "Many small artifacts with their bytes, verified and stored with one transaction: at "
        "most 2,000 and 64 MiB. One without bytes asks whether they are there already.",
        {"200": json("BatchResult", "What became of each, in their order.")},
        parameters=[_DIGEST],
        body={"application/msgpack": {"schema": {"type": "array", "items": ref("OfferBody")}}},
        errors="`CHECKSUM_MISMATCH`, `TOO_LARGE`; those of a single offer stand in its place "
        "among the results",
    ),
    "get receipts/{offer_id}": operation(
        "receipt",
        "The store's word on an offer.",
        {"200": json("Receipt", "It is stored."), "404": json("Error", "Not yet.")},
    ),
}

_TRANSFERS: dict[str, Any] = {
    "post contents": operation(
        "saveContents",
        "Save files and folders of the contents manager; the server reads them itself. "
        "Needs the right to `read` the resource `contents` as well.",
        {"202": json("TransferList", "The transfers that began.")},
        body={"application/json": {"schema": ref("ContentsRequest")}},
        errors="`FILE_NOT_FOUND`, `EMPTY_SELECTION`, `NAME_CONFLICT`, `FORBIDDEN`, `TOO_LARGE`",
    ),
    "post copies": operation(
        "copy",
        "Copy a run, or artifacts, from the folder of a server whose library is a service's to "
        "that service, or back. Only such a server has this address; it has its folder at "
        "`/cellkeep/here/api/`, with the addresses that are here but for those that save.",
        {"202": json("TransferList", "The transfers that began.")},
        body={"application/json": {"schema": ref("CopyRequest")}},
        errors="`RUN_NOT_FOUND`, `ARTIFACT_NOT_FOUND`, `BAD_REQUEST`, `STORE_UNREACHABLE`",
    ),
    "get transfers": operation(
        "transfers",
        "Transfers under way, and those that ended in the last minute.",
        {"200": json("TransferList", "The transfers.")},
    ),
    "post transfers/{transfer_id}/{action}": operation(
        "actOnTransfer",
        "Cancel a transfer or give up one that failed, or try one again that failed or was "
        "cancelled.",
        {"200": json("TransferList", "All of them, with the new state.")},
        parameters=[parameter("action", "path", "What to do.", {"enum": ["cancel", "retry"]})],
        errors="`UPLOAD_NOT_FOUND`, `BAD_REQUEST`",
    ),
}

PATHS: dict[str, dict[str, Any]] = {}
for _where, _its in (CATALOG | LIBRARY | _OFFERS | _UPLOADS | _TRANSFERS | SERVICE).items():
    _method, _path = _where.split(" ")
    PATHS.setdefault(f"/cellkeep/api/{_path}", {})[_method] = with_ids(_path, _its)
"""Every operation, by path and method."""
