"""Metadata, aliases and the code of cells are found too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cellkeep_store.catalog.migrations.texts import follow_again, stop_following, take_texts
from cellkeep_store.catalog.texts import search_of, text_ids, text_of

revision = "0005"
down_revision = "0004"

_PAGE = 500
_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table, and fill it from what is there."""
    tx = op.get_bind()
    op.create_table(
        "texts",
        sa.Column("id", _SEQUENCE, primary_key=True, autoincrement=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.UniqueConstraint("sha256", name="uq_texts_sha256"),
    )
    stop_following(tx)
    for table in ("artifacts", "facets"):
        op.add_column(table, sa.Column("text_id", sa.BigInteger(), nullable=True))
        op.create_index(f"ix_{table}_text_id", table, ["text_id"])
    _fill(tx)
    follow_again(tx)


def _fill(tx: sa.Connection) -> None:
    named: dict[str, list[str]] = {}
    for row in tx.execute(sa.text("SELECT artifact_id, alias FROM aliases ORDER BY alias")):
        named.setdefault(row.artifact_id, []).append(row.alias)
    last = 0
    # Page by page: a store may have more provenance than memory.
    while rows := tx.execute(
        sa.text(
            "SELECT seq, id, name, media_type, notebook, tags, notes, metadata, provenance "
            "FROM artifacts WHERE seq > :last ORDER BY seq LIMIT :page"
        ),
        {"last": last, "page": _PAGE},
    ).all():
        of_row = {row.seq: text_of(row) for row in rows}
        ids = text_ids(tx, filter(None, of_row.values()))
        take_texts(
            tx,
            [
                {
                    "seq": row.seq,
                    "search": search_of(row, named.get(row.id, [])),
                    "text_id": ids.get(of_row[row.seq] or ""),
                }
                for row in rows
            ],
        )
        last = rows[-1].seq
