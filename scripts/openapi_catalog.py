"""The operations on runs, artifacts and what belongs to them, for ``make_openapi.py``."""

from __future__ import annotations

from typing import Any

from openapi_parts import (
    CURSOR,
    LIMIT,
    header,
    json,
    operation,
    parameter,
    query,
    ref,
    some,
    text_header,
)

_GROUPS = [
    *("run", "notebook", "folder", "day", "hour", "kind", "media_type", "category", "tag"),
    "sharing",
]
_FILTER = [
    parameter("run", "query", "Only those of this run.", ref("Id")),
    query("q", "Words to search for.", maxLength=512),
    some("category", "Only these categories.", ref("Category")),
    some("kind", "Only these kinds, as types.json has them."),
    some("media_type", "Only these; one that ends in `/` is all that begin so."),
    query("name", "Only the versions of this name."),
    query("tag", "Only what has this tag, or whose run has it."),
    parameter("size_min", "query", "Bytes at least.", ref("ByteCount")),
    parameter("size_max", "query", "Bytes at most.", ref("ByteCount")),
    query("since", "Stored at this time or later; a timestamp or a day."),
    query("until", "Stored before this time."),
    query("notebook", "Only what came from this notebook."),
    query("folder", "Only of runs in this folder or below it."),
    query("sha256", "Only what has these bytes, by their digest."),
    query(
        "alias",
        "Only what has this alias; `latest` for the latest version of each name in its run, "
        "`latest-in-notebook` for the latest across the runs of its notebook.",
    ),
    query("group", "Only those of one group of `groups`, as `by:key`; exactly what it counts."),
    query("status", "Whether the bytes are known to be damaged.", enum=["stored", "damaged"]),
]
_CONTENT_HEADERS = {
    "ETag": text_header("The sha256 in quotes."),
    "Accept-Ranges": text_header("bytes"),
    "Content-Disposition": text_header("attachment, under the artifact's name (RFC 6266)."),
    "Content-Security-Policy": text_header("sandbox; default-src 'none'"),
    "Cross-Origin-Resource-Policy": text_header("same-origin"),
    "X-Content-Type-Options": text_header("nosniff"),
}
_CONTENT_PARAMETERS = [
    query(
        "as",
        "Another form than the bytes as kept, of types.json: made while it is sent, no ranges.",
    ),
    header("Range", "One range of bytes, also a suffix; others are ignored."),
    header("If-Range", "An ETag: the range counts only while it is the artifact's."),
    header("If-None-Match", "ETags: 304 where the artifact's is among them."),
]


def _content(name: str, summary: str, *, with_body: bool) -> dict[str, Any]:
    whole: dict[str, Any] = {"description": "All of the bytes.", "headers": _CONTENT_HEADERS}
    ranged = _CONTENT_HEADERS | {"Content-Range": text_header("bytes first-last/size")}
    part: dict[str, Any] = {"description": "The bytes of the range.", "headers": ranged}
    if with_body:
        binary = {"*/*": {"schema": {"format": "binary"}}}
        whole["content"] = part["content"] = binary
    answers = {"200": whole, "206": part, "304": {"description": "The client has these bytes."}}
    answers["416"] = json("Error", "The range has no byte of the file.")
    return operation(
        name,
        summary,
        answers,
        parameters=_CONTENT_PARAMETERS,
        errors="`ARTIFACT_NOT_FOUND`, `BLOB_MISSING`",
    )


