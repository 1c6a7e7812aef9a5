"""Waiting for what happens in another thread or process."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from typing import Any


def wait_until(
    met: Callable[[], Any],
    timeout: float = 60,
    *,
    otherwise: str | Callable[[], str] = "it did not happen in time",
    process: subprocess.Popen[Any] | None = None,
) -> Any:
    """Wait until something is true, and return it.

    Parameters
    ----------
    met : callable
        Asked again and again; what it raises is raised.
    timeout : float
        Seconds after which it fails.
    otherwise : str or callable
        What the failure says, such as the log of a server.
    process : subprocess.Popen, optional
        Without which it will not happen any more: it fails as soon as that has ended.
    """
    end = time.monotonic() + timeout
    while not (found := met()):
        has_ended = process is not None and process.poll() is not None
        if has_ended or time.monotonic() > end:
            raise AssertionError(otherwise if isinstance(otherwise, str) else otherwise())
        time.sleep(0.02)
    return found
