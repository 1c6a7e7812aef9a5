"""The tables of what is on its way into an object storage, or out of it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from cellkeep_store.catalog.column_types import Id, Sha256, Time, metadata

# Objects in the storage that are no blobs: not yet, or no longer (see `objects`).
objects = Table(
    "objects",
    metadata,
    Column("key", Text, primary_key=True),
    Column("sha256", Sha256, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("state", String(8), nullable=False, doc="'placing' or 'leaving'."),
    Column("until", Time, nullable=False, doc="Until when it is placed, at the latest."),
    Index("ix_objects_sha256", "sha256"),
    Index("ix_objects_state", "state", "until"),
)

# What arrives in pieces, where servers have no folder in common (see `uploads`).
uploads = Table(
    "uploads",
    metadata,
    Column("id", Id, primary_key=True),
    Column("info", Text, nullable=False),
    Column("thumbnail", LargeBinary),
    Column("received", BigInteger, doc="Bytes in pieces; none once they are an artifact."),
    Column("version", Text, nullable=False, doc="Another one after each write to the bytes."),
    Column("written_at", Double, nullable=False, doc="Unix time."),
)

upload_pieces = Table(
    "upload_pieces",
    metadata,
    Column("upload_id", Id, ForeignKey("uploads.id", ondelete="CASCADE"), primary_key=True),
    Column("start", BigInteger, primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
)

# Of uploads whose bytes the client puts into the storage itself (see `presigned_rows`).
presigned = Table(
    "presigned",
    metadata,
    Column("upload_id", Id, ForeignKey("uploads.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, nullable=False, doc="Of the object; in `objects` until it is a blob."),
    Column("part_size", BigInteger, nullable=False),
    Column("multipart", Text, doc="The storage's own id of an upload in parts."),
)

presigned_parts = Table(
    "presigned_parts",
    metadata,
    Column(
        "upload_id", Id, ForeignKey("presigned.upload_id", ondelete="CASCADE"), primary_key=True
    ),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sha256", Sha256, nullable=False, doc="What the storage must compare the part with."),
)
