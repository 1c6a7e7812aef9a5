"""What both languages must refuse to read: messages and values with one thing wrong."""

from __future__ import annotations

from typing import Any

import msgspec
from message_values import ERROR, RECEIPT, SMALL_OFFER, SMALL_RUN, a_transfer, an_id

from cellkeep_core import protocol as p


def changed(value: Any, **changes: Any) -> dict[str, Any]:
    """Return a value as plain data with some fields changed; None takes one away."""
    plain: dict[str, Any] = msgspec.to_builtins(value)
    for name, new in changes.items():
        if new is None:
            del plain[name]
        else:
            plain[name] = new
    return plain


def invalid() -> list[tuple[str, str, Any]]:
    """Return (name, type, plain data) of what both languages must refuse."""
    hello = p.FeedEnvelope(
        protocol=1,
        session=an_id("f"),
        seq=1,
        message=p.HelloMessage(helper_version="0.1.0", small_payload_limit=1),
    )
    return [
        (
            "feed with a control message",
            "FeedEnvelope",
            changed(hello, message={"type": "ack", "client_id": "c", "offer_id": an_id("1")}),
        ),
        ("feed with an unknown message", "FeedEnvelope", changed(hello, message={"type": "sing"})),
        ("feed without its number", "FeedEnvelope", changed(hello, seq=None)),
        ("feed with a negative number", "FeedEnvelope", changed(hello, seq=-1)),
        ("feed with a number as text", "FeedEnvelope", changed(hello, seq="1")),
        ("feed of no session", "FeedEnvelope", changed(hello, session="")),
        ("id with a line break", "Receipt", changed(RECEIPT, offer_id=an_id("1") + "\n")),
        ("id in upper case", "Receipt", changed(RECEIPT, offer_id=an_id("A"))),
        (
            "id with dashes",
            "Receipt",
            changed(RECEIPT, offer_id="11111111-1111-4111-8111-111111111111"),
        ),
        ("sha256 that is too short", "Receipt", changed(RECEIPT, sha256="3f9a")),
        ("size beyond what JavaScript holds", "Receipt", changed(RECEIPT, size=2**53)),
        ("size with a fraction", "Receipt", changed(RECEIPT, size=1.5)),
        ("version 0", "Receipt", changed(RECEIPT, version=0)),
        ("receipt that does not say whether it is new", "Receipt", changed(RECEIPT, existing=None)),
        ("time without milliseconds", "Run", changed(SMALL_RUN, created_at="2026-11-23T16:58:14Z")),
        ("run of no name", "Run", changed(SMALL_RUN, name="")),
        ("run whose tags are text", "Run", changed(SMALL_RUN, tags="a, b")),
        ("run name that is too long", "Run", changed(SMALL_RUN, name="ß" * 513)),
        ("offer of an unknown category", "Offer", changed(SMALL_OFFER, category="result")),
        (
            "offer with a preview of no type",
            "Offer",
            changed(SMALL_OFFER, preview={"shape": [1], "dtype": "int8"}),
        ),
        ("offer with an unknown preview", "Offer", changed(SMALL_OFFER, preview={"type": "smell"})),
        (
            "transfer in an unknown state",
            "TransferList",
            {"transfers": [changed(a_transfer("queued"), state="lost")]},
        ),
        ("card of a save without a name", "Card", {"saves": [{"state": "stored"}]}),
        (
            "contents request for nothing",
            "ContentsRequest",
            {"paths": [], "run": msgspec.to_builtins(SMALL_RUN), "category": "input"},
        ),
        ("store limit below nothing", "StoreLimit", {"limit_bytes": -1}),
        ("store limit of null", "StoreLimit", {"limit_bytes": None}),
        ("error with an unknown code", "ErrorInfo", changed(ERROR, code="OOPS")),
        ("offer result of no type", "OfferResult", {"receipt": msgspec.to_builtins(RECEIPT)}),
        ("array instead of a map", "Receipt", [1, 2]),
    ]
