"""What the tables of the catalog have in common: the types of their columns, and their names."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, MetaData, String, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

# SQLite numbers rows by itself only in a column of exactly this type.
Sequence = BigInteger().with_variant(Integer, "sqlite")
Id = String(32)
Sha256 = String(64)
Time = String(24)
# One order everywhere: PostgreSQL's own follows the language of whoever made the database.
Sorted = Text().with_variant(Text(collation="C"), "postgresql")
