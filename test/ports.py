"""Ports for servers of the tests."""

from __future__ import annotations

import random
import socket

# Below those that a system gives to outgoing connections: one of these could take the port before
# the server does, or while a test has killed it and is about to start it again.
_RANGE = range(15_000, 32_000)
_chance = random.SystemRandom()


def free_port() -> int:
    """Return a port of loopback that nobody listens on, and nobody is given by chance."""
    while True:
        port = _chance.choice(_RANGE)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
