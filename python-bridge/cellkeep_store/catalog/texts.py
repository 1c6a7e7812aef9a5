"""What artifacts are found by beside their names: metadata, aliases, notes, and their code.

What is short stands in the artifact's own row. A cell's code makes many artifacts, so each text
is written down once, in `texts`, and an artifact's row says which is its.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, select, update

from cellkeep_store.catalog.many_rows import insert_rows, is_one_of
from cellkeep_store.catalog.rows import folded, searchable
from cellkeep_store.catalog.tables import aliases, artifacts, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

_SHORT = 500
"""Characters of metadata that stand in the row; more of it goes to `texts`."""

_MOST = 64 * 1024
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
    return folded("\n".join(filter(None, parts)))[:_MOST] or None


def text_ids(tx: Connection, wanted: Iterable[str]) -> dict[str, int]:
    """Return the ids of texts, which are written down where they are new."""
    by_digest = {_digest(text): text for text in wanted}
    if not by_digest:
        return {}
    ids = _known(tx, by_digest)
    new = [digest for digest in by_digest if digest not in ids]
    if new:
        insert_rows(tx, texts, [{"sha256": each, "text": by_digest[each]} for each in new])
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
        tx.execute(delete(texts).where(texts.c.id == text_id, ~used))


def _known(tx: Connection, digests: Iterable[str]) -> dict[str, int]:
    query = select(texts.c.sha256, texts.c.id).where(is_one_of(tx, texts.c.sha256, digests))
    return {row.sha256: row.id for row in tx.execute(query)}


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
