"""What runs have is counted, and the words of their metadata are found."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from cellkeep_store.catalog.migrations.counted import count_rows
from cellkeep_store.catalog.migrations.counts import count_artifacts
from cellkeep_store.catalog.migrations.facets import has_trigrams
from cellkeep_store.catalog.run_texts import text_of_run

revision = "0014"
down_revision = "0013"

_PAGE = 500
_ID = sa.String(32)
_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COUNTS = """CREATE TABLE run_counts (
  counted VARCHAR(16) NOT NULL, value TEXT NOT NULL, run_id VARCHAR(32) NOT NULL,
  artifacts BIGINT NOT NULL, bytes BIGINT NOT NULL, last_seq BIGINT NOT NULL,
  PRIMARY KEY (counted, value, run_id){with_figures}){without_rowid}"""
_FTS = (
    """CREATE VIRTUAL TABLE run_texts_fts USING fts5(
      text, content='run_texts', content_rowid='id', tokenize='trigram case_sensitive 1')""",
    """CREATE TRIGGER run_texts_fts_added AFTER INSERT ON run_texts BEGIN
      INSERT INTO run_texts_fts (rowid, text) VALUES (new.id, new.text);
    END""",
    """CREATE TRIGGER run_texts_fts_removed AFTER DELETE ON run_texts BEGIN
      INSERT INTO run_texts_fts (run_texts_fts, rowid, text) VALUES ('delete', old.id, old.text);
    END""",
)
_BEYOND_ASCII = "octet_length(text) - length(text)"
_TRIGRAMS = (
    "CREATE INDEX ix_run_texts_text ON run_texts USING gin (text gin_trgm_ops)",
    # A word of two letters is looked for by the trigrams that it begins, among letters of ASCII.
    f"CREATE INDEX ix_facets_beyond_ascii ON facets (seq) WHERE {_BEYOND_ASCII} > 0",
    # Else a third of all rows would be expected there.
    f"CREATE STATISTICS facets_beyond_ascii ON ({_BEYOND_ASCII}) FROM facets",
)


def upgrade() -> None:
    """Make both tables and fill them."""
    tx = op.get_bind()
    sqlite = tx.dialect.name == "sqlite"
    # The figures stand in the key's index, or the key's index is the table: sums read nothing else.
    figures = "" if sqlite else " INCLUDE (artifacts, bytes, last_seq)"
    tx.exec_driver_sql(
        _COUNTS.format(with_figures=figures, without_rowid=" WITHOUT ROWID" if sqlite else "")
    )
    count_artifacts(tx)
    op.drop_index("ix_facets_hour", "facets")
    op.create_table(
        "run_texts",
        sa.Column("id", _SEQUENCE, primary_key=True, autoincrement=True),
        sa.Column("run_id", _ID, sa.ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.UniqueConstraint("run_id", name="uq_run_texts_run"),
    )
    if has_trigrams(tx):
        for statement in _FTS if sqlite else _TRIGRAMS:
            tx.exec_driver_sql(statement)
    _fill(tx)
    count_rows(tx, "facets", "run_counts", "run_texts")


def _fill(tx: sa.Connection) -> None:
    last = ""
    page = sa.text(
        "SELECT id, metadata FROM runs WHERE id > :last AND metadata <> '{}' ORDER BY id LIMIT :n"
    )
    add = sa.text("INSERT INTO run_texts (run_id, text) VALUES (:run_id, :text)")
    while rows := tx.execute(page, {"last": last, "n": _PAGE}).all():
        tx.execute(
            add,
            [{"run_id": row.id, "text": text_of_run(json.loads(row.metadata))} for row in rows],
        )
        last = rows[-1].id
