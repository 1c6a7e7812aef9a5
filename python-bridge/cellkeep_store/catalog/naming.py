"""Names, aliases, tags, notes: what a person may change about what is stored."""

from __future__ import annotations

import unicodedata

from msgspec import UNSET
from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, insert, select, update

from cellkeep_core import limits
from cellkeep_core.errors import ArtifactNotFoundError, NameConflictError
from cellkeep_core.ids import utc_now
from cellkeep_core.names import check_name
from cellkeep_core.protocol import (
    Alias,
    Artifact,
    ArtifactEdit,
    FormerName,
    History,
    RunSettings,
    or_unset,
)
from cellkeep_store.catalog import queries
from cellkeep_store.catalog.related import add_change, put_artifact_tags
from cellkeep_store.catalog.run_values import refresh_values
from cellkeep_store.catalog.tables import aliases, artifacts, former_names, names, runs
from cellkeep_store.catalog.texts import search_again
from cellkeep_store.labels import LATEST, check_alias, checked_tags, is_number
from cellkeep_store.offers import as_json


def edit_artifact(tx: Connection, artifact_id: str, edit: ArtifactEdit) -> Artifact:
    """Change what is given; bytes, digest and provenance are never among it."""
    before = queries.get_artifact(tx, artifact_id)
    check_edit(edit)
    values: dict[str, str] = {}
    if edit.tags is not UNSET:
        values["tags"] = as_json(checked_tags(edit.tags), "tags")
    if edit.notes is not UNSET:
        values["notes"] = edit.notes
    if edit.metadata is not UNSET:
        values["metadata"] = as_json(edit.metadata, "metadata")
        _remember_metadata(tx, artifact_id)
    if values:
        tx.execute(update(artifacts).where(artifacts.c.id == artifact_id).values(**values))
    if edit.tags is not UNSET:
        put_artifact_tags(tx, before.seq, checked_tags(edit.tags))
    moved = [artifact_id]
    if edit.name is not UNSET:
        moved = _rename(tx, before, check_name(edit.name))
    for its_id in moved:
        search_again(tx, its_id)
        add_change(tx, "updated", before.run_id, utc_now(), its_id)
    return queries.get_artifact(tx, artifact_id)


def put_settings(tx: Connection, run_id: str, settings: RunSettings) -> None:
    """Change what a run does with what is saved again, and how long it keeps things."""
    queries.get_run(tx, run_id)
    change = add_change(tx, "run", run_id, utc_now())
    tx.execute(
        update(runs)
        .where(runs.c.id == run_id)
        .values(
            versions=settings.versions,
            keep_days=None if settings.keep_days is UNSET else settings.keep_days,
            keep_last=None if settings.keep_last is UNSET else settings.keep_last,
            last_change=change,
        )
    )


def check_edit(edit: ArtifactEdit) -> None:
    """Refuse tags, notes and metadata that `edit_artifact` would refuse of any artifact."""
    if edit.tags is not UNSET:
        checked_tags(edit.tags)
    if edit.notes is not UNSET:
        limits.check_notes(edit.notes)
    if edit.metadata is not UNSET:
        as_json(edit.metadata, "metadata")
        limits.check_metadata(edit.metadata)


def set_alias(tx: Connection, artifact_id: str, alias: str, *, move: bool = True) -> Artifact:
    """Give a version another name, which leaves the version that had it, unless it may not move."""
    artifact = queries.get_artifact(tx, artifact_id)
    check_alias(alias)
    where = _alias_is(artifact.run_id, artifact.name, alias)
    had = tx.execute(select(aliases.c.artifact_id).where(where)).scalar()
    if had == artifact_id or (had is not None and not move):
        return artifact
    limits.check_aliases(len(artifact.aliases or ()) + 1)
    tx.execute(delete(aliases).where(where))
    tx.execute(
        insert(aliases).values(
            run_id=artifact.run_id, name=artifact.name, alias=alias, artifact_id=artifact_id
        )
    )
    for its_id in filter(None, (had, artifact_id)):
        search_again(tx, its_id)
        add_change(tx, "updated", artifact.run_id, utc_now(), its_id)
    return queries.get_artifact(tx, artifact_id)


def remove_alias(tx: Connection, artifact_id: str, alias: str) -> Artifact:
    """Take an alias from a version."""
    artifact = queries.get_artifact(tx, artifact_id)
    where = and_(
        _alias_is(artifact.run_id, artifact.name, alias), aliases.c.artifact_id == artifact_id
    )
    if tx.execute(delete(aliases).where(where)).rowcount == 0:
        raise ArtifactNotFoundError(
            f"{artifact.name!r} v{artifact.version} has no alias {alias!r}."
        )
    search_again(tx, artifact_id)
    add_change(tx, "updated", artifact.run_id, utc_now(), artifact_id)
    return queries.get_artifact(tx, artifact_id)


