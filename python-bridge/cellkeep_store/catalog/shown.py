"""What a person of a service is told of what they see: rights, and nothing of what is hidden."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Connection, select

from cellkeep_core.protocol import Artifact, RunInfo, ShareLevel, or_unset
from cellkeep_store.catalog.many_rows import portions
from cellkeep_store.catalog.person import Level
from cellkeep_store.catalog.seen import seen_by
from cellkeep_store.catalog.shares import levels_of, pictured_owners_of
from cellkeep_store.catalog.tables import inputs, runs


def in_words(level: Level) -> ShareLevel:
    """Return a level as the protocol writes it."""
    return cast("ShareLevel", level.name.lower())


def tell_rights(tx: Connection, infos: list[RunInfo]) -> None:
    """Say whose runs are, and what the person who reads may do with them."""
    seen = seen_by(tx)
    if seen is None:
        return
    ids = [info.run.id for info in infos]
    owners, levels = pictured_owners_of(tx, ids), levels_of(tx, seen.person, ids)
    for info in infos:
        info.level = in_words(levels[info.run.id])
        if info.run.id in owners:
            info.owner, avatar = owners[info.run.id]
            info.owner_avatar = or_unset(avatar)


def leave_out_unseen(tx: Connection, found: list[Artifact]) -> None:
    """Leave out what artifacts were made from where the person who reads may not see it."""
    made = [one for one in found if one.provenance.inputs]
    if seen_by(tx) is None or not made:
        return
    query = select(inputs.c.artifact_id, inputs.c.input_id)
    shown = {
        (row.artifact_id, row.input_id)
        for part in portions([one.id for one in made], 500)
        for row in tx.execute(query.where(inputs.c.artifact_id.in_(part)))
    }
    for one in made:
        one.provenance.inputs = [
            each for each in one.provenance.inputs or () if (one.id, each.artifact_id) in shown
        ]


def leave_out_all_unseen(tx: Connection, artifact: Artifact) -> None:
    """Leave out what a deleted artifact was made from, but for what is in runs that are seen."""
    made = artifact.provenance.inputs
    if seen_by(tx) is not None and made:
        ids = {each.run_id for each in made}
        seen = set(tx.execute(select(runs.c.id).where(runs.c.id.in_(ids))).scalars())
        artifact.provenance.inputs = [each for each in made if each.run_id in seen]
