"""The operations on names, the trash and lineage, for ``make_openapi.py``."""

from __future__ import annotations

from typing import Any

from openapi_parts import CURSOR, LIMIT, json, operation, parameter, query, ref

_ALIAS = parameter("alias", "path", "The alias.", {"type": "string"})
_DRY_RUN = query("dry_run", "`1` to be told only.", enum=["0", "1"], default="0")


def _steps(name: str, what: str) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 0, "maximum": 100, "default": 20}
    return parameter(name, "query", what, schema)


LIBRARY: dict[str, Any] = {
    "get artifacts/{artifact_id}/history": operation(
        "history",
        "The versions of its name in its run, the newest first, and the aliases.",
        {"200": json("History", "The versions.")},
        parameters=[LIMIT, CURSOR],
        errors="`ARTIFACT_NOT_FOUND`, `BAD_REQUEST`",
    ),
    "get artifacts/{artifact_id}/lineage": operation(
        "lineage",
        "What it was made from, and what was made from it.",
        {"200": json("Lineage", "The graph.")},
        parameters=[_steps("up", "Steps back."), _steps("down", "Steps on.")],
        errors="`ARTIFACT_NOT_FOUND`",
    ),
    "put artifacts/{artifact_id}/aliases/{alias}": operation(
        "setAlias",
        "Give this version an alias; it leaves the version that had it.",
        {"200": json("Artifact", "The artifact.")},
        parameters=[_ALIAS],
        errors="`ARTIFACT_NOT_FOUND`, `BAD_NAME`",
    ),
    "delete artifacts/{artifact_id}/aliases/{alias}": operation(
        "removeAlias",
        "Take an alias from this version.",
        {"200": json("Artifact", "The artifact.")},
        parameters=[_ALIAS],
        errors="`ARTIFACT_NOT_FOUND`",
    ),
    "put artifacts/{artifact_id}/mirrors": operation(
        "noteMirror",
        "Note where it is, too: a copy in another tracker, each tracker once.",
        {"200": json("Artifact", "The artifact.")},
        body={"application/json": {"schema": ref("MirrorPlace")}},
        errors="`ARTIFACT_NOT_FOUND`",
    ),
    "put runs/{run_id}/settings": operation(
        "putRunSettings",
        "What the run does with what is saved again, and how long it keeps things.",
        {"200": json("RunInfo", "The run as it is now.")},
        body={"application/json": {"schema": ref("RunSettings")}},
        errors="`RUN_NOT_FOUND`",
    ),
    "get links": operation(
        "resolveLink",
        "What an address means: a permanent link (also after a rename), a name or an id.",
        {"200": json("Artifact", "The artifact.")},
        parameters=[
            query(
                "link",
                "`name`, `name@3`, `name@best`, `run/name@3`, "
                "`cellkeep://store/run/name@version`, or an id.",
            ),
            parameter("run", "query", "The run that asks: its names come first.", ref("Id")),
            query("notebook", "The notebook that asks: those of its runs come next."),
            query("alone", "`1` for names of that run only.", enum=["0", "1"], default="0"),
        ],
        errors="`ARTIFACT_NOT_FOUND`, `RUN_AMBIGUOUS`, `BAD_REQUEST`",
    ),
    "post deletions": operation(
        "deleteMany",
        "Delete by ids, of a run, by a filter, or all; to the trash unless it says otherwise. "
        "More than 100 by other than ids only with their count in `expect`.",
        {"200": json("DeleteReport", "What was deleted, or would be.")},
        body={"application/json": {"schema": ref("DeleteRequest")}},
        errors="`RUN_NOT_FOUND`, `BAD_REQUEST`",
    ),
    "get trash": operation(
        "trash",
        "What can be brought back, the latest first.",
        {"200": json("TrashPage", "One page.")},
        parameters=[LIMIT, CURSOR],
    ),
    "post trash/restore": operation(
        "restore",
        "Bring artifacts back as they were.",
        {"200": json("IdList", "Those that were there.")},
        body={"application/json": {"schema": ref("IdList")}},
    ),
    "post trash/purge": operation(
        "purge",
        "Empty the trash, of these or, asked for by name, of everything; of more than 100 only "
        "with their count in `expect`.",
        {"200": json("Collected", "What went.")},
        parameters=[_DRY_RUN],
        body={"application/json": {"schema": ref("PurgeRequest")}},
        errors="`BAD_REQUEST`",
    ),
    "post collect": operation(
        "collect",
        "Do what is due: retention of runs, old trash, files that no artifact names.",
        {"200": json("Collected", "What was done, or would be.")},
        parameters=[_DRY_RUN],
    ),
    "post import": operation(
        "importArchive",
        "Store what an exported zip has; every digest is verified.",
        {"200": json("ImportReport", "What came in.")},
        body={"application/zip": {"schema": {"format": "binary"}}},
        errors="`BAD_REQUEST`, `DIGEST_MISMATCH`, `STORE_FULL`, `TOO_LARGE`",
    ),
}
"""Every operation of the library, by path and method."""
