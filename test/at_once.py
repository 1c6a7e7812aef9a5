"""Calls that are made at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def at_once(*calls: Callable[[], T]) -> list[T]:
    """Make each in a thread of its own, all begun together; return their results in order.

    What one of them raises is raised here.
    """
    begin = threading.Barrier(len(calls))

    def one(call: Callable[[], T]) -> T:
        begin.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(one, calls))