CATALOG: dict[str, Any] = {
    "get status": operation(
        "status", "The store in numbers.", {"200": json("StoreStatus", "The numbers.")}
    ),
    "put limit": operation(
        "putLimit",
        "Set the most bytes that the store may hold, for every process that uses it. One "
        "below what is stored deletes nothing: new bytes are refused.",
        {"200": json("StoreStatus", "The store with this limit.")},
        body={"application/json": {"schema": ref("StoreLimit")}},
        errors="`FORBIDDEN` where the server's configuration or its environment sets it",
    ),
    "get runs": operation(
        "runs",
        "Runs, newest first.",
        {"200": json("RunPage", "One page.")},
        parameters=[
            LIMIT,
            CURSOR,
            query("q", "Words to search for.", maxLength=512),
            query("folder", "Only those of this folder."),
            query("notebook", "Only those of this notebook."),
            query("tag", "Only those with this tag."),
            query("name", "Only those with exactly this name, and the one with this id."),
        ],
    ),
    "get runs/{run_id}": operation(
        "run", "One run.", {"200": json("RunInfo", "The run.")}, errors="`RUN_NOT_FOUND`"
    ),
    "put runs/{run_id}": operation(
        "putRun",
        "Make a run, or change its name, folder, tags and metadata.",
        {"200": json("RunInfo", "The run as it is now.")},
        body={"application/json": {"schema": ref("Run")}},
        errors="`RUN_CLOSED`",
    ),
    "get run-table": operation(
        "runTable",
        "Runs as rows of a table, with the numbers and texts that they can be compared by.",
        {"200": json("RunTable", "One page.")},
        parameters=[
            query("q", "Words to search for.", maxLength=512),
            query("folder", "Only those of this folder or below it."),
            query("notebook", "Only those of this notebook."),
            query("tag", "Only those with this tag."),
            {
                "name": "where",
                "in": "query",
                "required": False,
                "description": "A condition on a column, as JSON; up to ten, each of which "
                "is to be met.",
                "content": {"application/json": {"schema": ref("RunCondition")}},
            },
            query(
                "group",
                "A column, as `sort` takes it: runs of one value in it come together, and "
                "the first page says how many each value has.",
            ),
            query(
                "sort",
                "name, notebook, folder, tags, created, updated, duration, artifacts, bytes, "
                "git_commit, or the id of a column; runs that have nothing there come last.",
                default="updated",
            ),
            query("order", "Which way.", enum=["asc", "desc"], default="desc"),
            LIMIT,
            CURSOR,
            query(
                "offset",
                "Where the page begins, instead of after a cursor.",
                type="integer",
                minimum=0,
                default=0,
            ),
        ],
        errors="`BAD_REQUEST`",
    ),
    "get artifacts": operation(
        "artifacts",
        "Artifacts, newest first.",
        {"200": json("ArtifactPage", "One page.")},
        parameters=[
            *_FILTER,
            query("sort", "What to sort by.", enum=["time", "name", "size"], default="time"),
            query("order", "`asc` by default for names, else `desc`.", enum=["asc", "desc"]),
            LIMIT,
            CURSOR,
        ],
    ),
    "get names": operation(
        "names",
        "Names across the runs of their notebooks, each with its latest artifact; its versions "
        "are `artifacts` with this name and notebook.",
        {"200": json("NamePage", "One page.")},
        parameters=[
            *(each for each in _FILTER if each["name"] != "alias"),
            query("sort", "What to sort by.", enum=["time", "name", "size"], default="time"),
            query("order", "`asc` by default for names, else `desc`.", enum=["asc", "desc"]),
            LIMIT,
            CURSOR,
        ],
    ),
    "get export": operation(
        "exportArchive",
        "Artifacts as a zip that is an RO-Crate and a page, and can be imported elsewhere.",
        {
            "200": {
                "description": "The zip; it ends well only where all bytes were verified.",
                "content": {"application/zip": {"schema": {"format": "binary"}}},
            }
        },
        parameters=[
            some("id", "These, instead of a filter.", ref("Id")),
            query(
                "library",
                "In a service, what comes before a permanent link, percent-encoded, in an "
                "address that opens it; the page of the zip then links each artifact.",
            ),
            *_FILTER,
        ],
        errors="`ARTIFACT_NOT_FOUND`, `EMPTY_SELECTION`, `BLOB_MISSING`",
    ),
    "get groups": operation(
        "groups",
        "How many artifacts and bytes there are in each group, the latest first.",
        {"200": json("GroupPage", "The groups.")},
        parameters=[
            query(
                "by",
                "What they have in common; days and hours are UTC.",
                enum=_GROUPS,
                default="run",
            ),
            *_FILTER,
            parameter(
                "limit",
                "query",
                "Groups at most.",
                {"type": "integer", "minimum": 1, "maximum": 10000, "default": 1000},
            ),
        ],
    ),
    "get artifacts/{artifact_id}": operation(
        "artifact",
        "One artifact.",
        {"200": json("Artifact", "The artifact.")},
        errors="`ARTIFACT_NOT_FOUND`",
    ),
    "patch artifacts/{artifact_id}": operation(
        "editArtifact",
        "Change its name (of every version in its run), tags, notes or metadata.",
        {"200": json("Artifact", "The artifact as it is now.")},
        body={"application/json": {"schema": ref("ArtifactEdit")}},
        errors="`ARTIFACT_NOT_FOUND`, `BAD_NAME`, `NAME_CONFLICT`",
    ),
    "delete artifacts/{artifact_id}": operation(
        "deleteArtifact",
        "Delete an artifact, and its bytes where nothing else has them.",
        {"200": json("DeleteResult", "What was deleted.")},
        errors="`ARTIFACT_NOT_FOUND`",
    ),
    "get artifacts/{artifact_id}/content": _content(
        "content", "The bytes, whole or one range.", with_body=True
    ),
    "head artifacts/{artifact_id}/content": _content(
        "contentHeaders", "The headers of the bytes.", with_body=False
    ),
    "get artifacts/{artifact_id}/thumbnail": operation(
        "thumbnail",
        "A small picture of it.",
        {
            "200": {
                "description": "The picture.",
                "content": {"image/png": {"schema": {"format": "binary"}}},
            }
        },
        errors="`ARTIFACT_NOT_FOUND`",
    ),
}

"""Every operation on the catalog, by path and method."""
