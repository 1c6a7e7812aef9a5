"""A front end of a real kernel that speaks message by message."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from real_kernel import RealKernel

from cellkeep_core.ids import new_id
from cellkeep_core.protocol import (
    AckMessage,
    AttachMessage,
    CaptureMessage,
    CommandMessage,
    ControlEnvelope,
    DetachMessage,
    ExecutingMessage,
    FeedEnvelope,
    KeepMessage,
    KeptMessage,
    LookedMessage,
    LookMessage,
    NewRunMessage,
    OfferMessage,
    Provenance,
    Receipt,
    ReceiptMessage,
    RefuseMessage,
    ResyncMessage,
    TransferStatus,
    from_msgpack,
    to_msgpack,
)
from cellkeep_core.protocol.generated import HintMessage, SnapshotMessage, StatusMessage

F = TypeVar("F", bound="FrontEnd")


class FrontEnd:
    """What the extension does on the wire, one method per message.

    Parameters
    ----------
    kernel : RealKernel
        Its kernel, which has imported cellkeep.
    subshell : bool
        Send control messages on a subshell, as JupyterLab does; else they wait for the
        running cell to end, as with older kernels.
    acknowledge, upload : bool
        Acknowledge offers; upload them to the kernel's store and send the receipt.
    """

    def __init__(
        self,
        kernel: RealKernel,
        *,
        subshell: bool = True,
        acknowledge: bool = True,
        upload: bool = True,
        visible: bool = True,
        limit: int | None = None,
        notebook: str | None = None,
    ) -> None:
        self.kernel = kernel
        self.acknowledge = acknowledge
        self.upload = upload
        self.client_id = new_id()
        self.uploaded: list[str] = []
        self.session = new_id()
        self._comm_id = new_id()
        self._seq = 0
        self._lock = threading.RLock()
        # Sockets of its own: the kernel's client is used by the test's thread meanwhile.
        self._client = kernel.manager.blocking_client()
        self._client.start_channels(iopub=False, stdin=False, hb=False)
        self._subshell_id = self._make_subshell() if subshell else None
        self._heard = 0
        self._stopping = False
        self._listener = threading.Thread(target=self._listen, daemon=True)
        message = AttachMessage(client_id=self.client_id, visible=visible)
        if limit is not None:
            message.small_payload_limit = limit
        if notebook is not None:
            message.notebook = notebook
        kernel.wait_until(kernel.has_feed)
        with kernel.arrived:
            self._heard = len(kernel.messages)
        self._send("comm_open", message, target_name="cellkeep.control")
        self._listener.start()

    def _make_subshell(self) -> str:
        message = self._client.session.msg("create_subshell_request", {})
        self._client.control_channel.send(message)
        while True:
            reply = self._client.get_control_msg(timeout=20)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return str(reply["content"]["subshell_id"])

    # -- saying ------------------------------------------------------------------------

    def say(self, message: Any) -> None:
        self._send("comm_msg", message)

    def resync(self, expected: int, got: int) -> None:
        self.say(ResyncMessage(client_id=self.client_id, expected=expected, got=got))

    def command(self, action: Any, transfer_id: str) -> None:
        self.say(CommandMessage(client_id=self.client_id, action=action, transfer_id=transfer_id))

    def refuse(self, offer_id: str, error: Any) -> None:
        self.say(RefuseMessage(client_id=self.client_id, offer_id=offer_id, error=error))

    def keep(
        self,
        object_id: str,
        name: str,
        *,
        request_id: str | None = None,
        provenance: Provenance | None = None,
        run: Any = None,
    ) -> str:
        """Wish to keep the object behind an output, and return the request's id."""
        message = KeepMessage(
            client_id=self.client_id,
            request_id=request_id or new_id(),
            object_id=object_id,
            name=name,
            category="output",
            provenance=provenance or Provenance(via="output"),
        )
        if run is not None:
            message.run = run
        self.say(message)
        return message.request_id

    def look(self, object_id: str) -> LookedMessage:
        """Ask what there is of the object behind an output, and return the answer."""
        request_id = new_id()
        self.say(LookMessage(client_id=self.client_id, request_id=request_id, object_id=object_id))

        def answers() -> list[LookedMessage]:
            return [one for one in self.heard(LookedMessage) if one.request_id == request_id]

        answer: LookedMessage = self.kernel.wait_until(answers)[0]
        return answer

    def acknowledge_kept(self, request_id: str) -> None:
        self.say(AckMessage(client_id=self.client_id, offer_id=request_id))

    def auto_capture(self, what: Any, cells: list[str], notebook: str = "a.ipynb") -> None:
        self.say(
            CaptureMessage(client_id=self.client_id, what=what, cells=cells, notebook=notebook)
        )

    def announce(self, cell_id: str, source: str) -> None:
        self.say(ExecutingMessage(client_id=self.client_id, cell_id=cell_id, source=source))

    def new_run(self) -> None:
        self.say(NewRunMessage(client_id=self.client_id))

    def leave(self) -> None:
        if self._stopping:
            return
        self.say(DetachMessage(client_id=self.client_id))
        self.vanish()

    def vanish(self) -> None:
        """Be gone without a word, as a closed tab."""
        self._stopping = True
        self._listener.join(5)
        self._client.stop_channels()

    def close_comm(self) -> None:
        self._raw("comm_close", {"comm_id": self._comm_id, "data": {}}, [])
        self.vanish()

    def _send(self, kind: str, message: Any, **content: Any) -> None:
        with self._lock:
            self._seq += 1
            envelope = to_msgpack(
                ControlEnvelope(protocol=1, session=self.session, seq=self._seq, message=message)
            )
            body = {"comm_id": self._comm_id, "data": {"protocol": 1}, **content}
            self._raw(kind, body, [envelope])

    def _raw(self, kind: str, content: dict[str, Any], buffers: list[bytes]) -> None:
        session = self._client.session
        message = session.msg(kind, content)
        if self._subshell_id is not None:
            message["header"]["subshell_id"] = self._subshell_id
        with self._lock:
            session.send(self._client.shell_channel.socket, message, buffers=buffers)

    # -- hearing -----------------------------------------------------------------------

    def feed(self) -> list[tuple[FeedEnvelope, list[bytes]]]:
        """Return everything the kernel has said on its feed so far."""
        with self.kernel.arrived:
            messages = list(self.kernel.messages)
        return feed_messages(messages)

    def heard(self, *kinds: type) -> list[Any]:
        """Return the messages of these kinds that the kernel has said so far."""
        return [one.message for one, _ in self.feed() if isinstance(one.message, kinds)]

    def statuses(self, transfer_id: str) -> list[TransferStatus]:
        told = self.heard(StatusMessage, SnapshotMessage)
        return [one for message in told for one in message.transfers if one.id == transfer_id]

    def state(self, transfer_id: str) -> str | None:
        """Return the newest state that was told of a save."""
        statuses = self.statuses(transfer_id)
        return statuses[-1].state if statuses else None

    def snapshots(self) -> list[SnapshotMessage]:
        return [one for one in self.heard(SnapshotMessage) if one.client_id == self.client_id]

    def told_run(self, other_than: str) -> Any:
        """Return the run that was told last, or None while that is a known one."""
        told = [one.run for one in self.heard(SnapshotMessage) if one.run]
        return told[-1] if told and told[-1].id != other_than else None

    def hints(self) -> list[tuple[str, list[str]]]:
        """Return whom the kernel told of which changed parameters."""
        return [(one.client_id, one.parameters) for one in self.heard(HintMessage)]

    def offers(self) -> list[OfferMessage]:
        return self.heard(OfferMessage)

    def said_of(self, request_id: str) -> list[KeptMessage]:
        """Return all that was said of a wish: that it was heard, and its answers."""
        return [one for one in self.heard(KeptMessage) if one.request_id == request_id]

    def kept(self, request_id: str) -> list[KeptMessage]:
        """Return the answers to a wish, each repetition of it."""
        return [one for one in self.said_of(request_id) if one.transfer_id or one.error]

    def answer(self, request_id: str, timeout: float = 20) -> KeptMessage:
        """Wait for the answer to a wish."""
        answer: KeptMessage = self.kernel.wait_until(lambda: self.kept(request_id), timeout)[0]
        return answer

    def was_offered(self, transfer_id: str) -> bool:
        return any(one.offer.id == transfer_id for one in self.offers())

    def _listen(self) -> None:
        while not self._stopping:
            with self.kernel.arrived:
                self.kernel.arrived.wait_for(
                    lambda: len(self.kernel.messages) > self._heard, timeout=0.2
                )
                fresh = self.kernel.messages[self._heard :]
                self._heard += len(fresh)
            for envelope, buffers in feed_messages(fresh):
                self._hear(envelope.message, buffers)

    def _hear(self, message: Any, buffers: list[bytes]) -> None:
        if isinstance(message, OfferMessage):
            self._take(message, buffers)

    def _take(self, message: OfferMessage, buffers: list[bytes]) -> None:
        if message.uploader != self.client_id:
            return
        offer = message.offer
        if self.acknowledge:
            self.say(AckMessage(client_id=self.client_id, offer_id=offer.id))
        if self.upload:
            assert isinstance(message.content, int)
            with self.kernel.open_store() as store:
                receipt: Receipt = store.ingest.put_bytes(offer, buffers[message.content])
            self.uploaded.append(offer.id)
            self.say(ReceiptMessage(client_id=self.client_id, receipt=receipt))


@contextmanager
def attaching(kernel: RealKernel, kind: Callable[..., F]) -> Iterator[Callable[..., F]]:
    """Yield what attaches front ends of a kind to a kernel; they leave at the end."""
    attached: list[F] = []

    def make(**options: Any) -> F:
        front_end = kind(kernel, **options)
        attached.append(front_end)
        kernel.wait_until(front_end.snapshots)
        return front_end

    yield make
    for front_end in attached:
        front_end.leave()


def feed_messages(messages: list[dict[str, Any]]) -> list[tuple[FeedEnvelope, list[bytes]]]:
    """Return the feed's envelopes among iopub messages, each with all its buffers."""
    found = []
    comms = {
        one["content"]["comm_id"]
        for one in messages
        if one["msg_type"] == "comm_open" and one["content"]["target_name"] == "cellkeep.feed"
    }
    for one in messages:
        if one["msg_type"] not in ("comm_open", "comm_msg") or not one["buffers"]:
            continue
        known = one["content"]["comm_id"] in comms
        if not known and set(one["content"]["data"]) != {"protocol"}:
            continue
        buffers = [bytes(buffer) for buffer in one["buffers"]]
        found.append((from_msgpack(buffers[0], FeedEnvelope), buffers))
    return found
