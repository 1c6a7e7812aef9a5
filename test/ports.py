"""Ports for servers of the tests."""

from __future__ import annotations

import random
import socket
import threading

# Below those that a system gives to outgoing connections: one of these could take the port before
# the server does, or while a test has killed it and is about to start it again.
_RANGE = range(15_000, 32_000)
_chance = random.SystemRandom()


class _Given(threading.local):
    """Those of this thread: another one's may be free because its server is only about to start."""

    def __init__(self) -> None:
        self.ports = list[int]()


_given = _Given()


def free_port() -> int:
    """Return a port of loopback that nobody listens on, and nobody is given by chance."""
    return next(port for port in iter(lambda: _chance.choice(_RANGE), None) if _is_free(port))


def same_port() -> int:
    """Return such a port as this thread had before, where the server that had it has ended."""
    free = next(filter(_is_free, _given.ports), None)
    if free is None:
        _given.ports.append(free := free_port())
    return free


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # What is left of old connections is in nobody's way.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
