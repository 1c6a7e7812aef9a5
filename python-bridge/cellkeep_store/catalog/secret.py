"""A random text that all servers of one store share, and that nobody else can guess."""

from __future__ import annotations

import hmac
import secrets

from sqlalchemy import Connection, insert, select

from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.person import Person
from cellkeep_store.catalog.tables import about

_KEY = "secret"


def secret_of(database: Database) -> str:
    """Return the store's secret; it is made when it is first asked for."""
    with database.read() as tx:
        known = _find(tx)
    if known is not None:
        return known
    with database.write() as tx:
        known = _find(tx)
        if known is None:
            known = secrets.token_urlsafe(32)
            tx.execute(insert(about).values(key=_KEY, value=known))
        return known


def own_id(database: Database, person: Person, what: str) -> str:
    """Return the id of something that each person has one of: always the same, never a guess."""
    named = f"{person.name}\0{what}".encode()
    return hmac.digest(secret_of(database).encode(), named, "sha256").hex()[:32]


def _find(tx: Connection) -> str | None:
    found: str | None = tx.execute(select(about.c.value).where(about.c.key == _KEY)).scalar()
    return found
