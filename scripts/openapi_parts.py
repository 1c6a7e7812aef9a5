"""What the operations of the HTTP API are put together from."""

from __future__ import annotations

import re
from typing import Any

_REF = "#/components/schemas/"


def ref(name: str) -> dict[str, str]:
    """Return a reference to a type of the protocol."""
    return {"$ref": _REF + name}


def json(name: str, description: str) -> dict[str, Any]:
    """Return an answer that is a protocol value."""
    return {"description": description, "content": {"application/json": {"schema": ref(name)}}}


def text_header(description: str) -> dict[str, Any]:
    """Return a header of an answer."""
    return {"description": description, "schema": {"type": "string"}}


def count_header(description: str) -> dict[str, Any]:
    """Return a header of an answer that is a number of bytes."""
    return {"description": description, "schema": ref("ByteCount")}


def parameter(
    name: str, where: str, description: str, schema: dict[str, Any], *, required: bool = False
) -> dict[str, Any]:
    """Return a parameter of a request."""
    return {
        "name": name,
        "in": where,
        "required": required or where == "path",
        "description": description,
        "schema": schema,
    }


def query(name: str, description: str, **schema: Any) -> dict[str, Any]:
    """Return a text of the query."""
    return parameter(name, "query", description, {"type": "string", **schema})


def some(name: str, description: str, item: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a parameter that may come several times; any of its values will do."""
    schema = {"type": "array", "items": item or {"type": "string"}}
    return parameter(name, "query", description, schema)


def header(name: str, description: str) -> dict[str, Any]:
    """Return a header of a request."""
    return parameter(name, "header", description, {"type": "string"})


def with_ids(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """Return an operation with the ids in its path among its parameters, first."""
    names = re.findall(r"\{(\w+)_id\}", path)
    ids = [parameter(f"{name}_id", "path", f"Id of the {name}.", ref("Id")) for name in names]
    if not ids:
        return operation
    told = {key: operation[key] for key in ("operationId", "summary")}
    told["parameters"] = [*ids, *operation.get("parameters", ())]
    return told | {key: value for key, value in operation.items() if key not in told}


def operation(
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
    operation["responses"] = answers | {"default": json("Error", said)}
    return operation


LIMIT = parameter(
    "limit",
    "query",
    "Items of a page.",
    {"type": "integer", "minimum": 1, "maximum": 500, "default": 100},
)
CURSOR = query("cursor", "`next_cursor` of the page before.")
