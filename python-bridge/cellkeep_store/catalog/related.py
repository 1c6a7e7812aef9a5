"""The rows beside a run's or an artifact's own: tags to filter by, what it was made from."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, FromClause, and_, delete, func, insert, select

from cellkeep_core.protocol import Provenance, Run
from cellkeep_store.catalog.many_rows import is_one_of
from cellkeep_store.catalog.tables import artifact_tags, artifacts, changes, run_tags


def put_run_tags(tx: Connection, run: Run) -> None:
    """Write a run's tags down once more, a row each."""
    tx.execute(delete(run_tags).where(run_tags.c.run_id == run.id))
    rows = [{"tag": tag, "run_id": run.id} for tag in sorted(set(run.tags))]
    if rows:
        tx.execute(insert(run_tags), rows)


def put_artifact_tags(tx: Connection, seq: int, tags: Iterable[str]) -> None:
    """Write an artifact's tags down once more, a row each."""
    tx.execute(delete(artifact_tags).where(artifact_tags.c.seq == seq))
    rows = [{"tag": tag, "seq": seq} for tag in sorted(set(tags))]
    if rows:
        tx.execute(insert(artifact_tags), rows)


def input_rows(artifact_id: str, provenance: Provenance) -> list[dict[str, object]]:
    """Return the rows of what an artifact was made from, as its provenance says."""
    used = {each.artifact_id: each for each in provenance.inputs or ()}
    return [
        {
            "artifact_id": artifact_id,
            "input_id": each.artifact_id,
            "run_id": each.run_id,
            "name": each.name,
            "version": each.version,
            "sha256": each.sha256,
        }
        for each in used.values()
    ]


def latest_of(tx: Connection, run_id: str, names: Iterable[str]) -> FromClause:
    """Return `artifacts` joined so that each of some names of a run has its latest version only."""
    last = (
        select(artifacts.c.name, func.max(artifacts.c.version).label("version"))
        .where(artifacts.c.run_id == run_id, is_one_of(tx, artifacts.c.name, names))
        .group_by(artifacts.c.name)
        .subquery()
    )
    its = and_(
        artifacts.c.run_id == run_id,
        artifacts.c.name == last.c.name,
        artifacts.c.version == last.c.version,
    )
    return artifacts.join(last, its)


def add_change(
    tx: Connection, kind: str, run_id: str, now: str, artifact_id: str | None = None
) -> int:
    """Write down that something changed; return the change's number."""
    # Not RETURNING: SQLite has it since 3.35 only.
    result = tx.execute(
        insert(changes).values(kind=kind, run_id=run_id, artifact_id=artifact_id, at=now)
    )
    assert result.inserted_primary_key is not None, "the database numbers the changes"
    return int(result.inserted_primary_key[0])
