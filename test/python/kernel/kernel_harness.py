"""A real Jupyter kernel, and a front end for it that is written down message by message."""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

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
from cellkeep_core.protocol.generated import SnapshotMessage, StatusMessage
from cellkeep_store import Store

SYSTEM_FILES = (
    "blockMeshDict",
    "controlDict",
    "fvSchemes",
    "fvSolution",
    "meshQualityDict",
    "snappyHexMeshDict",
    "surfaceFeaturesDict",
)


@dataclass
class Execution:
    """What one cell did."""

    reply: dict[str, Any]
    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return bool(self.reply["content"]["status"] == "ok")

    @property
    def stdout(self) -> str:
        return "".join(
            one["content"]["text"]
            for one in self.messages
            if one["msg_type"] == "stream" and one["content"]["name"] == "stdout"
        )

    @property
    def stderr(self) -> str:
        return "".join(
            one["content"]["text"]
            for one in self.messages
            if one["msg_type"] == "stream" and one["content"]["name"] == "stderr"
        )

    def outputs(self, *kinds: str) -> list[dict[str, Any]]:
        kinds = kinds or ("display_data", "execute_result", "error")
        return [one["content"] for one in self.messages if one["msg_type"] in kinds]

    @property
    def notes(self) -> list[dict[str, str]]:
        """What the metadata of the outputs says of the objects behind them."""
        shown = self.outputs("display_data", "execute_result", "update_display_data")
        return [one["metadata"]["cellkeep"] for one in shown if "cellkeep" in one["metadata"]]

    @property
    def result(self) -> dict[str, Any]:
        (found,) = self.outputs("execute_result")
        data: dict[str, Any] = found["data"]
        return data


class RealKernel:
    """An ipykernel in a process of its own, with a store of its own."""

    def __init__(self, folder: Path, **env: str) -> None:
        self.folder = folder
        self.store_folder = folder / "store"
        environment = {
            **os.environ,
            "CELLKEEP_STORE": str(self.store_folder),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            "IPYTHONDIR": str(folder / "ipython"),
            "JPY_SESSION_NAME": str(folder / "analysis.ipynb"),
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            **env,
        }
        environment.pop("CELLKEEP_SPOOL", None)
        self.kernel_id = str(uuid.uuid4())
        # As a Jupyter server names it.
        connection_file = str(folder / f"kernel-{self.kernel_id}.json")
        self.manager = KernelManager(kernel_name="python3", connection_file=connection_file)
        self.manager.start_kernel(env=environment, cwd=str(folder))
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.messages: list[dict[str, Any]] = []
        self.arrived = threading.Condition()
        self._stopping = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while not self._stopping:
            try:
                message = self.client.get_iopub_msg(timeout=0.2)
            except Exception:  # noqa: BLE001  (Empty, and the socket's end)
                continue
            with self.arrived:
                self.messages.append(message)
                self.arrived.notify_all()

    def stop(self) -> None:
        self._stopping = True
        self._reader.join(5)
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def wait_until(self, met: Callable[[], Any], timeout: float = 20) -> Any:
        with self.arrived:
            assert self.arrived.wait_for(met, timeout), "it did not come in time"
            return met()

    def start(self, code: str, cell_id: str | None = "cell-1") -> str:
        """Begin a cell, and return its message id. Without an id as server-side execution does."""
        message = self.client.session.msg(
            "execute_request",
            {
                "code": code,
                "silent": False,
                "store_history": True,
                "user_expressions": {},
                "allow_stdin": False,
                "stop_on_error": True,
            },
            metadata={"cellId": cell_id} if cell_id is not None else {},
        )
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def finish(self, msg_id: str, timeout: float = 60) -> Execution:
        """Wait for a cell's end."""
        deadline = time.monotonic() + timeout
        while True:
            reply = self.client.get_shell_msg(timeout=max(deadline - time.monotonic(), 0.1))
            if reply["parent_header"].get("msg_id") == msg_id:
                break

        def of_cell() -> list[dict[str, Any]]:
            return [one for one in self.messages if one["parent_header"].get("msg_id") == msg_id]

        def idle() -> bool:
            return any(
                one["msg_type"] == "status" and one["content"]["execution_state"] == "idle"
                for one in of_cell()
            )

        self.wait_until(idle)
        with self.arrived:
            return Execution(reply, of_cell())

    def run(self, code: str, timeout: float = 60, cell_id: str | None = "cell-1") -> Execution:
        """Run a cell to its end."""
        return self.finish(self.start(code, cell_id), timeout)

    def value(self, expression: str) -> str:
        """Return the printed value of an expression."""
        execution = self.run(f"print({expression})")
        assert execution.ok, execution.reply["content"]
        return execution.stdout.strip()

    def complete(self, line: str) -> list[str]:
        msg_id = self.client.complete(line, len(line))
        while True:
            reply = self.client.get_shell_msg(timeout=20)
            if reply["parent_header"].get("msg_id") == msg_id:
                matches: list[str] = reply["content"]["matches"]
                return matches

    @contextmanager
    def open_store(self) -> Iterator[Store]:
        store = Store.open(self.store_folder)
        try:
            yield store
        finally:
            store.close()


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

    def acknowledge_kept(self, request_id: str) -> None:
        self.say(AckMessage(client_id=self.client_id, offer_id=request_id))

    def auto_capture(self, what: Any, cells: list[str], notebook: str = "a.ipynb") -> None:
        self.say(
            CaptureMessage(client_id=self.client_id, what=what, cells=cells, notebook=notebook)
        )

    def announce(self, cell_id: str, source: str) -> None:
        self.say(ExecutingMessage(client_id=self.client_id, cell_id=cell_id, source=source))

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

    def statuses(self, transfer_id: str) -> list[TransferStatus]:
        found: list[TransferStatus] = []
        for envelope, _ in self.feed():
            if isinstance(envelope.message, (StatusMessage, SnapshotMessage)):
                found += [one for one in envelope.message.transfers if one.id == transfer_id]
        return found

    def state(self, transfer_id: str) -> str | None:
        """Return the newest state that was told of a save."""
        statuses = self.statuses(transfer_id)
        return statuses[-1].state if statuses else None

    def snapshots(self) -> list[SnapshotMessage]:
        return [
            envelope.message
            for envelope, _ in self.feed()
            if isinstance(envelope.message, SnapshotMessage)
            and envelope.message.client_id == self.client_id
        ]

    def offers(self) -> list[OfferMessage]:
        return [
            envelope.message
            for envelope, _ in self.feed()
            if isinstance(envelope.message, OfferMessage)
        ]

    def kept(self, request_id: str) -> list[KeptMessage]:
        """Return the answers to a wish, each repetition of it."""
        return [
            envelope.message
            for envelope, _ in self.feed()
            if isinstance(envelope.message, KeptMessage)
            and envelope.message.request_id == request_id
        ]

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
                if isinstance(envelope.message, OfferMessage):
                    self._take(envelope.message, buffers)

    def _take(self, message: OfferMessage, buffers: list[bytes]) -> None:
        if message.uploader != self.client_id:
            return
        offer = message.offer
        if self.acknowledge:
            self.say(AckMessage(client_id=self.client_id, offer_id=offer.id))
        if self.upload:
            assert isinstance(message.content, int)
            with self.kernel.open_store() as store:
                receipt: Receipt = store.put_bytes(offer, buffers[message.content])
            self.uploaded.append(offer.id)
            self.say(ReceiptMessage(client_id=self.client_id, receipt=receipt))


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
