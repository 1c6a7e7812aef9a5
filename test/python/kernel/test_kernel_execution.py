"""Which cell an execution is of, where another program executes it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cellkeep.context import execution
from cellkeep.context.execution import LATE_S, AnnouncedCells


@contextmanager
def announced_aside(
    cells: AnnouncedCells[str], cell_id: str, source: str, after: float
) -> Iterator[None]:
    """Announce on another thread, as a subshell of the kernel does."""
    timer = threading.Timer(after, cells.announce, (cell_id, source))
    timer.start()
    try:
        yield
    finally:
        timer.join()


def heard_before() -> AnnouncedCells[str]:
    cells = AnnouncedCells[str]()
    with announced_aside(cells, "first", "import this", 0):
        pass
    return cells


def test_cells_of_one_source_run_in_the_order_in_which_they_were_announced() -> None:
    cells = AnnouncedCells[str]()
    for cell in ("a", "b", "c"):
        cells.announce(cell, "x")
    assert [cells.cell_of(str(n), "x") for n in range(3)] == ["a", "b", "c"]
    assert cells.cell_of("2", "x") == "c"
    assert cells.cell_of("3", "x") == "c", "not announced: the last one of this source"
    assert cells.cell_of("4", "y") is None


def test_an_announcement_may_come_after_the_execution_has_begun() -> None:
    cells = heard_before()
    with announced_aside(cells, "late", "x", LATE_S / 10):
        assert cells.cell_of("1", "x") == "late"


def test_a_late_announcement_is_not_taken_for_the_cell_that_had_this_source_before() -> None:
    cells = heard_before()
    cells.announce("a", "x")
    assert cells.cell_of("1", "x") == "a"
    with announced_aside(cells, "b", "x", LATE_S / 10):
        assert cells.cell_of("2", "x") == "b"


def test_an_execution_that_nobody_announces_is_held_up_once_and_shortly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cells = heard_before()
    begin = time.monotonic()
    assert cells.cell_of("1", "x") is None
    assert time.monotonic() - begin >= LATE_S
    monkeypatch.setattr(execution, "LATE_S", 60)  # a wait is then told from a slow machine
    begin = time.monotonic()
    for _ in range(100):
        assert cells.cell_of("1", "x") is None
    assert time.monotonic() - begin < 60
    cells.announce("very late", "x")
    assert cells.cell_of("1", "x") == "very late"


def test_nothing_waits_where_announcements_are_heard_between_cells_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(execution, "LATE_S", 60)
    cells = AnnouncedCells[str]()
    cells.announce("first", "import this")
    begin = time.monotonic()
    assert cells.cell_of("1", "x") is None
    assert time.monotonic() - begin < 60
