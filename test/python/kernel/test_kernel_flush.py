"""Waits are bounded, show one line, and say what is left, where it is and how it will go."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from real_kernel import RealKernel

import cellkeep
from cellkeep import CellkeepWarning, Run
from cellkeep.errors import SaveTimeoutError
from cellkeep.transfer.transfer import Transfer
from cellkeep_core.paths import spool_roots
from cellkeep_core.spool_room import spool_usage

RunPython = Callable[..., subprocess.CompletedProcess[str]]


# It lasts as long as the flush is to be watched, however slow the machine made the save before.
# What is saved is too large for a pack: the digests of small objects are known at once.
SLOW_HASH = (
    "import threading, cellkeep\n"
    "from cellkeep.transfer import delivery\n"
    "real, enough = delivery.sha256_of, threading.Event()\n"
    "def slow(path, after, soon):\n"
    "    enough.wait(60)\n"
    "    return real(path, after)\n"
    "delivery.sha256_of = slow\n"
)


def test_flush_waits_for_everything_and_says_so() -> None:
    assert cellkeep.flush()
    run = Run()
    handles = [run.save_object({"n": turn}, "output", name=f"n{turn}") for turn in range(5)]
    flushed = cellkeep.flush()
    assert flushed
    assert "everything" in flushed.message
    assert [handle.status for handle in handles] == ["stored"] * 5


@pytest.mark.filterwarnings("ignore::cellkeep.CellkeepWarning")
def test_wait_flush_and_close_are_bounded_and_say_the_same(
    no_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELLKEEP_EXIT_TIMEOUT", "1")
    run, other = Run(), Run()
    handle = run.save_object({"n": 1}, "output", name="left")
    other.save_object({"n": 2}, "output", name="elsewhere")
    begun = time.monotonic()
    with pytest.raises(SaveTimeoutError, match=r"did not reach the store.*cellkeep push") as told:
        handle.wait()
    assert time.monotonic() - begun < 8
    with pytest.warns(CellkeepWarning, match="did not reach the store"):
        flushed = run.flush(timeout=2)
    assert not flushed
    assert [one.name for one in flushed.left] == ["left"]
    assert told.value.message == flushed.message == repr(flushed)
    assert str(handle.transfer.entry.folder.parent) in flushed.message
    assert "2 saves" in cellkeep.flush(timeout=1).message
    with pytest.warns(CellkeepWarning) as warned:
        run.close()
    assert str(warned[-1].message) == flushed.message


def test_a_save_that_gets_on_slowly_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from cellkeep.transfer import delivery

    monkeypatch.setenv("CELLKEEP_EXIT_TIMEOUT", "0.6")
    real = delivery.sha256_of

    def slowly(path: Path, after_piece: Callable[[int], None], soon: object) -> str:
        for done in range(1, 9):
            time.sleep(0.3)
            after_piece(done)
        return real(path, after_piece)

    monkeypatch.setattr(delivery, "sha256_of", slowly)
    handle = Run().save_object("n" * 100_000, "output", name="slow")
    assert handle.wait().version == 1


def test_a_script_shows_one_line_now_and_then(run_python: RunPython) -> None:
    code = (
        SLOW_HASH + "run = cellkeep.Run('r')\n"
        "run.save_object('n' * 100_000, 'output', name='n')\n"
        "threading.Timer(3, enough.set).start()\n"
        "print(bool(cellkeep.flush(20)))\n"
    )
    done = run_python(code)
    assert done.stdout == "True\n"
    lines = [line for line in done.stderr.splitlines() if "under way" in line]
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("cellkeep: 1 save under way")


def test_a_notebook_shows_one_output_that_changes_in_place(kernel: RealKernel) -> None:
    kernel.run(SLOW_HASH)
    reply = kernel.run_ok(
        "cellkeep.current_run().save_object('n' * 100_000, 'output', name='n')\n"
        "threading.Timer(2.5, enough.set).start()\n"
        "cellkeep.flush(20)\n"
        "delivery.sha256_of = real"
    )
    shown = [one for one in reply.outputs("display_data") if "under way" in str(one)]
    assert len(shown) == 1
    changed = reply.outputs("update_display_data")
    assert changed[-1]["data"]["text/plain"].startswith("cellkeep: waited ")
    assert {one["transient"]["display_id"] for one in (*shown, *changed)} == {
        shown[0]["transient"]["display_id"]
    }


POOL = """
import multiprocessing as mp, sys
import numpy as np
import cellkeep
from cellkeep.errors import ArtifactNotFoundError

run = cellkeep.Run("pool")
{before}

def work(i):
    run.save(np.arange(i + 1), "output", name=f"w{{i}}")
    return i

if __name__ == "__main__":
    with mp.get_context("fork").Pool(3) as pool:
        pool.map(work, range(12))
    {after}
    print([run.load(f"w{{i}}").size for i in range(12)])
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("run.save([0], 'output', name='parent').wait()", "assert cellkeep.flush(20)"),
        pytest.param("", "assert cellkeep.flush(20)", marks=pytest.mark.long),
        pytest.param("run.save([0], 'output', name='parent').wait()", "", marks=pytest.mark.long),
    ],
)
def test_what_killed_workers_of_a_pool_saved_is_found(
    run_python: RunPython, before: str, after: str
) -> None:
    done = run_python(POOL.format(before=before, after=after))
    assert done.stdout.strip() == str(list(range(1, 13)))


def test_once_nothing_waits_the_spool_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    release = Transfer.release

    def release_later(transfer: Transfer) -> None:
        time.sleep(0.5)
        release(transfer)

    monkeypatch.setattr(Transfer, "release", release_later)
    run = Run()
    run.save([1], "output", name="x").wait(20)
    assert run.flush(20)
    assert spool_usage(spool_roots())[0] == 0
