"""One thing on another thread while this one goes on."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")


@contextmanager
def meanwhile(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Do some work beside what is in the block; the result is there after it.

    It pays where the work is a library's that lets other threads run, such as compressing.

    Yields
    ------
    Callable[[], T]
        Returns the result, or raises what the work raised.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="cellkeep-meanwhile") as pool:
        try:
            future = pool.submit(work)
        except RuntimeError:  # the interpreter is shutting down: no thread starts any more
            future = Future()
            future.set_result(work())
        yield future.result
