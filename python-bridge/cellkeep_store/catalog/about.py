"""What is written down of a store as a whole, in its catalog."""

from __future__ import annotations

import hmac
import secrets
from contextlib import nullcontext

from sqlalchemy import Connection, delete, insert, select

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_core.ids import is_byte_count, new_id, utc_now
from cellkeep_store.catalog.database import Database
from cellkeep_store.catalog.person import Person
from cellkeep_store.catalog.tables import about
from cellkeep_store.settings.storage import Identity

_STORE_ID, _CREATED_AT, _LIMIT, _SECRET = "store_id", "created_at", "limit_bytes", "secret"


class CatalogSettings:
    """`StoreSettings` and the identity of the store, in the table ``about``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def identity(self) -> Identity | None:
        """Return which store the catalog is of, None where it is of none yet."""
        with self._database.read() as tx:
            store_id, created_at = _value(tx, _STORE_ID), _value(tx, _CREATED_AT)
        return (
            None
            if store_id is None
            else Identity(store_id, created_at or "1970-01-01T00:00:00.000Z")
        )

    def create(self, store_id: str | None = None) -> Identity:
        """Make it the catalog of a store, unless it is one; of a new one by default."""
        identity = Identity(store_id or new_id(), utc_now())
        with self._database.write() as tx:
            if _value(tx, _STORE_ID) is None:
                _put(tx, _STORE_ID, identity.store_id)
                _put(tx, _CREATED_AT, identity.created_at)
        found = self.identity()
        assert found is not None, "it was just written"
        return found

    def limit_bytes(self, tx: Connection | None = None) -> int | None:
        """Read the row."""
        with self._database.read() if tx is None else nullcontext(tx) as its:
            text = _value(its, _LIMIT)
        if text is None:
            return None
        limit = int(text) if text.isascii() and text.isdigit() else -1
        if not is_byte_count(limit):
            raise StoreUnreachableError(
                f"The limit of the store in {self._database.place} is {text!r}, which is no number "
                "of bytes.",
                hint="Set the store's limit again.",
            )
        return limit

    def change_limit(self, limit_bytes: int | None) -> None:
        """Write the row."""
        with self._database.write() as tx:
            _put(tx, _LIMIT, None if limit_bytes is None else str(limit_bytes))


def secret_of(database: Database) -> str:
    """Return a random text that all servers of one store share, and that nobody else can guess.

    It is made when it is first asked for.
    """
    with database.read() as tx:
        known = _value(tx, _SECRET)
    if known is not None:
        return known
    with database.write() as tx:
        known = _value(tx, _SECRET)
        if known is None:
            known = secrets.token_urlsafe(32)
            _put(tx, _SECRET, known)
        return known


def own_id(database: Database, person: Person, what: str) -> str:
    """Return the id of something that each person has one of: always the same, never a guess."""
    named = f"{person.name}\0{what}".encode()
    return hmac.digest(secret_of(database).encode(), named, "sha256").hex()[:32]


def _value(tx: Connection, key: str) -> str | None:
    return tx.execute(select(about.c.value).where(about.c.key == key)).scalar()


def _put(tx: Connection, key: str, value: str | None) -> None:
    tx.execute(delete(about).where(about.c.key == key))
    if value is not None:
        tx.execute(insert(about).values(key=key, value=value))
