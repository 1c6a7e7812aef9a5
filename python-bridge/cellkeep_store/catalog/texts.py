"""What artifacts are found by beside their names: metadata, aliases, notes, and their code.

What is short stands in the artifact's own row. A cell's code makes many artifacts, so each text
is written down once, in `texts`, and an artifact's row says which is its.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, exists, select, update
from sqlalchemy.dialects import postgresql

from cellkeep_store.catalog.many_rows import insert_rows, is_one_of
from cellkeep_store.catalog.rows import folded, searchable
from cellkeep_store.catalog.tables import aliases, artifacts, texts

_SHORT = 500
"""Characters of metadata that stand in the row; more of it goes to `texts`."""

MOST = 64 * 1024
"""Characters of a text that are looked through."""


def metadata_lines(metadata: Mapping[str, Any]) -> list[str]:
    """Return each value with the path to it: ``model.layers: 3``."""
    return [f"{path}: {value}" for path, value in _leaves("", metadata)]


def search_of(row: Any, named: Sequence[str] = ()) -> str:
    """Return the column `search` of an artifact's row.

    Parameters
    ----------
    row : Row or object
        With the columns of `artifacts`.
    named : sequence of str
        Its aliases.
    """
    metadata = _metadata_of(row.metadata)
    return searchable(
        row.name,
        row.media_type,
        row.notebook,
        *json.loads(row.tags),
        row.notes or None,
        *named,
        metadata if len(metadata) <= _SHORT else None,
    )


def text_of(row: Any) -> str | None:
    """Return what an artifact is found by that its own row has no room for."""
    metadata = _metadata_of(row.metadata)
    source = json.loads(row.provenance).get("source") or ""
    parts = [metadata if len(metadata) > _SHORT else "", source]
    return folded("\n".join(filter(None, parts)))[:MOST] or None


def text_ids(tx: Connection, wanted: Iterable[str]) -> dict[str, int]:
    """Return the ids of texts, which are written down where they are new."""
    by_digest = {_digest(text): text for text in wanted}
    if not by_digest:
        return {}
    ids = _known(tx, by_digest)
    # Always in the same order: so two that bring the same ones do not wait in a circle.
    while new := sorted(by_digest.keys() - ids.keys()):
        _add(tx, [{"sha256": each, "text": by_digest[each]} for each in new])
        ids |= _known(tx, new)
    return {text: ids[digest] for digest, text in by_digest.items()}


def search_again(tx: Connection, artifact_id: str) -> None:
    """Write down once more what an artifact is found by: something about it has changed."""
    row = tx.execute(select(artifacts).where(artifacts.c.id == artifact_id)).one()
    named = select(aliases.c.alias).where(aliases.c.artifact_id == artifact_id)
    text = text_of(row)
    values = {
        "search": search_of(row, tx.execute(named.order_by(aliases.c.alias)).scalars().all()),
        "text_id": text_ids(tx, [text])[text] if text is not None else None,
    }
    tx.execute(update(artifacts).where(artifacts.c.id == artifact_id).values(**values))
    if row.text_id not in (None, values["text_id"]):
        forget_texts(tx, [row.text_id])


def forget_texts(tx: Connection, ids: Iterable[int]) -> None:
    """Remove those of some texts that no artifact has any more."""
    used = exists().where(artifacts.c.text_id == texts.c.id)
    for text_id in sorted(set(ids)):
        if tx.dialect.name != "sqlite":
            # Who is about to use it has it locked: the look that follows sees what became of that.
            tx.execute(select(texts.c.id).where(texts.c.id == text_id).with_for_update())
        tx.execute(delete(texts).where(texts.c.id == text_id, ~used))


def _known(tx: Connection, digests: Iterable[str]) -> dict[str, int]:
    query = select(texts.c.sha256, texts.c.id).where(is_one_of(tx, texts.c.sha256, digests))
    # Kept from going until the artifact that is to have it is there. (SQLite: one writes at a time)
    query = query.order_by(texts.c.id).with_for_update(read=True, key_share=True)
    return {row.sha256: row.id for row in tx.execute(query)}


def _add(tx: Connection, rows: list[dict[str, Any]]) -> None:
    """Insert texts; one that somebody else brings at the same time is waited for, and the same."""
    if tx.dialect.name == "sqlite":
        insert_rows(tx, texts, rows)
    else:
        tx.execute(postgresql.insert(texts).on_conflict_do_nothing(), rows)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _metadata_of(text: str) -> str:
    return "" if text == "{}" else "\n".join(metadata_lines(json.loads(text)))


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}" if path else str(key), inner)
    elif isinstance(value, list):
        yield path, ", ".join(str(each) for each in value)
    else:
        yield path, value
