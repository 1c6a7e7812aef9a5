"""Write the golden messages that both languages must read and write.

Run as ``python scripts/make_message_vectors.py``. The vectors are written once, and again
only when the protocol changes: a change of bytes here is a change of the wire.

Each valid vector has the value as JSON, and its shortest MessagePack as hex. Python writes
a large object that lacks some fields with a longer header; then its own bytes are there
too, as ``python``. An invalid vector has bytes that both languages must refuse.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
from message_refusals import invalid
from message_values import (
    ERROR,
    MOST,
    MOVED,
    PREVIEWS,
    PROVENANCE,
    RECEIPT,
    RUN,
    SHA,
    SMALL_OFFER,
    SMALL_RUN,
    TIME,
    a_transfer,
    an_artifact,
    an_id,
    an_offer,
    card_saves,
)

from cellkeep_core import protocol as p

TARGET = Path(__file__).resolve().parent.parent / "schema" / "vectors" / "messages.json"
_UNIONS = {
    "StoredResult": "OfferResult",
    "UploadResult": "OfferResult",
    "PresignedResult": "PresignedOfferResult",
}
"""What is read as one of several types, by its own."""


def feed(name: str, seq: int, message: Any) -> tuple[str, Any]:
    """Return a feed envelope's vector."""
    envelope = p.FeedEnvelope(protocol=1, session=an_id("f"), seq=seq, message=message)
    return f"feed {name}", envelope


def control(name: str, message: Any) -> tuple[str, Any]:
    """Return a control envelope's vector."""
    envelope = p.ControlEnvelope(protocol=1, session=an_id("c"), seq=255, message=message)
    return f"control {name}", envelope


