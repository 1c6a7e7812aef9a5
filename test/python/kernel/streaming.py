"""A front end that takes streamed offers, with a store that the kernel cannot reach."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from front_end import FrontEnd
from real_kernel import RealKernel

from cellkeep_core.protocol import (
    AckMessage,
    CreditMessage,
    FrameMessage,
    OfferMessage,
    ReceiptMessage,
)
from cellkeep_store import Store

MB = 1024 * 1024


class StreamingFrontEnd(FrontEnd):
    """Takes frames into an upload of its server's store, and gives credit as it does.

    Parameters
    ----------
    store : Path
        The server's store.
    window : int
        Bytes that may be on their way.
    stop_after : int, optional
        Fall silent when so many bytes have arrived, as a killed page.
    lose : int
        So many frames are lost on the way, one in three.
    """

    def __init__(
        self,
        kernel: RealKernel,
        store: Path,
        *,
        window: int = 4 * MB,
        stop_after: int | None = None,
        lose: int = 0,
        **options: Any,
    ) -> None:
        self.store = store
        self.window = window
        self.stop_after = stop_after
        self.lose = lose
        self.frames: list[tuple[int, int]] = []
        self.most_on_its_way = 0
        self.silent = threading.Event()
        self._granted = 0
        self._at = 0
        self._heard_at = self._went_back_at = 0.0
        self._credits = threading.RLock()
        self._offer: Any = None
        super().__init__(kernel, **options)
        threading.Thread(target=self._say_alive, daemon=True).start()

    def _hear(self, message: Any, buffers: list[bytes]) -> None:
        if self.silent.is_set() or getattr(message, "uploader", "") != self.client_id:
            return
        if isinstance(message, OfferMessage):
            self._begin(message)
        elif isinstance(message, FrameMessage):
            self._take_frame(message, buffers[message.content])

    def _begin(self, message: OfferMessage) -> None:
        assert message.streamed is True
        assert not isinstance(message.content, int)
        self._offer = message.offer
        self.say(AckMessage(client_id=self.client_id, offer_id=message.offer.id))
        with self._upload() as upload:
            self._at = self._granted = upload.offset
            self._grant(upload.offset)

    def _take_frame(self, message: FrameMessage, data: bytes) -> None:
        assert len(data) <= MB
        if self._offer is None or message.offer_id != self._offer.id:
            return
        self.frames.append((message.offset, len(data)))
        if self.lose and len(self.frames) % 3 == 0:
            self.lose -= 1
            return
        self._heard_at = time.monotonic()
        with self._upload() as upload:
            self._at = at = upload.offset
            if message.offset != at:
                # Lost before: from there again. Those on their way say it too.
                if time.monotonic() - self._went_back_at > 0.3:
                    self._went_back_at = time.monotonic()
                    self._credit(at, self._granted - at, at)
                return
            assert message.offset + len(data) <= self._granted, "more than was granted"
            upload.write(at, data)
            self._at = at = at + len(data)
            if self.stop_after is not None and at >= self.stop_after:
                self.silent.set()
                return
            if at == upload.size:
                self._credit(at, 0, at)
                receipt = upload.finish()
                with self._credits:
                    self.uploaded.append(self._offer.id)
                    self.say(ReceiptMessage(client_id=self.client_id, receipt=receipt))
                    self._offer = None
            else:
                self._grant(at)

    def _grant(self, at: int) -> None:
        end = min(at + self.window, self._offer.size)
        with self._credits:
            if end > self._granted:
                self._credit(self._granted, end - self._granted, at)

    def _credit(self, offset: int, window: int, stored: int) -> None:
        with self._credits:
            self._granted = offset + window
            self.say(
                CreditMessage(
                    client_id=self.client_id,
                    offer_id=self._offer.id,
                    offset=offset,
                    window=window,
                    stored=stored,
                )
            )

    def _say_alive(self) -> None:
        while not self.silent.wait(0.5) and not self._stopping:
            with self._credits:
                # The last ones may have been lost: nothing that came later says so.
                is_late = time.monotonic() - self._heard_at > 1 and self._at < self._granted
                if self._offer is not None:
                    at = self._at if is_late else self._granted
                    self._credit(at, self._granted - at, self._at)

    @contextmanager
    def _upload(self) -> Iterator[Any]:
        """Give the offer's upload, opened and locked for a moment."""
        offer = self._offer
        with (
            Store.open(self.store) as store,
            store.uploads.create(offer.size, offer=offer).locked(5.0) as upload,
        ):
            yield upload
