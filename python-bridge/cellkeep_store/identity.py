"""``store.json``: which store a folder is, and whether this Cellkeep can read it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_core.ids import new_id, utc_now
from cellkeep_store.filesystem import write_durably
from cellkeep_store.offers import is_id

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
FILE = "store.json"


@dataclass(frozen=True)
class Identity:
    """What ``store.json`` says."""

    store_id: str
    created_at: str


def read_identity(root: Path) -> Identity | None:
    """Return the identity of a store, None where the folder is none yet.

    Raises
    ------
    StoreUnreachableError
        Where the file says something that this Cellkeep cannot know.
    """
    path = root / FILE
    try:
        data = json.loads(path.read_bytes())
        written, store_id = data["format"], data["store_id"]
        created_at = str(data.get("created_at", "1970-01-01T00:00:00.000Z"))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(path, "it is not what Cellkeep writes") from error
    if written != FORMAT:
        raise StoreUnreachableError(
            f"The store {root} has format {written!r}; this Cellkeep reads {FORMAT}.",
            hint="Upgrade Cellkeep here: pip install -U cellkeep. The store was not changed.",
        )
    if not is_id(store_id):
        raise _unreadable(path, "its store_id is no id")
    return Identity(store_id, created_at)


def make_identity(root: Path) -> Identity:
    """Make a folder a store. The caller holds the store's lock."""
    if (root / "catalog.sqlite").exists():
        raise _unreadable(root / FILE, "there is a catalog beside it, so it was removed")
    identity = Identity(new_id(), utc_now())
    text = json.dumps(
        {"format": FORMAT, "store_id": identity.store_id, "created_at": identity.created_at}
    )
    write_durably(root / FILE, text.encode() + b"\n")
    return identity


def _unreadable(path: Path, why: str) -> StoreUnreachableError:
    return StoreUnreachableError(
        f"{path} cannot be read: {why}.",
        hint="Bring the file back from a backup, or choose another folder with CELLKEEP_STORE.",
    )
