"""The numbers and short texts that runs are compared by, a row each.

They come from a run's metadata and from the latest version of each of its names that is a
number, a text or a dict of such. Whoever changes one of these calls the function here that
writes its rows anew.
"""

from __future__ import annotations

import json
import math
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Connection, and_, delete, select

from cellkeep_store.catalog.many_rows import insert_rows, is_one_of
from cellkeep_store.catalog.related import latest_of
from cellkeep_store.catalog.rows import cleaned
from cellkeep_store.catalog.tables import artifacts, run_values

OF_METADATA: Final = ""
"""What rows have as a name that are of the run's metadata: no artifact is called so."""

MAY_HAVE_VALUES: Final = ("json", "array")
"""The kinds of artifacts that may have values; an array has one where it has no dimensions."""

MOST_VALUES = 100
MOST_CHARACTERS = 200
_DEEPEST = 3
_MOST_DIGITS = 300


def put_metadata_values(
    tx: Connection, run_id: str, metadata: Mapping[str, Any], *, new: bool = False
) -> None:
    """Write the values of a run's metadata down once more, or first where the run is new."""
    if not new:
        _forget(tx, run_id, [OF_METADATA])
    if metadata:
        insert_rows(tx, run_values, _rows(run_id, OF_METADATA, metadata))


def has_values(artifact: Mapping[Any, Any] | None) -> bool:
    """Return whether a row of `artifacts` may have values."""
    if artifact is None or artifact["preview"] is None:
        return False
    single = artifact["kind"] == "array" and '"shape":[]' in artifact["preview"]
    return single or artifact["kind"] == "json"


def put_artifact_values(
    tx: Connection,
    latest: Mapping[tuple[str, str], Mapping[Any, Any]],
    changed: Container[tuple[str, str]],
) -> None:
    """Write the values of names down, by run and name, from the latest version of each.

    Parameters
    ----------
    changed : container of (str, str)
        The names that have had values before.
    """
    rows = []
    for (run_id, name), artifact in latest.items():
        if (run_id, name) in changed:
            _forget(tx, run_id, [name])
        if has_values(artifact):
            rows += _rows(run_id, name, _values_in(artifact["preview"]))
    insert_rows(tx, run_values, rows)


def refresh_values(tx: Connection, run_id: str, names: Iterable[str]) -> None:
    """Write the values of names down once more, after versions were deleted or renamed."""
    wanted = sorted(set(names))
    _forget(tx, run_id, wanted)
    plain = select(artifacts.c.name, artifacts.c.kind, artifacts.c.preview)
    query = plain.select_from(latest_of(tx, run_id, wanted))
    rows = []
    for row in tx.execute(query.where(artifacts.c.kind.in_(MAY_HAVE_VALUES))).mappings():
        if has_values(dict(row)):
            rows += _rows(run_id, row["name"], _values_in(row["preview"]))
    insert_rows(tx, run_values, rows)


def column_id(name: str, key: str) -> str:
    """Return what a column is called in a request."""
    if name == OF_METADATA:
        return f"metadata:{quote(key, safe='')}"
    parts = [name, key] if key else [name]
    return "artifact:" + ":".join(quote(part, safe="") for part in parts)


def _forget(tx: Connection, run_id: str, names: list[str]) -> None:
    its = and_(run_values.c.run_id == run_id, is_one_of(tx, run_values.c.name, names))
    tx.execute(delete(run_values).where(its))


def _values_in(preview: str) -> Any:
    """Return what a preview says of the values in it, None where it says nothing."""
    told = json.loads(preview)
    if told.get("type") == "array":
        return {"": _read_number(told.get("minimum"))}
    if told.get("type") != "text":
        return None
    if "values" in told:
        return told["values"]
    if told.get("truncated"):
        return None
    try:  # the whole of a small JSON file
        value = json.loads(told["text"])
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _rows(run_id: str, name: str, values: Any) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for key, value in _flat(values, "", _DEEPEST):
        if len(found) == MOST_VALUES:
            break
        number = _number(value)
        text = value if isinstance(value, str) else json.dumps(value) if number is None else None
        found[key] = {
            "name": name,
            "key": key,
            "run_id": run_id,
            "number": number,
            "text": None if text is None else short_text(text),
        }
    return list(found.values())


def _flat(value: Any, key: str, deep: int) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        if deep == 0:
            return
        for inner, its in value.items():
            whole = f"{key}.{inner}" if key else str(inner)
            # An empty key is that of a single value.
            if whole and len(whole) <= MOST_CHARACTERS and "\0" not in whole:
                yield from _flat(its, whole, deep - 1)
            elif not whole and not isinstance(its, dict):
                yield "", its
    elif isinstance(value, (str, bool, int, float)):
        yield key, value


def _read_number(text: Any) -> float | int | None:
    for read in (int, float):
        with suppress(TypeError, ValueError):
            return read(text)
    return None


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if isinstance(value, int) and value.bit_length() > _MOST_DIGITS:
        return None
    return float(value) if math.isfinite(value) else None


def short_text(text: str) -> str:
    """Return a text as it stands in the table: at most 200 characters that any database takes."""
    text = cleaned(text)
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"
