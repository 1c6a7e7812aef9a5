"""Runs the `cellkeep` command in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from click.testing import CliRunner, Result
from store_samples import make_offer

from cellkeep_core.protocol import (
    Offer,
    Receipt,
)
from cellkeep_core.spool import UNHASHED, SpoolSession
from cellkeep_store import Store
from cellkeep_store.cli import main


def run(store: Store, *arguments: object, code: int = 0, stdin: str | None = None) -> Result:
    words = [str(argument) for argument in arguments]
    result = CliRunner().invoke(main, [*words, "--store", str(store.root)], input=stdin)
    assert result.exit_code == code, result.output
    return result


def as_json(store: Store, kind: Any, *arguments: object, code: int = 0) -> Any:
    return msgspec.json.decode(run(store, *arguments, "--json", code=code).stdout, type=kind)


def save(store: Store, name: str, content: bytes = b"content", **fields: Any) -> Receipt:
    return store.ingest.put_bytes(make_offer(content, name=name, **fields), content)


def waiting(
    root: Path, content: bytes, name: str, *, hashed: bool, thumbnail: bytes | None = None
) -> tuple[SpoolSession, Offer]:
    session = SpoolSession.open([root / "spool"])
    offer = make_offer(content, name=name)
    sent = offer if hashed else msgspec.structs.replace(offer, sha256=UNHASHED)
    draft = session.draft(offer.id)
    draft.content.write_bytes(content)
    draft.commit(sent, thumbnail)
    return session, offer
