"""What front ends say, each on a control comm that it opened itself.

Messages come on a subshell's thread while a cell runs, or on the main thread between
cells. Handlers only take locks and queue work: they never block, and never touch pyplot.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from cellkeep.context.execution import announced_cells
from cellkeep.errors import CellkeepError
from cellkeep.transfer.offers import PendingStream
from cellkeep_core import PROTOCOL_VERSION
from cellkeep_core.protocol import (
    AckMessage,
    AttachMessage,
    CaptureMessage,
    CommandMessage,
    ControlEnvelope,
    CreditMessage,
    DetachMessage,
    ExecutingMessage,
    KeepMessage,
    LookMessage,
    NewRunMessage,
    NotebookMessage,
    ReceiptMessage,
    RefuseMessage,
    ResyncMessage,
    from_msgpack,
)

if TYPE_CHECKING:
    from cellkeep.kernel.bridge.bridge import Bridge
    from cellkeep_core.protocol import ControlMessage

TARGET = "cellkeep.control"
_log = logging.getLogger("cellkeep")


def listen_for_front_ends(bridge: Bridge) -> None:
    """Accept control comms from now on."""
    from comm import get_comm_manager

    def opened(comm: Any, message: dict[str, Any]) -> None:
        ControlComm(bridge, comm).opened(message)

    get_comm_manager().register_target(TARGET, opened)


class ControlComm:
    """One front end's comm."""

    def __init__(self, bridge: Bridge, comm: Any) -> None:
        self._bridge = bridge
        self._comm_id: str = comm.comm_id
        comm.on_close(self._closed)
        # Not comm.on_msg: before and after its callback ipykernel fires the shell's
        # pre_execute and post_execute events, and Matplotlib's inline backend answers the
        # latter by showing and closing the figure that a running cell is still drawing.
        comm.handle_msg = self._message

    def opened(self, message: dict[str, Any]) -> None:
        """Handle the message that came with ``comm_open``, if any."""
        version = (message["content"].get("data") or {}).get("protocol", PROTOCOL_VERSION)
        if version != PROTOCOL_VERSION:
            raise CellkeepError(
                f"The front end speaks protocol {version}, the kernel helper {PROTOCOL_VERSION}.",
                hint="Install one version of cellkeep in both.",
                code="PROTOCOL_MISMATCH",
            )
        if message.get("buffers"):
            self._message(message)

    def _message(self, message: dict[str, Any]) -> None:
        try:
            buffers = message.get("buffers") or [b""]
            envelope = from_msgpack(memoryview(buffers[0]), ControlEnvelope)
            handle(self._bridge, envelope.message, self._comm_id)
        except CellkeepError as error:
            _log.warning("A control message was not understood: %s", error)
        except Exception:  # noqa: BLE001  (one bad message must not close the comm)
            _log.exception("A control message could not be handled.")

    def _closed(self, _message: dict[str, Any]) -> None:
        for client_id in self._bridge.front_ends.comm_closed(self._comm_id):
            self._bridge.offers.give_up(client_id)


def handle(bridge: Bridge, message: ControlMessage, comm_id: str) -> None:
    """Do what one control message asks."""
    if not isinstance(message, AttachMessage | DetachMessage):
        bridge.heard(message.client_id)
    match message:
        case AttachMessage():
            bridge.front_ends.attach(message, comm_id)
            if message.notebook is not UNSET and message.connection is not UNSET:
                bridge.notebook_told(message.connection, message.notebook)
            bridge.send_snapshot(message.client_id)
            bridge.send_what_waits()
        case ResyncMessage():
            bridge.send_snapshot(message.client_id)
        case AckMessage():
            bridge.answer_heard(message.offer_id)
            offer = bridge.offers.find(message.offer_id, message.client_id)
            if offer is not None:
                offer.answer()
        case ReceiptMessage():
            bridge.take_receipt(message.receipt, message.client_id)
        case RefuseMessage():
            _log.info("The front end refused an offer: %s", message.error.message)
            offer = bridge.offers.find(message.offer_id, message.client_id)
            if offer is not None:
                offer.answer(over=True, refusal=message.error)
        case CreditMessage():
            offer = bridge.offers.find(message.offer_id, message.client_id)
            if isinstance(offer, PendingStream):
                offer.credit(message.offset, message.window, message.stored)
        case CommandMessage():
            bridge.obey(message.action, message.transfer_id)
        case KeepMessage():
            bridge.keep(message)
        case LookMessage():
            bridge.look(message)
        case CaptureMessage():
            bridge.autokeep(message)
        case ExecutingMessage():
            connection = message.connection if message.connection is not UNSET else None
            announced_cells.announce((message.cell_id, connection), message.source)
        case NotebookMessage():
            bridge.notebook_told(message.connection, message.path)
        case NewRunMessage():
            bridge.begin_run()
        case DetachMessage():
            bridge.front_ends.detach(message.client_id)
            bridge.offers.give_up(message.client_id)
