"""A save's states, what a person can do to it, and what is told of it."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gate import Gate

from cellkeep import Handles, Run, errors
from cellkeep.transfer.board import StatusBoard
from cellkeep.transfer.routes.store import StoreRoute
from cellkeep.transfer.session import current_session
from cellkeep.transfer.transfer import Transfer
from cellkeep_core.paths import spool_roots
from cellkeep_core.spool_entry import SpoolEntry
from cellkeep_core.spool_room import spool_usage
from statements import statements


def test_small_saves_overtake_large_ones(gate: Gate) -> None:
    run = Run()
    held = gate.hold_both_workers(run)
    order: list[str] = []
    current_session().engine.board.listen(
        lambda changed: order.extend(one.offer.name for one in changed if one.state == "stored")
    )
    large = run.save(np.zeros(2_000_000), "output", name="large")
    small = run.save([1], "output", name="small")
    gate.open.set()
    Handles([*held, large, small]).wait(30)
    current_session().engine.board.settle()
    receipts = [handle.artifact for handle in (small, large)]
    assert receipts[0] is not None
    assert receipts[1] is not None
    assert receipts[0].seq < receipts[1].seq


def test_a_save_into_the_folder_looks_for_its_receipt_twice_and_reads_its_picture_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pictures: list[str] = []
    thumbnail = SpoolEntry.thumbnail.fget

    def read(entry: SpoolEntry) -> bytes | None:
        pictures.append(entry.offer.name)
        return thumbnail(entry)

    monkeypatch.setattr(SpoolEntry, "thumbnail", property(read))
    run = Run()
    run.save(np.zeros(9), "output", name="opens the store").wait(20)
    with statements() as said:
        for name, route in (("x", "store"), ("y", "have")):
            handle = run.save(np.ones(30_000), "output", name=name)
            handle.wait(20)
            assert handle.transfer_status().route == route
    # Before anything is locked, and in the transaction that commits.
    assert sum("FROM receipts" in " ".join(one.split()) for one, _ in said) == 4
    assert pictures == ["x", "y"]


def test_cancel_drops_the_bytes_and_wait_says_so(gate: Gate) -> None:
    run = Run()
    handles = gate.hold_both_workers(run)
    handles += [run.save([n], "output", name=f"x{n}") for n in range(2)]
    assert all(handle.cancel() for handle in handles)
    gate.open.set()
    for handle in handles:
        with pytest.raises(errors.SaveCancelledError, match="Save it again"):
            handle.wait(20)
        assert handle.status == "cancelled"
        assert not handle.cancel()
        with pytest.raises(errors.SaveCancelledError):
            handle.retry()
    assert len(run.list()) == 4
    assert {row.state for row in run.list()} == {"cancelled"}
    assert spool_usage(spool_roots()) == (0, 0)
    assert run.save([9], "output", name="x0").wait(20).version == 1


def test_a_paused_save_stays_until_it_is_resumed_and_holds_up_nobody(gate: Gate) -> None:
    gate.hold_single_saves()
    run = Run()
    first = run.save([1], "output", name="x")
    assert gate.reached.acquire(timeout=20)
    assert first.pause()
    second = run.save([2], "output", name="x")
    gate.open.set()
    assert second.wait(20).version == 1
    assert first.status == "paused"
    with pytest.raises(errors.SaveTimeoutError, match="paused"):
        first.wait(0.2)
    assert spool_usage(spool_roots())[0] == 1
    assert first.resume()
    assert first.wait(20).version == 2


def test_a_failed_save_keeps_its_bytes_and_can_be_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put = StoreRoute.put

    def broken(*_: Any) -> Any:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(StoreRoute, "put", broken)
    run = Run()
    handle = run.save([1], "output", name="x")
    with pytest.raises(errors.CellkeepError, match="a bug") as raised:
        handle.wait(20)
    assert raised.value.code == "INTERNAL"
    assert handle.status == "failed"
    assert spool_usage(spool_roots())[0] == 1
    other = run.save([1, 2], "output", name="y")
    with pytest.raises(errors.CellkeepError):
        other.wait(20)
    monkeypatch.setattr(StoreRoute, "put", put)
    assert handle.retry()
    assert handle.wait(20).version == 1
    assert handle.error is None
    assert other.cancel()
    assert spool_usage(spool_roots()) == (0, 0)


def test_wait_with_a_timeout_says_that_the_save_goes_on(gate: Gate) -> None:
    gate.hold_single_saves()
    handle = Run().save([1], "output", name="x")
    with pytest.raises(errors.SaveTimeoutError, match="goes on by itself") as raised:
        handle.wait(0.3)
    assert isinstance(raised.value, TimeoutError)
    gate.open.set()
    assert handle.result(20).version == 1


def test_the_board_tells_the_last_state_and_at_most_ten_times_a_second() -> None:
    board = StatusBoard()
    told: list[tuple[float, list[str]]] = []
    board.listen(lambda changed: told.append((time.monotonic(), [one.id for one in changed])))

    class Changing:
        id = "a"

    begun = time.monotonic()
    while len(told) < 4 and time.monotonic() - begun < 60:
        board.changed(Changing())  # type: ignore[arg-type]
        time.sleep(0.001)
    last = Changing()
    last.id = "last"
    board.changed(last)  # type: ignore[arg-type]
    board.settle()
    assert len(told) >= 4
    gaps = [after[0] - before[0] for before, after in pairwise(told)]
    assert min(gaps) >= 0.099
    assert "last" in told[-1][1]


def test_a_listener_that_fails_does_not_silence_the_others() -> None:
    heard: list[Transfer] = []

    def broken(_: list[Transfer]) -> None:
        raise ValueError

    handle = Run().save([1], "output", name="x")
    current_session().engine.board.listen(broken)
    current_session().engine.board.listen(heard.extend)
    other = Run().save([1], "output", name="y")
    handle.wait(20)
    other.wait(20)
    current_session().engine.board.settle()
    assert other.transfer in heard


def test_handles_of_a_directory_wait_for_all(system: Path) -> None:
    handles = Run().save_directory("system", "input").wait(30)
    assert {handle.status for handle in handles} == {"stored"}
    assert handles[0].version == 1
    assert len(handles[1:3]) == 2


def test_the_plain_card_is_escaped_has_no_script_and_says_no_state_but_the_last() -> None:
    import pandas as pd

    frame = pd.DataFrame({"<script>a</script>": ["<img src=x onerror=alert(1)>", None]})
    handle = Run().save(frame, "output", name="<script>alert(1)</script>")
    html = handle._repr_mimebundle_()["text/html"]
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "&lt;img src=x" in html
    for state in ("queued", "hashing", "uploading"):
        assert state not in html
    handle.wait(30)
    assert "· stored as v1" in handle._repr_mimebundle_()["text/html"]


def test_the_card_of_a_figure_shows_its_thumbnail() -> None:
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots().plot([1, 2, 3])
    handle = Run().save(figure, "output", name="loss")
    assert handle.thumbnail is not None
    assert handle.thumbnail.startswith(b"\x89PNG")
    assert "data:image/png;base64," in handle._repr_mimebundle_()["text/html"]
    handle.wait(30)
