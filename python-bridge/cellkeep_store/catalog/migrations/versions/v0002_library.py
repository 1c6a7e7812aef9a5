"""A library at scale: facets to search by, tags, aliases, lineage, the trash."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from cellkeep_store.catalog.migrations.facets import follow_artifacts

revision = "0002"
down_revision = "0001"

_PAGE = 500
_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the columns and tables, and fill them from what is there."""
    _add_columns()
    _make_tables()
    _fill()
    for name in ("run", "run_size", "name", "kind"):
        op.drop_index(f"ix_artifacts_{name}", "artifacts")
    follow_artifacts(op.get_bind())


def _add_columns() -> None:
    artifacts: list[sa.Column[Any]] = [
        sa.Column("notebook", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("notes", sa.Text(), nullable=False, server_default=""),
        sa.Column("saved_metadata", sa.Text(), nullable=True),
    ]
    runs: list[sa.Column[Any]] = [
        sa.Column("versions", sa.String(16), nullable=False, server_default="skip-if-same"),
        sa.Column("keep_days", sa.Integer(), nullable=True),
        sa.Column("keep_last", sa.Integer(), nullable=True),
    ]
    for column in artifacts:
        op.add_column("artifacts", column)
    for column in runs:
        op.add_column("runs", column)


def _make_tables() -> None:
    op.create_table(
        "about",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_table(
        "facets",
        _seq(),
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_name", _SORTED, nullable=False),
        sa.Column("category", sa.String(8), nullable=False),
        sa.Column("media_type", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", sa.String(24), nullable=False),
        sa.Column("hour", sa.String(13), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("notebook", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
    )
    for name in ("category", "media_type", "kind", "hour", "notebook"):
        op.create_index(f"ix_facets_{name}", "facets", [name, "seq", "size"])
    op.create_index("ix_facets_run", "facets", ["run_id", "seq", "size"])
    for name in ("name", "sort_name", "size", "stored_at"):
        op.create_index(f"ix_facets_{name}", "facets", [name, "seq"])
    op.create_table("artifact_tags", sa.Column("tag", sa.Text(), primary_key=True), _seq())
    op.create_index("ix_artifact_tags_seq", "artifact_tags", ["seq"])
    op.create_table(
        "run_tags",
        sa.Column("tag", sa.Text(), primary_key=True),
        _names("run_id", "runs.id", cascade=True, primary_key=True),
    )
    op.create_index("ix_run_tags_run", "run_tags", ["run_id"])
    op.create_table(
        "aliases",
        _names("run_id", "runs.id", primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("alias", sa.String(64), primary_key=True),
        _names("artifact_id", "artifacts.id", cascade=True, nullable=False),
    )
    op.create_index("ix_aliases_artifact", "aliases", ["artifact_id"])
    op.create_index("ix_aliases_alias", "aliases", ["alias"])
    op.create_table(
        "former_names",
        _names("run_id", "runs.id", primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("version", sa.BigInteger(), primary_key=True),
        sa.Column("artifact_id", sa.String(32), nullable=False),
    )
    op.create_table(
        "inputs",
        _names("artifact_id", "artifacts.id", cascade=True, primary_key=True),
        sa.Column("input_id", sa.String(32), primary_key=True),
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
    )
    op.create_index("ix_inputs_input", "inputs", ["input_id"])
    op.create_index("ix_inputs_sha256", "inputs", ["sha256"])
    op.create_table(
        "trash",
        sa.Column("id", sa.String(32), primary_key=True),
        _names("run_id", "runs.id", nullable=False),
        sa.Column("sha256", sa.String(64), sa.ForeignKey("blobs.sha256"), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.String(24), nullable=False),
        sa.Column("artifact", sa.Text(), nullable=False),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=True),
    )
    op.create_index("ix_trash_sha256", "trash", ["sha256"])
    op.create_index("ix_trash_deleted_at", "trash", ["deleted_at", "id"])


def _fill() -> None:
    tx = op.get_bind()
    last = 0
    # Page by page: a store may have more provenance than memory.
    while rows := tx.execute(
        sa.text(
            "SELECT seq, id, search, provenance FROM artifacts WHERE seq > :last "
            "ORDER BY seq LIMIT :page"
        ),
        {"last": last, "page": _PAGE},
    ).all():
        for row in rows:
            _fill_artifact(tx, row)
        last = rows[-1].seq
    for run in tx.execute(sa.text("SELECT id, tags FROM runs")).all():
        for tag in set(json.loads(run.tags)):
            tx.execute(
                sa.text("INSERT INTO run_tags (tag, run_id) VALUES (:tag, :run)"),
                {"tag": tag, "run": run.id},
            )


def _fill_artifact(tx: sa.Connection, row: Any) -> None:
    provenance = json.loads(row.provenance)
    notebook = provenance.get("notebook")
    if notebook:
        tx.execute(
            sa.text("UPDATE artifacts SET notebook = :notebook, search = :search WHERE seq = :seq"),
            {
                "notebook": notebook,
                "search": f"{row.search}\n{notebook.casefold()}",
                "seq": row.seq,
            },
        )
    for used in {each["artifact_id"]: each for each in provenance.get("inputs", ())}.values():
        tx.execute(
            sa.text(
                "INSERT INTO inputs (artifact_id, input_id, run_id, name, version, sha256) "
                "VALUES (:id, :artifact_id, :run_id, :name, :version, :sha256)"
            ),
            {"id": row.id, **used},
        )


def _seq() -> sa.Column[Any]:
    return sa.Column(
        "seq",
        _SEQUENCE,
        sa.ForeignKey("artifacts.seq", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )


def _names(name: str, target: str, *, cascade: bool = False, **how: Any) -> sa.Column[Any]:
    key = sa.ForeignKey(target, ondelete="CASCADE" if cascade else None)
    return sa.Column(name, sa.String(32), key, **how)
