"""Runs and offers as tests of the store, of servers and of faults make them."""

from __future__ import annotations

import hashlib
from typing import Any

from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.protocol import Offer, Provenance, Run


def make_run(name: str = "analysis.ipynb", **fields: Any) -> Run:
    values: dict[str, Any] = {
        "id": new_id(),
        "name": name,
        "folder": "/",
        "tags": [],
        "metadata": {},
        "created_at": utc_now(),
    }
    return Run(**(values | fields))


def make_offer(content: bytes, run: Run | None = None, name: str = "loss", **fields: Any) -> Offer:
    values: dict[str, Any] = {
        "id": new_id(),
        "run": run or make_run(),
        "name": name,
        "category": "output",
        "media_type": "application/octet-stream",
        "codec": "bytes.v1",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "created_at": utc_now(),
        "provenance": Provenance(via="save"),
        "metadata": {},
    }
    return Offer(**(values | fields))
