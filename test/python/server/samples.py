"""Offers and uploads that the tests of the server send."""

from __future__ import annotations

from typing import Any

import msgspec

from cellkeep_core.protocol import Offer, Run, to_builtins
from cellkeep_server.events.announcer import CHANGE, CHANGES
from offers import make_offer, make_run

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
STREAM = "application/offset+octet-stream"


def changes_in(event: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the changes that an event of the bus tells of, one or several; none for others."""
    return {CHANGE: [event], CHANGES: event.get("changes", [])}.get(event["schema_id"], [])


def run(name: str = "analysis") -> Run:
    return make_run(name)


def offer(content: bytes, *, name: str = "loss", of: Run | None = None, **changes: Any) -> Offer:
    return make_offer(content, name=name, **{"run": of or run(), **changes})


def patch_headers(api: Any, offset: int = 0, **more: str) -> dict[str, str]:
    how = {"Tus-Resumable": "1.0.0", "Content-Type": STREAM, "Upload-Offset": str(offset)}
    return {**api.token_header, **how, **more}


def packed(made: Offer, content: bytes | None = None, thumbnail: bytes | None = None) -> bytes:
    body: dict[str, Any] = {"offer": to_builtins(made)}
    if content is not None:
        body["content"] = content
    if thumbnail is not None:
        body["thumbnail"] = thumbnail
    return msgspec.msgpack.encode(body)


MSGPACK = {"Content-Type": "application/msgpack"}


async def stored(api: Any, content: bytes, **changes: Any) -> dict[str, Any]:
    """Store bytes through the API and return the receipt."""
    thumbnail = changes.pop("thumbnail", None)
    made = offer(content, **changes)
    body = packed(made, content, thumbnail)
    answer = await api("POST", "offers", body=body, headers=MSGPACK)
    assert answer.status == 200, answer.body
    assert answer.json["type"] == "stored"
    receipt: dict[str, Any] = answer.json["receipt"]
    return receipt
