"""The feed: the one comm that the kernel sends on; its messages are numbered without gaps."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from cellkeep.context import environment
from cellkeep_core import PROTOCOL_VERSION
from cellkeep_core.held_locks import held_here
from cellkeep_core.protocol import FeedEnvelope, HelloMessage, to_msgpack

if TYPE_CHECKING:
    from cellkeep_core.protocol import FeedMessage

TARGET = "cellkeep.feed"
_log = logging.getLogger("cellkeep")


class Feed:
    """Sends feed messages. Safe to call from any thread.

    A front end without the extension answers the feed with ``comm_close``. That is no
    reason to stop: another may be attached, or may come. So the comm stays registered,
    where a front end that comes later finds it by ``comm_info_request``.
    """

    def __init__(self) -> None:
        self.session = environment.PROCESS_ID
        self._lock = threading.RLock()
        self._seq = 1
        self._comm: Any = None

    def open(self, hello: HelloMessage) -> None:
        """Open the comm: from now on front ends find it."""
        from comm import create_comm

        # A front end that finds it may attach before it is kept here; its snapshot waits.
        with self._lock:
            comm: Any = create_comm(
                target_name=TARGET,
                data={"protocol": PROTOCOL_VERSION},
                buffers=[self._envelope(hello)],
            )
            comm.on_close(self._stay_registered)
            # ipykernel's own handler fires the shell's pre- and post_execute events, which
            # flush half-drawn figures. No messages are expected on this comm anyway.
            comm.handle_msg = lambda _message: None
            self._comm = comm

    def held_here(self) -> bool:
        """Whether the calling thread is in the middle of sending."""
        return held_here(self._lock)

    def send(self, message: FeedMessage, *payloads: bytes) -> None:
        """Send a message, with its payloads as buffers from 1 on."""
        with self._lock:
            self._seq += 1
            self._comm.send(
                data={"protocol": PROTOCOL_VERSION},
                buffers=[self._envelope(message), *payloads],
            )

    def _envelope(self, message: FeedMessage) -> bytes:
        return to_msgpack(
            FeedEnvelope(
                protocol=PROTOCOL_VERSION, session=self.session, seq=self._seq, message=message
            )
        )

    def _stay_registered(self, _message: Any) -> None:
        from comm import get_comm_manager

        get_comm_manager().register_comm(self._comm)
        _log.debug("A front end does not know the feed.")
