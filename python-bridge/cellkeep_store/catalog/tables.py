"""The catalog's tables (SQLAlchemy Core).

`migrations` makes them; a test compares the two. Times are the protocol's texts, and what
only travels (provenance, preview, metadata) is JSON text: the catalog never looks inside.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

# SQLite numbers rows by itself only in a column of exactly this type.
_Sequence = BigInteger().with_variant(Integer, "sqlite")
_Id = String(32)
_Sha256 = String(64)
_Time = String(24)

runs = Table(
    "runs",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("search", Text, nullable=False, doc="The name, case folded."),
    Column("folder", Text, nullable=False),
    Column("tags", Text, nullable=False),
    Column("metadata", Text, nullable=False),
    Column("notebook", Text),
    Column("kernel_id", Text),
    Column("created_at", _Time, nullable=False),
    Column("updated_at", _Time, nullable=False),
    Column("last_change", BigInteger, nullable=False, doc="seq of its latest change."),
    Index("ix_runs_last_change", "last_change", unique=True),
)

names = Table(
    "names",
    metadata,
    Column("run_id", _Id, ForeignKey("runs.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    # Kept here, so that the number of a deleted version is never given again.
    Column("last_version", BigInteger, nullable=False),
)

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", _Sha256, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("stored_at", _Time, nullable=False),
    Column("damaged", Boolean(create_constraint=False), nullable=False, doc="`verify` says so."),
)

artifacts = Table(
    "artifacts",
    metadata,
    Column("seq", _Sequence, primary_key=True, autoincrement=True),
    Column("id", _Id, nullable=False),
    Column("run_id", _Id, ForeignKey("runs.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("search", Text, nullable=False, doc="Name and media type, case folded."),
    Column("version", BigInteger, nullable=False),
    Column("category", String(8), nullable=False),
    Column("media_type", String(255), nullable=False),
    Column("codec", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", _Sha256, ForeignKey("blobs.sha256"), nullable=False),
    Column("created_at", _Time, nullable=False),
    Column("stored_at", _Time, nullable=False),
    Column("provenance", Text, nullable=False),
    Column("metadata", Text, nullable=False),
    Column("summary", Text),
    Column("preview", Text),
    UniqueConstraint("id", name="uq_artifacts_id"),
    UniqueConstraint("run_id", "name", "version", name="uq_artifacts_version"),
    Index("ix_artifacts_run", "run_id", "seq"),
    Index("ix_artifacts_run_size", "run_id", "size"),
    Index("ix_artifacts_name", "name", "seq"),
    Index("ix_artifacts_kind", "kind", "seq"),
    Index("ix_artifacts_sha256", "sha256"),
    sqlite_autoincrement=True,
)

thumbnails = Table(
    "thumbnails",
    metadata,
    Column("artifact_id", _Id, ForeignKey("artifacts.id", ondelete="CASCADE"), primary_key=True),
    Column("png", LargeBinary, nullable=False),
)

# A receipt outlives its artifact: an offer that is repeated after a delete must not bring
# the artifact back.
receipts = Table(
    "receipts",
    metadata,
    Column("offer_id", _Id, primary_key=True),
    Column("artifact_id", _Id, nullable=False),
    Column("run_id", _Id, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", _Sha256, nullable=False),
    Column("stored_at", _Time, nullable=False),
    Column("existing", Boolean(create_constraint=False), nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("seq", _Sequence, primary_key=True, autoincrement=True),
    Column("kind", String(8), nullable=False),
    Column("run_id", _Id, nullable=False),
    Column("artifact_id", _Id),
    Column("at", _Time, nullable=False),
    sqlite_autoincrement=True,
)
