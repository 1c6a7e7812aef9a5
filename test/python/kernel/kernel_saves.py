"""Saves in the cells of a real kernel that has its run as ``run``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from real_kernel import RealKernel


def busy_until(name: str) -> str:
    """Return lines of a cell that compute until a file of the kernel's folder is there."""
    return (
        "import time\n"
        "from pathlib import Path\n"
        "end = time.monotonic() + 60\n"
        f"while not Path({name!r}).exists() and time.monotonic() < end: sum(range(1000))\n"
        "assert time.monotonic() < end"
    )


@contextmanager
def waiting_a_minute(kernel: RealKernel) -> Iterator[None]:
    """Let the comm route wait a minute: a wait is then told from a slow machine."""
    times = "comm_route.ACK_TIMEOUT_S, comm_route.SILENCE_S, comm_route.RECEIPT_TIMEOUT_S"
    assert kernel.run(
        "from cellkeep.transfer.routes import comm as comm_route\n"
        f"usual = {times}\n"
        f"{times} = 60, 60, 60"
    ).ok
    try:
        yield
    finally:
        assert kernel.run(f"{times} = usual").ok


def save(kernel: RealKernel, name: str, value: str | None = None) -> str:
    """Save in a cell, bytes that the store has not unless said, and return the handle's id."""
    value = value or f"[{name!r}]"
    execution = kernel.run_ok(f"h = run.save({value}, 'output', name={name!r}); print(h.id)")
    return execution.stdout.strip()


def ended(kernel: RealKernel, timeout: float = 40) -> tuple[str, str]:
    """Wait for the last save in a cell, and return its state and route."""
    told = kernel.run_ok(f"h.wait({timeout}); s = h.transfer_status(); print(s.state, s.route)")
    state, route = told.stdout.split()
    return state, route
