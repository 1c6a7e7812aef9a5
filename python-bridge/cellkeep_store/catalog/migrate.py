"""Bring a catalog to the newest form. Alembic is imported only where there is work for it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_store.catalog.database import Database

HEAD = "0018"
"""The newest migration. A test compares it with the folder."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def is_current(database: Database) -> bool:
    """Return whether the catalog has the newest form.

    Raises
    ------
    StoreUnreachableError
        Where a newer Cellkeep has made it.
    """
    revision = _revision(database)
    if revision is not None and revision > HEAD:
        raise StoreUnreachableError(
            f"The catalog {database.place} was written by a newer Cellkeep (form {revision}; this "
            f"one knows up to {HEAD}).",
            hint="Upgrade Cellkeep here: pip install -U cellkeep. The store was not changed.",
        )
    return revision == HEAD


def migrate(database: Database) -> None:
    """Run the migrations that the catalog lacks, all or none of them.

    The caller holds the store's lock; two processes must not do this at once.
    """
    from alembic import command
    from alembic.config import Config

    with database.write() as connection:
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(database: Database) -> str | None:
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
        return None if row is None else str(row[0])
