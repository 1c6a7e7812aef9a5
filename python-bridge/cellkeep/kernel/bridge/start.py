"""Starts the bridge of a kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep.kernel.bridge.bridge import Bridge
from cellkeep.kernel.bridge.control import listen_for_front_ends

if TYPE_CHECKING:
    from cellkeep.kernel.capture import Capture
    from cellkeep.transfer.session import KernelSession


def start_bridge(session: KernelSession, capture: Capture) -> Bridge:
    """Listen for front ends, open the feed, and let the session's saves use them."""
    bridge = Bridge(session, capture)
    listen_for_front_ends(bridge)
    bridge.open()
    session.connect(bridge)
    return bridge