def history(tx: Connection, artifact_id: str, *, limit: int, cursor: str | None = None) -> History:
    """Return versions of an artifact's name in its run, the newest first, and all its aliases."""
    artifact = queries.get_artifact(tx, artifact_id)
    where = and_(artifacts.c.run_id == artifact.run_id, artifacts.c.name == artifact.name)
    query = queries.ARTIFACT.where(where).order_by(artifacts.c.version.desc())
    if cursor is not None:
        query = query.where(artifacts.c.version < queries.number_of(cursor))
    found = queries.artifacts_of(tx, query.limit(queries.page_size(limit) + 1))
    named = (
        select(aliases.c.alias, artifacts.c.id, artifacts.c.version)
        .join(artifacts, artifacts.c.id == aliases.c.artifact_id)
        .where(where)
        .order_by(artifacts.c.version.desc(), aliases.c.alias)
    )
    told = History(
        run_id=artifact.run_id,
        name=artifact.name,
        versions=found[:limit],
        aliases=[
            Alias(alias=row.alias, artifact_id=row.id, name=artifact.name, version=row.version)
            for row in tx.execute(named)
        ],
    )
    if len(found) > limit:
        told.next_cursor = str(found[limit - 1].version)
    its = and_(names.c.run_id == artifact.run_id, names.c.name == artifact.name)
    told.last_version = tx.execute(select(names.c.last_version).where(its)).scalar_one()
    had = select(former_names).where(
        former_names.c.run_id == artifact.run_id,
        former_names.c.artifact_id.in_(select(artifacts.c.id).where(where)),
    )
    former = [
        FormerName(name=row.name, version=row.version, artifact_id=row.artifact_id)
        for row in tx.execute(had)
    ]
    told.former = or_unset(former or None)
    return told


def find_version(tx: Connection, run_id: str, name: str, which: str) -> Artifact:
    """Return a version by its number or alias, also under a name that it had before."""
    name = unicodedata.normalize("NFC", name)
    if which in ("", LATEST):
        return queries.find_artifact(tx, run_id, name, None)
    if not is_number(which):
        found = tx.execute(
            select(aliases.c.artifact_id).where(_alias_is(run_id, name, which))
        ).scalar()
        if found is None:
            raise ArtifactNotFoundError(f"{name!r} has no version or alias {which!r} in this run.")
        return queries.get_artifact(tx, found)
    number = int(which.removeprefix("v")[:15])
    try:
        return queries.find_artifact(tx, run_id, name, number)
    except ArtifactNotFoundError:
        moved = select(former_names.c.artifact_id).where(
            former_names.c.run_id == run_id,
            former_names.c.name == name,
            former_names.c.version == number,
        )
        found = tx.execute(moved).scalar()
        if found is None:
            raise
        return queries.get_artifact(tx, found)


def _rename(tx: Connection, artifact: Artifact, new: str) -> list[str]:
    run_id, old = artifact.run_id, artifact.name
    if new == old:
        return [artifact.id]
    its = and_(artifacts.c.run_id == run_id, artifacts.c.name == old)
    versions = tx.execute(select(artifacts.c.id, artifacts.c.version).where(its)).all()
    ids = {row.id for row in versions}
    _require_free(tx, run_id, new, ids)
    for row in versions:
        # A link to the old name and this number still means this artifact.
        known = and_(
            former_names.c.run_id == run_id,
            former_names.c.name == old,
            former_names.c.version == row.version,
        )
        tx.execute(delete(former_names).where(known))
        tx.execute(
            insert(former_names).values(
                run_id=run_id, name=old, version=row.version, artifact_id=row.id
            )
        )
    last = tx.execute(
        select(func.max(names.c.last_version)).where(
            names.c.run_id == run_id, names.c.name.in_([old, new])
        )
    ).scalar()
    tx.execute(delete(names).where(names.c.run_id == run_id, names.c.name == new))
    # The old name keeps its numbers as well: a link must never come to mean something else.
    tx.execute(insert(names).values(run_id=run_id, name=new, last_version=last or 1))
    tx.execute(update(artifacts).where(its).values(name=new))
    tx.execute(
        update(aliases).where(aliases.c.run_id == run_id, aliases.c.name == old).values(name=new)
    )
    refresh_values(tx, run_id, [old, new])
    return sorted(ids)


def _require_free(tx: Connection, run_id: str, name: str, ids: set[str]) -> None:
    taken = exists().where(artifacts.c.run_id == run_id, artifacts.c.name == name)
    used = exists().where(names.c.run_id == run_id, names.c.name == name)
    former = tx.execute(
        select(former_names.c.artifact_id).where(
            former_names.c.run_id == run_id, former_names.c.name == name
        )
    ).scalars()
    # Back to a name that was its own is no conflict; any other use of it is.
    its_own = bool(found := set(former)) and found <= ids
    if tx.execute(select(taken)).scalar() or (tx.execute(select(used)).scalar() and not its_own):
        raise NameConflictError(
            f"The run has, or had, something else named {name!r}.",
            hint="Nothing was changed. Choose a name that the run has never had, so that links "
            "keep their meaning.",
        )


def _remember_metadata(tx: Connection, artifact_id: str) -> None:
    # What was saved decides whether the next save is the same, not what was edited since.
    tx.execute(
        update(artifacts)
        .where(artifacts.c.id == artifact_id, artifacts.c.saved_metadata.is_(None))
        .values(saved_metadata=artifacts.c.metadata)
    )


def _alias_is(run_id: str, name: str, alias: str) -> ColumnElement[bool]:
    return and_(aliases.c.run_id == run_id, aliases.c.name == name, aliases.c.alias == alias)
