"""Saves files of this machine with the service: by tus, in pieces that go on where they stopped."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cellkeep_core.files import file_changed, hash_file
from cellkeep_core.ids import utc_now
from cellkeep_core.media import media_type_of
from cellkeep_core.protocol import (
    Offer,
    OfferResult,
    Receipt,
    StoredResult,
    UploadResult,
    from_json,
    to_builtins,
    to_json,
)
from cellkeep_server.files.saving import FileToSave
from cellkeep_server.relay.service import Service, error_in, unreachable
from cellkeep_server.uploads import tus

if TYPE_CHECKING:
    import httpx

_PIECE_BYTES = 8 * 1024 * 1024


class RelaySaver:
    """Reads a file once for its digest and once to send it, unless the service has it."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def ready(self) -> None:
        """Raise where the service does not answer."""
        await self._ask("GET", "status")

    async def save(
        self, source: Path, file: FileToSave, progress: Callable[[int], None]
    ) -> Receipt:
        """Save one; the same transfer again goes on from where the service is."""
        offer = await asyncio.to_thread(_offer_of, source, file, lambda _: progress(0))
        body = to_json({"offer": to_builtins(offer)})
        _, told = await self._ask("POST", "offers", {"Content-Type": "application/json"}, body)
        result: OfferResult = from_json(told, OfferResult)  # type: ignore[arg-type]  # a union
        if isinstance(result, StoredResult):
            return result.receipt
        return await self._send(source, result, progress)

    async def _send(
        self, source: Path, upload: UploadResult, progress: Callable[[int], None]
    ) -> Receipt:
        path = f"uploads/{upload.upload_url.rpartition('/')[2]}"
        offset = upload.offset
        while True:
            progress(offset)
            piece = await asyncio.to_thread(_read, source, offset)
            headers = {
                "Tus-Resumable": tus.VERSION,
                "Content-Type": tus.CONTENT_TYPE,
                "Upload-Offset": str(offset),
            }
            answered, _ = await self._ask("PATCH", path, headers, piece)
            offset = int(answered["upload-offset"])
            receipt = answered.get(tus.RECEIPT_HEADER)
            if receipt is not None:
                return from_json(base64.b64decode(receipt), Receipt)
            if not piece:
                raise file_changed(source)

    async def _ask(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
    ) -> tuple[httpx.Headers, bytes]:
        """Return headers and body of an answer; raise the refusal that it tells."""
        answer = await self._service.send(method, path, headers, body)
        try:
            told = await answer.aread()
        finally:
            await answer.aclose()
        if answer.is_success:
            return answer.headers, told
        address = self._service.address()
        raise error_in(told) or unreachable(address, f"status {answer.status_code}")


def _offer_of(source: Path, file: FileToSave, progress: Callable[[int], None]) -> Offer:
    return Offer(
        id=file.transfer_id,
        run=file.run,
        name=file.name,
        category=file.category,
        media_type=media_type_of(source, file.name),
        codec="bytes.v1",
        size=source.stat().st_size,
        sha256=hash_file(source, progress),
        created_at=utc_now(),
        provenance=file.provenance,
        metadata={},
    )


def _read(source: Path, offset: int) -> bytes:
    with source.open("rb") as file:
        file.seek(offset)
        return file.read(_PIECE_BYTES)
