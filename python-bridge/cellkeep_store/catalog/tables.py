"""The catalog's tables (SQLAlchemy Core).

`migrations` makes them; a test compares the two. Times are the protocol's texts, and what
only travels (provenance, preview, metadata) is JSON text: the catalog never looks inside.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from cellkeep_store.catalog.column_types import Id, Sequence, Sha256, Sorted, Time
from cellkeep_store.catalog.column_types import metadata as metadata
from cellkeep_store.catalog.latest_names import latest_names as latest_names
from cellkeep_store.catalog.storage_tables import objects as objects
from cellkeep_store.catalog.storage_tables import presigned as presigned
from cellkeep_store.catalog.storage_tables import presigned_parts as presigned_parts
from cellkeep_store.catalog.storage_tables import upload_pieces as upload_pieces
from cellkeep_store.catalog.storage_tables import uploads as uploads

about = Table(
    "about",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("search", Text, nullable=False, doc="Name, folder, notebook, tags, case folded."),
    Column("folder", Text, nullable=False),
    Column("tags", Text, nullable=False),
    Column("metadata", Text, nullable=False),
    Column("notebook", Text),
    Column("kernel_id", Text),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
    Column("last_change", BigInteger, nullable=False, doc="seq of its latest change."),
    Column("versions", String(16), nullable=False, server_default="skip-if-same"),
    Column("keep_days", Integer),
    Column("keep_last", Integer),
    Index("ix_runs_last_change", "last_change", unique=True),
)

names = Table(
    "names",
    metadata,
    Column("run_id", Id, ForeignKey("runs.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    # Kept here, so that the number of a deleted version is never given again.
    Column("last_version", BigInteger, nullable=False),
)

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", Sha256, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("stored_at", Time, nullable=False),
    Column("damaged", Boolean(create_constraint=False), nullable=False, doc="`verify` says so."),
    Column("key", Text, doc="Of its object, where the bytes are in object storage."),
    Column("start", BigInteger, doc="Its first byte in an object that others share (a pack)."),
    Column("claimed", Sha256, doc="Where `sha256` is of the parts: what the whole is said to be."),
    Index("ix_blobs_key", "key"),
    Index("ix_blobs_claimed", "claimed"),
)

artifacts = Table(
    "artifacts",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    Column("id", Id, nullable=False),
    Column("run_id", Id, ForeignKey("runs.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("search", Text, nullable=False, doc="What it is found by, case folded."),
    Column("version", BigInteger, nullable=False),
    Column("category", String(8), nullable=False),
    Column("media_type", String(255), nullable=False),
    Column("codec", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Sha256, ForeignKey("blobs.sha256"), nullable=False),
    Column("created_at", Time, nullable=False),
    Column("stored_at", Time, nullable=False),
    Column("provenance", Text, nullable=False),
    Column("metadata", Text, nullable=False),
    Column("summary", Text),
    Column("preview", Text),
    Column("notebook", Text, doc="The provenance's, to find it by."),
    Column("tags", Text, nullable=False, server_default="[]"),
    Column("notes", Text, nullable=False, server_default=""),
    Column("saved_metadata", Text, doc="As it was saved, once a person has changed it."),
    Column("text_id", BigInteger, doc="What it is found by beside `search`, in `texts`."),
    Column("claimed", Sha256, doc="As its blob's, whose digest is of the parts (see `parts`)."),
    UniqueConstraint("id", name="uq_artifacts_id"),
    UniqueConstraint("run_id", "name", "version", name="uq_artifacts_version"),
    Index("ix_artifacts_sha256", "sha256"),
    Index("ix_artifacts_text_id", "text_id"),
    sqlite_autoincrement=True,
)

# The code of cells and long metadata, case folded: what many artifacts are found by, once.
texts = Table(
    "texts",
    metadata,
    Column("id", Sequence, primary_key=True, autoincrement=True),
    Column("sha256", Sha256, nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("sha256", name="uq_texts_sha256"),
)

# What artifacts are found, sorted and counted by, without what only travels: rows so narrow
# that a hundred thousand are read in milliseconds. Triggers keep it (see `migrations`).
# Each index ends with the size, so that counts and sums never look at the table.
facets = Table(
    "facets",
    metadata,
    Column(
        "seq",
        Sequence,
        ForeignKey("artifacts.seq", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("run_id", Id, nullable=False),
    Column("name", Text, nullable=False),
    Column("sort_name", Sorted, nullable=False, doc="The name, case folded."),
    Column("category", String(8), nullable=False),
    Column("media_type", String(255), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("stored_at", Time, nullable=False),
    Column("hour", String(13), nullable=False, doc="The beginning of `stored_at`."),
    Column("version", BigInteger, nullable=False),
    Column("notebook", Text),
    Column("text", Text, nullable=False, doc="`search` of the artifact and of its run."),
    Column("text_id", BigInteger, doc="The artifact's, in `texts`."),
    Index("ix_facets_run", "run_id", "seq", "size"),
    Index("ix_facets_name", "name", "seq"),
    Index("ix_facets_place", "name", "notebook", "seq", "run_id", "size"),
    Index("ix_facets_sort_name", "sort_name", "seq"),
    Index("ix_facets_category", "category", "seq", "size"),
    Index("ix_facets_media_type", "media_type", "seq", "size"),
    Index("ix_facets_kind", "kind", "seq", "size"),
    Index("ix_facets_size", "size", "seq"),
    Index("ix_facets_stored_at", "stored_at", "seq"),
    Index("ix_facets_notebook", "notebook", "seq", "size"),
    Index("ix_facets_text_id", "text_id"),
)

artifact_tags = Table(
    "artifact_tags",
    metadata,
    Column("tag", Text, primary_key=True),
    Column(
        "seq",
        Sequence,
        ForeignKey("artifacts.seq", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Index("ix_artifact_tags_seq", "seq"),
)

run_tags = Table(
    "run_tags",
    metadata,
    Column("tag", Text, primary_key=True),
    Column("run_id", Id, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_run_tags_run", "run_id"),
)

# What runs are compared by, in a table with a row for each run (see `run_values`).
run_values = Table(
    "run_values",
    metadata,
    Column("name", Text, primary_key=True, doc="The artifact's; empty for the run's metadata."),
    Column("key", Text, primary_key=True),
    Column("run_id", Id, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Double),
    Column("text", Sorted),
    Index("ix_run_values_run", "run_id", "name"),
)

aliases = Table(
    "aliases",
    metadata,
    Column("run_id", Id, ForeignKey("runs.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("alias", String(64), primary_key=True),
    Column("artifact_id", Id, ForeignKey("artifacts.id", ondelete="CASCADE"), nullable=False),
    Index("ix_aliases_artifact", "artifact_id"),
    Index("ix_aliases_alias", "alias"),
)

# Where the links to a name go that was changed since.
former_names = Table(
    "former_names",
    metadata,
    Column("run_id", Id, ForeignKey("runs.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("artifact_id", Id, nullable=False),
)

# What an artifact was made from, as its provenance says. Not a foreign key: what was used
# may be deleted, or never have been in this store.
inputs = Table(
    "inputs",
    metadata,
    Column("artifact_id", Id, ForeignKey("artifacts.id", ondelete="CASCADE"), primary_key=True),
    Column("input_id", Id, primary_key=True),
    Column("run_id", Id, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("sha256", Sha256, nullable=False),
    Index("ix_inputs_input", "input_id"),
    Index("ix_inputs_sha256", "sha256"),
)

# Deleted, and can still be brought back: the artifact's row as JSON, its bytes kept.
trash = Table(
    "trash",
    metadata,
    Column("id", Id, primary_key=True),
    Column("run_id", Id, ForeignKey("runs.id"), nullable=False),
    Column("sha256", Sha256, ForeignKey("blobs.sha256"), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("deleted_at", Time, nullable=False),
    Column("artifact", Text, nullable=False),
    Column("thumbnail", LargeBinary),
    Index("ix_trash_sha256", "sha256"),
    Index("ix_trash_deleted_at", "deleted_at", "id"),
    Index("ix_trash_run", "run_id", "sha256"),
)

thumbnails = Table(
    "thumbnails",
    metadata,
    Column("artifact_id", Id, ForeignKey("artifacts.id", ondelete="CASCADE"), primary_key=True),
    Column("png", LargeBinary, nullable=False),
)

# A receipt outlives its artifact: an offer that is repeated after a delete must not bring
# the artifact back.
receipts = Table(
    "receipts",
    metadata,
    Column("offer_id", Id, primary_key=True),
    Column("artifact_id", Id, nullable=False),
    Column("run_id", Id, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Sha256, nullable=False),
    Column("stored_at", Time, nullable=False),
    Column("existing", Boolean(create_constraint=False), nullable=False),
    Column("verified", String(8), doc="`parts` where the whole was not read before."),
)

changes = Table(
    "changes",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    Column("kind", String(8), nullable=False),
    Column("run_id", Id, nullable=False),
    Column("artifact_id", Id),
    Column("at", Time, nullable=False),
    sqlite_autoincrement=True,
)
