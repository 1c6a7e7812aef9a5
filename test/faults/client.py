"""A client by the book: offers, uploads by tus, and goes on wherever it was cut."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

import msgspec
from fault_jupyter import Answer, JupyterServer
from ledger import Ledger
from world import Lost

from cellkeep_core.content_digest import HEADER, content_digest
from cellkeep_core.protocol import Offer, to_builtins

STREAM = "application/offset+octet-stream"
AGAIN = {408, 423, 429, 500, 502, 503, 504, 507}


def packed(offer: Offer, content: bytes | None = None) -> bytes:
    body: dict[str, Any] = {"offer": to_builtins(offer)}
    if content is not None:
        body["content"] = content
    return msgspec.msgpack.encode(body)


@dataclass
class Client:
    """Sends to a port, which may be a proxy's."""

    server: JupyterServer
    ledger: Ledger
    chance: Random
    port: int | None = None
    piece: int = 1 << 20
    checksums: bool = False
    patience_s: float = 60
    resumed_at: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def offer(self, offer: Offer, content: bytes | None = None) -> Answer:
        body = packed(offer, content)
        headers = {"Content-Type": "application/msgpack", HEADER: content_digest(body)}
        return self._ask("POST", "offers", body, headers)

    def save(self, offer: Offer, content: bytes, *, along: bool = False) -> dict[str, Any]:
        """Bring an offer to its receipt, whatever happens on the way.

        Parameters
        ----------
        along : bool
            The bytes ride on the offer.
        """
        self.ledger.run(offer.run.id)
        self.ledger.begin(offer.name, offer.sha256)
        self.ledger.keep(offer.name, offer.sha256)
        deadline = time.monotonic() + self.patience_s
        last = ""
        while time.monotonic() < deadline:
            try:
                receipt = self._try(offer, content, along=along)
            # An answer that is cut in its head looks whole to http.client.
            except (OSError, KeyError, ValueError) as error:
                last = repr(error)
                time.sleep(self.chance.uniform(0.02, 0.1))
                continue
            if receipt is not None:
                self.ledger.receipt(receipt)
                return receipt
        raise Lost(f"no receipt of {offer.name!r} in {self.patience_s} s: {last} {self.refused}")

    def _try(self, offer: Offer, content: bytes, *, along: bool) -> dict[str, Any] | None:
        answer = self.offer(offer, content if along else None)
        if answer.status != 200:
            self._wait(answer)
            return None
        result = answer.json
        if result["type"] == "stored":
            return dict(result["receipt"])
        if result["offset"]:
            self.resumed_at.append(result["offset"])
        return self.upload(result["upload_url"], result["offset"], content)

    def upload(self, url: str, offset: int, content: bytes) -> dict[str, Any] | None:
        """Send from an offset to the end; None where it has to be offered again."""
        while True:
            answer = self.patch(url, offset, content[offset : offset + self.piece])
            if "cellkeep-receipt" in answer.headers:
                return dict(json.loads(base64.b64decode(answer.headers["cellkeep-receipt"])))
            if answer.status == 204:
                offset = int(answer.headers["upload-offset"])
                continue
            self._wait(answer)
            if answer.status in (409, 423, 460):
                offset = self.head(url)
                continue
            return None  # offered again: the answer says from where

    def head(self, url: str) -> int:
        answer = self._ask("HEAD", url, None, {"Tus-Resumable": "1.0.0"})
        if answer.status != 200:
            raise ConnectionError(f"HEAD: {answer.status}")
        return int(answer.headers["upload-offset"])

    def patch(self, url: str, offset: int, piece: bytes) -> Answer:
        headers = {"Tus-Resumable": "1.0.0", "Content-Type": STREAM, "Upload-Offset": str(offset)}
        if self.checksums:
            digest = base64.b64encode(hashlib.sha256(piece).digest()).decode()
            headers["Upload-Checksum"] = f"sha256 {digest}"
        return self._ask("PATCH", url, piece, headers)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        return self.server.ask(method, path, body, headers, port=self.port, timeout=15)

    def _wait(self, answer: Answer) -> None:
        self.refused.append(answer.status)
        code = ""
        if answer.body.startswith(b"{"):
            code = answer.json.get("code", "")
        known = answer.status in AGAIN | {404, 409, 410, 460} or code == "DIGEST_MISMATCH"
        if not known:
            raise Lost(f"refused for good: {answer.status} {answer.body[:300]!r}")
        if "retry-after" in answer.headers:
            time.sleep(float(answer.headers["retry-after"]) * 0.2)  # the proxy's own, not a load
        else:
            time.sleep(self.chance.uniform(0.02, 0.1))


class Sending(threading.Thread):
    """A save in a thread of its own, which begins at once."""

    def __init__(self, client: Client, offer: Offer, content: bytes, *, along: bool = False):
        super().__init__()
        self.client = client
        self._save = partial(client.save, offer, content, along=along)
        self._failed: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            self._save()
        except Exception as error:  # noqa: BLE001  (told to the scenario's own thread)
            self._failed = error

    def has_ended(self, timeout: float = 90) -> None:
        """Wait for it; what it failed with is raised here."""
        self.join(timeout)
        if self._failed:
            raise self._failed
        if self.is_alive():
            raise Lost("the upload did not end")
