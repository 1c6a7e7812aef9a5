"""Ports of the tests' own servers: two that start at once in one process must not get one port."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from ports import same_port


def test_threads_get_ports_of_their_own_and_each_its_own_again() -> None:
    both = Barrier(2)

    def twice(_: int) -> tuple[int, int]:
        both.wait(10)
        first = same_port()
        both.wait(10)
        return first, same_port()

    with ThreadPoolExecutor(2) as pool:
        (mine, mine_again), (theirs, theirs_again) = pool.map(twice, range(2))
    assert (mine, theirs) == (mine_again, theirs_again)
    assert mine != theirs
