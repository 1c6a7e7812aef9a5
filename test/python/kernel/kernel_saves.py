"""Saves in the cells of a real kernel that has its run as ``run``."""

from __future__ import annotations

from real_kernel import RealKernel


def save(kernel: RealKernel, name: str, value: str | None = None) -> str:
    """Save in a cell, bytes that the store has not unless said, and return the handle's id."""
    value = value or f"[{name!r}]"
    execution = kernel.run(f"h = run.save({value}, 'output', name={name!r}); print(h.id)")
    assert execution.ok, execution.outputs("error")
    return execution.stdout.strip()


def ended(kernel: RealKernel, timeout: float = 40) -> tuple[str, str]:
    """Wait for the last save in a cell, and return its state and route."""
    execution = kernel.run(f"h.wait({timeout}); s = h.transfer_status(); print(s.state, s.route)")
    assert execution.ok, execution.outputs("error")
    state, route = execution.stdout.split()
    return state, route