def valid() -> list[tuple[str, Any]]:
    """Return (name, value) of every vector that is valid."""
    client: dict[str, Any] = {"client_id": an_id("c")}
    offers = [
        feed(
            f"offer with {name} preview",
            128 + number,
            p.OfferMessage(offer=an_offer(preview), uploader=an_id("c"), content=1, thumbnail=2),
        )
        for number, (name, preview) in enumerate(PREVIEWS.items())
    ]
    every_state = [
        a_transfer("queued"),
        a_transfer("hashing", origin="browser"),
        a_transfer(
            "hashing", output=p.OutputPlace(cell_id="c-1", execution_count=3, output_index=0)
        ),
        a_transfer("uploading", route="http", summary="42 tensors"),
        a_transfer("verifying", route="comm"),
        a_transfer("stored", route="have", receipt=RECEIPT),
        a_transfer("paused", route="spool", origin="server"),
        a_transfer("cancelled"),
        a_transfer("failed", route="store", error=ERROR),
    ]
    page = p.ArtifactPage(items=[an_artifact(), an_artifact(preview=msgspec.UNSET)])
    page.next_cursor = "65536"
    infos = [
        p.RunInfo(run=run, artifacts=12, bytes=MOST, updated_at=TIME) for run in (RUN, SMALL_RUN)
    ]
    status = p.StoreStatus(
        server_version="0.1.0",
        protocol=1,
        store_id=an_id("5"),
        location="/home/ada/größe",
        runs=1,
        artifacts=100_000,
        bytes=MOST,
        free_bytes=2**40,
        limit_bytes=2**41,
        limit_fixed=True,
        read_only=True,
        spooled=0,
        spooled_bytes=0,
        spool_oldest_at=TIME,
        spool_limit_bytes=2**33,
        uploads_run=SMALL_RUN,
    )
    return [
        feed("hello", 1, p.HelloMessage(helper_version="0.1.0", small_payload_limit=8 << 20)),
        *offers,
        feed("offer, the least", MOST, p.OfferMessage(offer=SMALL_OFFER, uploader="")),
        feed("status", 65536, p.StatusMessage(transfers=every_state)),
        feed("status of nothing", 0, p.StatusMessage(transfers=[])),
        feed("snapshot", 300, p.SnapshotMessage(transfers=every_state, **client)),
        feed("snapshot with a run", 301, p.SnapshotMessage(transfers=[], run=RUN, **client)),
        feed("hint", 302, p.HintMessage(parameters=["lr", "größe"], **client)),
        feed("offer, streamed", 8, p.OfferMessage(offer=SMALL_OFFER, uploader="c", streamed=True)),
        feed(
            "frame", 9, p.FrameMessage(offer_id=an_id("1"), uploader="c", offset=1 << 40, content=1)
        ),
        feed("kept", 10, p.KeptMessage(request_id=an_id("4"), transfer_id=an_id("1"), **client)),
        feed(
            "looked",
            10,
            p.LookedMessage(request_id=an_id("4"), there=True, columns=["a"], **client),
        ),
        feed("not kept", 11, p.KeptMessage(request_id=an_id("4"), error=ERROR, **client)),
        control(
            "attach",
            p.AttachMessage(
                visible=True,
                notebook="a/ß.ipynb",
                small_payload_limit=1 << 20,
                store_id=an_id("5"),
                **client,
            ),
        ),
        control("attach, the least", p.AttachMessage(visible=False, **client)),
        control("resync", p.ResyncMessage(expected=7, got=4_294_967_296, **client)),
        control("ack", p.AckMessage(offer_id=an_id("1"), **client)),
        control(
            "credit",
            p.CreditMessage(
                offer_id=an_id("1"), offset=1 << 40, window=8 << 20, stored=1 << 39, **client
            ),
        ),
        control(
            "keep",
            p.KeepMessage(
                request_id=an_id("4"),
                object_id=an_id("6"),
                name="results",
                category="output",
                run=SMALL_RUN,
                provenance=PROVENANCE,
                new_version=True,
                **client,
            ),
        ),
        control("look", p.LookMessage(request_id=an_id("4"), object_id=an_id("6"), **client)),
        control(
            "capture",
            p.CaptureMessage(what="figures", cells=["c-1"], notebook="a/ß.ipynb", **client),
        ),
        control("executing", p.ExecutingMessage(cell_id="c-1", source="1 + 1", **client)),
        control("notebook", p.NotebookMessage(connection="k-1", path="a/ß.ipynb", **client)),
        control("new run", p.NewRunMessage(**client)),
        control("receipt", p.ReceiptMessage(receipt=RECEIPT, **client)),
        control("refuse", p.RefuseMessage(offer_id=an_id("1"), error=ERROR, **client)),
        control(
            "refuse without a hint",
            p.RefuseMessage(
                offer_id=an_id("1"),
                error=p.ErrorInfo(code="TIMEOUT", message="Too late.", retryable=True),
                **client,
            ),
        ),
        *(
            control(
                f"command {action}",
                p.CommandMessage(action=action, transfer_id=an_id("3"), **client),
            )
            for action in ("pause", "resume", "cancel", "retry")
        ),
        control("detach", p.DetachMessage(**client)),
        ("offer", an_offer(PREVIEWS["array"])),
        ("offer, the least", SMALL_OFFER),
        ("offer, moved", msgspec.structs.replace(SMALL_OFFER, moved=MOVED)),
        ("offer result stored", p.StoredResult(receipt=RECEIPT)),
        (
            "offer result upload",
            p.UploadResult(
                upload_url="/user/ada/cellkeep/api/uploads/1", offset=0, size=MOST, expires_at=TIME
            ),
        ),
        (
            "offer result upload, with a grant",
            p.UploadResult(
                upload_url="/cellkeep/api/uploads/1",
                offset=7,
                size=8,
                expires_at=TIME,
                grant="g",
                grant_expires_at=TIME,
                compares_prefixes=True,
            ),
        ),
        (
            "offer result presigned",
            p.PresignedResult(
                upload_url="/cellkeep/api/uploads/1",
                size=9,
                part_size=4,
                parts=[1, 3],
                expires_at=TIME,
                grant="g",
                grant_expires_at=TIME,
            ),
        ),
        ("content address", p.ContentAddress(url="https://s.example/b/k?x=1", expires_at=TIME)),
        ("content address, none", p.ContentAddress()),
        ("presigned parts", p.PresignedParts(parts=[p.PresignedPart(number=2, sha256=SHA)])),
        (
            "presigned requests",
            p.PresignedRequests(
                requests=[
                    p.PresignedRequest(
                        number=2, url="https://s.example/b/k?x=1", headers={"if-none-match": "*"}
                    )
                ],
                expires_at=TIME,
            ),
        ),
        (
            "batch result",
            p.BatchResult(
                results=[
                    p.StoredResult(receipt=RECEIPT),
                    p.WantedResult(),
                    p.RefusedResult(error=ERROR),
                ]
            ),
        ),
        ("receipt", RECEIPT),
        ("receipt on parts", msgspec.structs.replace(RECEIPT, verified="parts")),
        ("run", RUN),
        ("run info", infos[0]),
        ("run page", p.RunPage(items=infos, next_cursor="7")),
        ("run page, the last", p.RunPage(items=[])),
        ("artifact", an_artifact()),
        ("found artifact", an_artifact(found_in=[p.FoundIn("source", "lr = 0.1")])),
        ("artifact page", page),
        ("artifact page, the last", p.ArtifactPage(items=[])),
        ("transfer list", p.TransferList(transfers=every_state)),
        ("card", p.Card(saves=card_saves())),
        (
            "contents request",
            p.ContentsRequest(paths=["a.csv", "ordner/ß.txt"], run=RUN, category="input"),
        ),
        ("store status", status),
        ("store limit", p.StoreLimit(limit_bytes=10 << 30)),
        ("store limit, none", p.StoreLimit()),
        (
            "change stored",
            p.ChangeEvent(seq=1, kind="stored", run_id=an_id("a"), artifact=an_artifact()),
        ),
        (
            "change deleted",
            p.ChangeEvent(seq=MOST, kind="deleted", run_id=an_id("a"), artifact_id=an_id("1")),
        ),
        ("change of a run", p.ChangeEvent(seq=3, kind="run", run_id=an_id("a"))),
        (
            "changes together",
            p.ChangeList(
                changes=[
                    p.ChangeEvent(seq=3, kind="run", run_id=an_id("a")),
                    p.ChangeEvent(seq=4, kind="stored", run_id=an_id("a"), artifact=an_artifact()),
                ]
            ),
        ),
        ("delete result", p.DeleteResult(artifact_id=an_id("1"), freed_bytes=0)),
        ("error", ERROR),
    ]


def entry(name: str, value: Any) -> dict[str, Any]:
    """Return a valid vector as it stands in the file."""
    plain = msgspec.to_builtins(value)
    shortest, own = msgspec.msgpack.encode(plain).hex(), p.to_msgpack(value).hex()
    kind = type(value).__name__
    vector = {"name": name, "type": _UNIONS.get(kind, kind), "value": plain, "msgpack": shortest}
    return vector if own == shortest else {**vector, "python": own}


def main() -> None:
    """Write the file."""
    encoder = msgspec.msgpack.Encoder()
    vectors = {
        "about": "Golden messages (scripts/make_message_vectors.py). Both languages read each, "
        "check it, and write the same bytes again; they refuse the invalid ones.",
        "valid": [entry(name, value) for name, value in valid()],
        "invalid": [
            {"name": name, "type": kind, "msgpack": encoder.encode(value).hex()}
            for name, kind, value in invalid()
        ],
    }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(vectors, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
