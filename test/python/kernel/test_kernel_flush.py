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

RunPython = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    blocked = tmp_path / "away"
    blocked.write_text("not a folder")
    monkeypatch.setenv("CELLKEEP_STORE", str(blocked / "store"))
    return blocked


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

    def slowly(path: Path, after_piece: Callable[[int], None], soon: object, *, sync: bool) -> str:
        for done in range(1, 9):
            time.sleep(0.3)
            after_piece(done)
        return real(path, after_piece, sync=sync)

    monkeypatch.setattr(delivery, "sha256_of", slowly)
    handle = Run().save_object({"n": 1}, "output", name="slow")
    assert handle.wait().version == 1


def test_a_script_shows_one_line_now_and_then(run_python: RunPython) -> None:
    code = (
        "import time, cellkeep\n"
        "from cellkeep.transfer import delivery\n"
        "real = delivery.sha256_of\n"
        "def slow(path, after, soon, sync):\n"
        "    time.sleep(3)\n"
        "    return real(path, after, sync=sync)\n"
        "delivery.sha256_of = slow\n"
        "run = cellkeep.Run('r')\n"
        "run.save_object({'n': 1}, 'output', name='n')\n"
        "print(bool(cellkeep.flush(20)))\n"
    )
    done = run_python(code)
    assert done.stdout == "True\n"
    lines = [line for line in done.stderr.splitlines() if "under way" in line]
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("cellkeep: 1 save under way")


def test_a_notebook_shows_one_output_that_changes_in_place(kernel: RealKernel) -> None:
    kernel.run(
        "import time, cellkeep\n"
        "from cellkeep.transfer import delivery\n"
        "real = delivery.sha256_of\n"
        "def slow(path, after, soon, sync):\n"
        "    time.sleep(2.5)\n"
        "    return real(path, after, sync=sync)\n"
        "delivery.sha256_of = slow\n"
    )
    reply = kernel.run(
        "cellkeep.current_run().save_object({'n': 1}, 'output', name='n')\ncellkeep.flush(20)\n"
        "delivery.sha256_of = real"
    )
    assert reply.ok, reply.reply
    shown = [one for one in reply.outputs("display_data") if "under way" in str(one)]
    assert len(shown) == 1
    changed = reply.outputs("update_display_data")
    assert changed[-1]["data"]["text/plain"].startswith("cellkeep: 0 saves under way")
    assert {one["transient"]["display_id"] for one in (*shown, *changed)} == {
        shown[0]["transient"]["display_id"]
    }
