"""The operations of the HTTP API, for ``make_openapi.py``."""

from __future__ import annotations

from typing import Any

_REF = "#/components/schemas/"


def _ref(name: str) -> dict[str, str]:
    return {"$ref": _REF + name}


def _json(name: str, description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": _ref(name)}}}


def _text_header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


def _count_header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": _ref("ByteCount")}


def _parameter(
    name: str, where: str, description: str, schema: dict[str, Any], *, required: bool = False
) -> dict[str, Any]:
    return {
        "name": name,
        "in": where,
        "required": required or where == "path",
        "description": description,
        "schema": schema,
    }


def _query(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return _parameter(name, "query", description, {"type": "string", **schema})


def _header(name: str, description: str, *, required: bool = False) -> dict[str, Any]:
    return _parameter(name, "header", description, {"type": "string"}, required=required)


def _id(name: str, what: str) -> dict[str, Any]:
    return _parameter(name, "path", f"Id of the {what}.", _ref("Id"))


def _operation(
    name: str,
    summary: str,
    answers: dict[str, Any],
    *,
    parameters: list[dict[str, Any]] | None = None,
    body: dict[str, Any] | None = None,
    errors: str = "",
    public: bool = False,
) -> dict[str, Any]:
    """Return one operation; `errors` names the error codes that are its own."""
    operation: dict[str, Any] = {"operationId": name, "summary": summary}
    if parameters:
        operation["parameters"] = parameters
    if body:
        operation["requestBody"] = {"required": True, "content": body}
    if public:
        operation["security"] = []
    said = f"{errors}, or any other error." if errors else "Any error."
    operation["responses"] = answers | {"default": _json("Error", said)}
    return operation


_LIMIT = _parameter(
    "limit",
    "query",
    "Items of a page.",
    {"type": "integer", "minimum": 1, "maximum": 500, "default": 100},
)
_CURSOR = _query("cursor", "`next_cursor` of the page before.")
_TUS = _parameter("Tus-Resumable", "header", "Version of tus.", {"const": "1.0.0"}, required=True)
_CHECKSUM = _header(
    "Upload-Checksum", "`sha1`, `sha256`, `md5` or `crc32`, a space, the digest in base64."
)
_BYTES = {"application/offset+octet-stream": {"schema": {"format": "binary"}}}
_TUS_ANSWER = {"Tus-Resumable": _text_header("1.0.0")}
_UPLOAD_ANSWER = _TUS_ANSWER | {
    "Upload-Offset": _count_header("Bytes that are safe."),
    "Upload-Expires": _text_header("When the upload is given up if nobody goes on; RFC 9110."),
    "Cellkeep-Receipt": _text_header("Base64 of the JSON `Receipt`, once the whole is stored."),
}
_CONTENT_HEADERS = {
    "ETag": _text_header("The sha256 in quotes."),
    "Accept-Ranges": _text_header("bytes"),
    "Content-Disposition": _text_header("attachment, under the artifact's name (RFC 6266)."),
    "Content-Security-Policy": _text_header("sandbox; default-src 'none'"),
    "Cross-Origin-Resource-Policy": _text_header("same-origin"),
    "X-Content-Type-Options": _text_header("nosniff"),
}
_CONTENT_PARAMETERS = [
    _id("artifact_id", "artifact"),
    _header("Range", "One range of bytes, also a suffix; others are ignored."),
    _header("If-Range", "An ETag: the range counts only while it is the artifact's."),
    _header("If-None-Match", "ETags: 304 where the artifact's is among them."),
]


def _content(name: str, summary: str, *, with_body: bool) -> dict[str, Any]:
    whole: dict[str, Any] = {"description": "All of the bytes.", "headers": _CONTENT_HEADERS}
    ranged = _CONTENT_HEADERS | {"Content-Range": _text_header("bytes first-last/size")}
    part: dict[str, Any] = {"description": "The bytes of the range.", "headers": ranged}
    if with_body:
        binary = {"*/*": {"schema": {"format": "binary"}}}
        whole["content"] = part["content"] = binary
    answers = {"200": whole, "206": part, "304": {"description": "The client has these bytes."}}
    answers["416"] = _json("Error", "The range has no byte of the file.")
    return _operation(
        name,
        summary,
        answers,
        parameters=_CONTENT_PARAMETERS,
        errors="`ARTIFACT_NOT_FOUND`, `BLOB_MISSING`",
    )


_UPLOADS: dict[str, Any] = {
    "/cellkeep/api/uploads": {
        "options": _operation(
            "tusOptions",
            "What the server can do of tus 1.0.0.",
            {
                "204": {
                    "description": "Its versions and extensions.",
                    "headers": _TUS_ANSWER
                    | {
                        "Tus-Version": _text_header("1.0.0"),
                        "Tus-Extension": _text_header(
                            "creation, creation-with-upload, termination, checksum, expiration, "
                            "concatenation"
                        ),
                        "Tus-Max-Size": _count_header("Most bytes of one upload."),
                        "Tus-Checksum-Algorithm": _text_header("sha1,sha256,md5,crc32"),
                    },
                }
            },
            public=True,
        ),
        "post": {
            **_operation(
                "createUpload",
                "A new upload, with its first bytes if they are sent along.",
                {
                    "201": {
                        "description": "Made.",
                        "headers": _UPLOAD_ANSWER
                        | {"Location": _text_header("Absolute path of the upload.")},
                    }
                },
                parameters=[
                    _TUS,
                    _parameter(
                        "Upload-Length",
                        "header",
                        "Bytes in all; not where parts are joined.",
                        _ref("ByteCount"),
                    ),
                    _header(
                        "Upload-Concat",
                        "`partial`, or `final;` and the URLs of the parts.",
                    ),
                    _header(
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
    },
    "/cellkeep/api/uploads/{upload_id}": {
        "head": _operation(
            "whereUploadStands",
            "The offset to go on from; the receipt, if it has ended in the last hour.",
            {
                "200": {
                    "description": "Where it stands.",
                    "headers": _UPLOAD_ANSWER
                    | {
                        "Upload-Length": _count_header("Bytes in all."),
                        "Upload-Metadata": _text_header("What it was made with."),
                    },
                }
            },
            parameters=[_id("upload_id", "upload"), _TUS],
            errors="`UPLOAD_NOT_FOUND`, `UPLOAD_EXPIRED`",
        ),
        "patch": _operation(
            "sendBytes",
            "More bytes. What came before a broken connection is kept.",
            {"204": {"description": "Written, or stored.", "headers": _UPLOAD_ANSWER}},
            parameters=[
                _id("upload_id", "upload"),
                _TUS,
                _parameter(
                    "Upload-Offset",
                    "header",
                    "Where these bytes begin.",
                    _ref("ByteCount"),
                    required=True,
                ),
                _CHECKSUM,
            ],
            body=_BYTES,
            errors="`OFFSET_MISMATCH`, `UPLOAD_LOCKED`, `CHECKSUM_MISMATCH`, `DIGEST_MISMATCH`, "
            "`UPLOAD_NOT_FOUND`, `UPLOAD_EXPIRED`, `STORE_FULL`",
        ),
        "delete": _operation(
            "giveUploadUp",
            "Stop the upload and remove its bytes.",
            {"204": {"description": "Gone.", "headers": _TUS_ANSWER}},
            parameters=[_id("upload_id", "upload"), _TUS],
            errors="`UPLOAD_NOT_FOUND`",
        ),
    },
}

_OFFERS: dict[str, Any] = {
    "/cellkeep/api/offers": {
        "post": _operation(
            "offer",
            "I have an artifact: stored at once where the store has or is given the bytes, else "
            "an upload to send them to. The same offer again gives the same answer.",
            {"200": _json("OfferResult", "The receipt, or where to send the bytes.")},
            body={
                "application/msgpack": {"schema": _ref("OfferBody")},
                "application/json": {"schema": _ref("ManifestBody")},
            },
            errors="`DIGEST_MISMATCH`, `TOO_LARGE`, `BAD_NAME`, `ID_CONFLICT`, `STORE_FULL`",
        )
    },
    "/cellkeep/api/batch": {
        "post": _operation(
            "batch",
            "Many small artifacts with their bytes, verified and stored with one transaction: at "
            "most 2,000 and 64 MiB. One without bytes asks whether they are there already.",
            {"200": _json("BatchResult", "What became of each, in their order.")},
            body={"application/msgpack": {"schema": {"type": "array", "items": _ref("OfferBody")}}},
            errors="`TOO_LARGE`; those of a single offer stand in its place among the results",
        )
    },
    "/cellkeep/api/receipts/{offer_id}": {
        "get": _operation(
            "receipt",
            "The store's word on an offer.",
            {"200": _json("Receipt", "It is stored."), "404": _json("Error", "Not yet.")},
            parameters=[_id("offer_id", "offer")],
        )
    },
}

_CATALOG: dict[str, Any] = {
    "/cellkeep/api/status": {
        "get": _operation(
            "status", "The store in numbers.", {"200": _json("StoreStatus", "The numbers.")}
        )
    },
    "/cellkeep/api/limit": {
        "put": _operation(
            "putLimit",
            "Set the most bytes that the store may hold, for every process that uses it. One "
            "below what is stored deletes nothing: new bytes are refused.",
            {"200": _json("StoreStatus", "The store with this limit.")},
            body={"application/json": {"schema": _ref("StoreLimit")}},
            errors="`FORBIDDEN` where the server's configuration or its environment sets it",
        )
    },
    "/cellkeep/api/runs": {
        "get": _operation(
            "runs",
            "Runs, newest first.",
            {"200": _json("RunPage", "One page.")},
            parameters=[_LIMIT, _CURSOR, _query("q", "Words to search for.", maxLength=512)],
        )
    },
    "/cellkeep/api/runs/{run_id}": {
        "get": _operation(
            "run",
            "One run.",
            {"200": _json("RunInfo", "The run.")},
            parameters=[_id("run_id", "run")],
            errors="`RUN_NOT_FOUND`",
        ),
        "put": _operation(
            "putRun",
            "Make a run, or change its name, folder, tags and metadata.",
            {"200": _json("RunInfo", "The run as it is now.")},
            parameters=[_id("run_id", "run")],
            body={"application/json": {"schema": _ref("Run")}},
            errors="`RUN_CLOSED`",
        ),
    },
    "/cellkeep/api/artifacts": {
        "get": _operation(
            "artifacts",
            "Artifacts, newest first.",
            {"200": _json("ArtifactPage", "One page.")},
            parameters=[
                _parameter("run", "query", "Only those of this run.", _ref("Id")),
                _query("q", "Words to search for.", maxLength=512),
                _parameter("category", "query", "Only this category.", _ref("Category")),
                _query("kind", "Only this kind, as types.json has them."),
                _query("name", "Only the versions of this name."),
                _LIMIT,
                _CURSOR,
            ],
        )
    },
    "/cellkeep/api/artifacts/{artifact_id}": {
        "get": _operation(
            "artifact",
            "One artifact.",
            {"200": _json("Artifact", "The artifact.")},
            parameters=[_id("artifact_id", "artifact")],
            errors="`ARTIFACT_NOT_FOUND`",
        ),
        "delete": _operation(
            "deleteArtifact",
            "Delete an artifact, and its bytes where nothing else has them.",
            {"200": _json("DeleteResult", "What was deleted.")},
            parameters=[_id("artifact_id", "artifact")],
            errors="`ARTIFACT_NOT_FOUND`",
        ),
    },
    "/cellkeep/api/artifacts/{artifact_id}/content": {
        "get": _content("content", "The bytes, whole or one range.", with_body=True),
        "head": _content("contentHeaders", "The headers of the bytes.", with_body=False),
    },
    "/cellkeep/api/artifacts/{artifact_id}/thumbnail": {
        "get": _operation(
            "thumbnail",
            "A small picture of it.",
            {
                "200": {
                    "description": "The picture.",
                    "content": {"image/png": {"schema": {"format": "binary"}}},
                }
            },
            parameters=[_id("artifact_id", "artifact")],
            errors="`ARTIFACT_NOT_FOUND`",
        )
    },
}

_TRANSFERS: dict[str, Any] = {
    "/cellkeep/api/contents": {
        "post": _operation(
            "saveContents",
            "Save files and folders of the contents manager; the server reads them itself. "
            "Needs the right to `read` the resource `contents` as well.",
            {"202": _json("TransferList", "The transfers that began.")},
            body={"application/json": {"schema": _ref("ContentsRequest")}},
            errors="`FILE_NOT_FOUND`, `EMPTY_SELECTION`, `NAME_CONFLICT`, `FORBIDDEN`, `TOO_LARGE`",
        )
    },
    "/cellkeep/api/transfers": {
        "get": _operation(
            "transfers",
            "Transfers under way, and those that ended in the last minute.",
            {"200": _json("TransferList", "The transfers.")},
        )
    },
    "/cellkeep/api/transfers/{transfer_id}/{action}": {
        "post": _operation(
            "actOnTransfer",
            "Cancel a transfer, or try one again that failed or was cancelled.",
            {"200": _json("TransferList", "All of them, with the new state.")},
            parameters=[
                _id("transfer_id", "transfer"),
                _parameter("action", "path", "What to do.", {"enum": ["cancel", "retry"]}),
            ],
            errors="`UPLOAD_NOT_FOUND`, `BAD_REQUEST`",
        )
    },
}

PATHS: dict[str, Any] = {**_CATALOG, **_OFFERS, **_UPLOADS, **_TRANSFERS}
"""Every operation, by path and method."""
