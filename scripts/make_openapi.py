"""Write ``schema/openapi.json``: the HTTP API, its types taken from ``schema/protocol.json``.

Run as ``python scripts/make_openapi.py [--check]``. With ``--check`` nothing is written,
and the exit code is 1 where the file is not what this script gives.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from openapi_routes import PATHS

SCHEMA = Path(__file__).resolve().parent.parent / "schema"
TARGET = SCHEMA / "openapi.json"

INFO = {
    "title": "Cellkeep",
    "version": "1.0.0",
    "summary": "Keeps what notebook cells make.",
    "description": (
        "The HTTP API of Cellkeep's Jupyter Server extension, below the server's base URL. "
        "Everything needs Jupyter's authentication, and its authorizer's word on the resource "
        "`cellkeep` (`read` for GET and HEAD, `write` for the rest). With cookies instead of a "
        "token, all but GET and HEAD need the header `X-XSRFToken`. Any operation may answer "
        "with an `Error`; `schema/errors.json` lists the codes."
    ),
    "license": {"name": "BSD-3-Clause", "identifier": "BSD-3-Clause"},
}
SERVERS = [
    {
        "url": "{base_url}",
        "description": "The base URL of the Jupyter server.",
        "variables": {"base_url": {"default": "/"}},
    }
]
_PRESIGNED = {
    "type": "boolean",
    "description": "The client can put the bytes into an object storage itself.",
}
_CHECKED_PIECES = {
    "type": "boolean",
    "description": "Each PATCH will have the sha256 of its bytes in `Upload-Checksum`. An offer "
    "whose sha256 is 64 zeros is stored with its last byte then, if this server saw all of them.",
}
SECURITY_SCHEMES = {
    "token": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "`token <Jupyter's token>`",
    },
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "_xsrf",
        "description": "Jupyter's login cookie, with the XSRF token in `X-XSRFToken`.",
    },
}
OWN_SCHEMAS: dict[str, Any] = {
    "Error": {
        "title": "Error",
        "description": "What went wrong, as every failed request answers.",
        "allOf": [
            {"$ref": "#/components/schemas/ErrorInfo"},
            {
                "type": "object",
                "properties": {
                    "reason": {"type": "string", "description": "The HTTP status in words."}
                },
                "required": ["reason"],
            },
        ],
    },
    "OfferBody": {
        "title": "OfferBody",
        "type": "object",
        "description": "An offer, as msgpack with its bytes if they are small.",
        "properties": {
            "offer": {"$ref": "#/components/schemas/Offer"},
            "content": {"description": "The bytes, as msgpack `bin`.", "format": "binary"},
            "thumbnail": {"description": "A PNG, as msgpack `bin`.", "format": "binary"},
            "presigned": _PRESIGNED,
            "checked_pieces": _CHECKED_PIECES,
        },
        "required": ["offer"],
    },
    "ManifestBody": {
        "title": "ManifestBody",
        "type": "object",
        "description": "An offer without bytes, as JSON.",
        "properties": {
            "offer": {"$ref": "#/components/schemas/Offer"},
            "presigned": _PRESIGNED,
            "checked_pieces": _CHECKED_PIECES,
        },
        "required": ["offer"],
    },
}


def document() -> dict[str, Any]:
    """Return the whole OpenAPI document."""
    definitions = _moved(json.loads((SCHEMA / "protocol.json").read_text("utf-8"))["definitions"])
    known = definitions | OWN_SCHEMAS
    used = _closure(PATHS, known)
    return {
        "openapi": "3.1.0",
        "info": INFO,
        "servers": SERVERS,
        "security": [{"token": []}, {"cookie": []}],
        "paths": PATHS,
        "components": {
            "securitySchemes": SECURITY_SCHEMES,
            "schemas": {name: known[name] for name in sorted(used)},
        },
    }


def _moved(value: Any) -> Any:
    """Return a schema whose references point into ``components``."""
    if isinstance(value, dict):
        return {key: _moved(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_moved(inner) for inner in value]
    if isinstance(value, str) and value.startswith("#/definitions/"):
        return value.replace("#/definitions/", "#/components/schemas/")
    return value


def _closure(start: Any, known: dict[str, Any]) -> set[str]:
    """Return the names of all schemas that something refers to, directly or not."""
    used: set[str] = set()
    waiting = _references(start)
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting |= _references(known[name])
    return used


def _references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"].rsplit("/", 1)[-1]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(_references(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(_references(inner) for inner in value))
    return set()


def main() -> int:
    """Write or check the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    text = json.dumps(document(), indent=2, ensure_ascii=False) + "\n"
    stale = not TARGET.exists() or TARGET.read_text("utf-8") != text
    if stale and check:
        print("schema/openapi.json is not what scripts/make_openapi.py gives: run it")
    elif stale:
        TARGET.write_text(text, "utf-8")
    return int(check and stale)


if __name__ == "__main__":
    sys.exit(main())
