"""A signal handler, a ``__del__`` or the end of the process that saves in the middle of a save."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import cellkeep
import cellkeep_core
from cellkeep import Run
from cellkeep_store import Store

RunPython = Callable[..., subprocess.CompletedProcess[str]]

# Saves once more at one line of a save after the other, as a signal handler may.
AT_EVERY_LINE = """
import faulthandler, os, sys
faulthandler.dump_traceback_later(60, exit=True)
import cellkeep

run = cellkeep.Run("case")
run.save([0], "output", name="warm")
if os.environ.get("CELLKEEP_ROUTES") != "spool":
    run.flush()

def interrupted_at(which, action):
    seen = 0
    def trace(frame, event, _):
        nonlocal seen
        if not frame.f_globals.get("__name__", "").startswith(("cellkeep", "threading")):
            return None
        seen += event == "line"
        if seen == which:
            sys.settrace(None)
            seen += 1
            run.save([which + added], "output", name="handler")
            run.save([which + added], "output", name="main")
        return trace
    sys.settrace(trace)
    action()
    sys.settrace(None)
    return seen > which

which, added = 1, 0
while interrupted_at(which, lambda: run.save([-which], "output", name="main")):
    which += STEP
if os.environ.get("CELLKEEP_ROUTES") != "spool":
    added = 1_000_000
    for cut in range(1, 900, 60):
        interrupted_at(cut, lambda: (run.load("warm"), run.flush()))
    assert run.flush(60), run.flush(0)
print(which)
sys.stdout.flush()
os._exit(0)
"""


@pytest.mark.parametrize("step", [7, pytest.param(2, marks=pytest.mark.long)])
@pytest.mark.parametrize("routes", ["store", "spool"])
def test_a_handler_saves_at_every_line_of_a_save(
    routes: str, step: int, run_python: RunPython, store_folder: Path
) -> None:
    code = AT_EVERY_LINE.replace("STEP", str(step))
    allowed = "have,store" if routes == "store" else "spool"
    told = run_python(code, timeout=100, CELLKEEP_ROUTES=allowed)
    lines = int(told.stdout)
    assert lines > 300
    assert cellkeep.flush(60)  # what waits in the dead process's spool is adopted
    with Store.open(store_folder) as store:
        run = store.catalog.runs(name="case").items[0].run
    wanted = set(range(1, lines, step))
    main = _values(run.id, "main")
    assert wanted | {-value for value in wanted} <= set(main)
    assert len(main) == len(set(main))
    assert wanted <= set(_values(run.id, "handler"))


def _values(run_id: str, name: str) -> list[int]:
    listed = cellkeep.open_run(run_id).list()
    versions = [one.version for one in listed if one.name == name]
    return [cellkeep.load(name, version, run=run_id)[0] for version in versions]


# Waits too, at one line of a save after the other: it must end well, or say at once that it cannot.
WAITS_AT_EVERY_LINE = """
import os, sys, time, warnings
import cellkeep
from cellkeep.errors import SaveTimeoutError

warnings.simplefilter("ignore")
run = cellkeep.Run("case")
run.save([0], "output", name="warm").wait()
INSIDE = "cellkeep.transfer", "cellkeep_core.spool", "threading"  # here are the locks
told = {"ended": 0, "refused": 0}

def wait_in_handler(way):
    handle = run.save([which], "output", name="handler")
    begun = time.monotonic()
    try:
        if way == 0:
            handle.wait(LONG)
        elif way == 1:
            flushed = run.flush(LONG)
            assert flushed or "cannot be waited for here" in flushed.message, flushed
            if not flushed:
                raise SaveTimeoutError(flushed.message)
        else:
            assert run.load("handler") == [which]
        told["ended"] += 1
    except SaveTimeoutError as error:
        assert "cannot be waited for here" in str(error), error
        assert str(handle.transfer.entry.folder.parent) in str(error), error
        told["refused"] += 1
    assert time.monotonic() - begun < LONG / 2, which

def interrupted_at(which):
    seen = 0
    def trace(frame, event, _):
        nonlocal seen
        if not frame.f_globals.get("__name__", "").startswith(INSIDE):
            return None
        seen += event == "line"
        if seen == which:
            sys.settrace(None)
            seen += 1
            wait_in_handler(which // 3 % 3)
        return trace
    sys.settrace(trace)
    run.save([-which], "output", name="main")
    sys.settrace(None)
    return seen > which

which = 1
while interrupted_at(which):
    which += 3
assert run.flush(60)
print(told["ended"], told["refused"])
sys.stdout.flush()
os._exit(0)
"""


def test_a_handler_that_waits_ends_or_is_told_at_once_that_it_cannot(
    run_python: RunPython,
) -> None:
    code = WAITS_AT_EVERY_LINE.replace("LONG", "20")
    told = run_python(code, timeout=100, CELLKEEP_ROUTES="have,store", CELLKEEP_EXIT_TIMEOUT="20")
    ended, refused = map(int, told.stdout.split())
    assert ended > 30
    assert 3 < refused < ended


def test_what_is_waited_for_in_a_thread_of_our_own_is_told_at_once(run_python: RunPython) -> None:
    run_python(
        "import cellkeep, threading, time\n"
        "from cellkeep.errors import SaveTimeoutError\n"
        "run = cellkeep.Run('case')\n"
        "run.save([0], 'output', name='warm').wait()\n"
        "said = []\n"
        "def listen(changed):\n"  # as a finalizer that runs there would
        "    if said: return\n"
        "    begun = time.monotonic()\n"
        "    try:\n"
        "        said.append('')\n"
        "        changed[0].offer and cellkeep.flush(20)\n"
        "        handle.wait(20)\n"
        "    except SaveTimeoutError as error:\n"
        "        said.append(str(error))\n"
        "    said.append(time.monotonic() - begun)\n"
        "from cellkeep.transfer.session import current_session\n"
        "from cellkeep.transfer import engine as engines\n"
        "real = engines.deliver\n"
        "def deliver(transfer, reach):\n"
        "    listen([transfer])\n"
        "    real(transfer, reach)\n"
        "engines.deliver = deliver\n"
        "handle = run.save(b'x' * 100_000, 'output', name='large')\n"
        "assert handle.wait(30)\n"
        "assert 'cannot be waited for here' in said[1], said\n"
        "assert said[2] < 10, said\n"
    )


def test_a_real_signal_a_finalizer_and_an_exit_handler_save(
    run_python: RunPython, store_folder: Path
) -> None:
    told = run_python(
        "import atexit, gc, signal, sys, threading\n"
        "import faulthandler; faulthandler.dump_traceback_later(50, exit=True)\n"
        "atexit.register(lambda: run.save([1], 'output', name='at exit'))\n"
        "import cellkeep\n"
        "run = cellkeep.Run('case')\n"
        "class Dying:\n"
        "    def __del__(self):\n"
        "        run.save([id(self)], 'output', name='del')\n"
        "def handler(*_):\n"
        "    handles.append(run.save([1], 'output', name='signal'))\n"
        "handles = []\n"
        "signal.signal(signal.SIGALRM, handler)\n"
        "for number in range(150):\n"
        "    if number < 80 and number % 10 == 5:\n"
        "        signal.setitimer(signal.ITIMER_REAL, .0001 * (number % 7 + 1))\n"
        "    if number > 100:\n"
        "        gc.set_threshold(60)\n"  # so that it comes in the middle of other saves
        "        ring = [Dying()]; ring.append(ring); del ring\n"
        "    run.save([number], 'output', name='main')\n"
        "last = threading.Thread(target=lambda: run.save([1], 'output', name='thread'))\n"
        "last.start()\n"
        "assert all(handle.wait(20) for handle in handles)\n"
        "assert cellkeep.load('signal', run=run.id) == [1]\n"
        "print(len(handles))\n"
    )
    assert int(told.stdout) > 5
    assert cellkeep.flush(30)
    names = [one.name for one in cellkeep.open_run("case").list()]
    assert names.count("main") == 150
    assert {"del", "signal", "thread", "at exit"} <= set(names)


def test_no_lock_of_the_helper_stops_the_thread_that_holds_it() -> None:
    """A signal handler or ``__del__`` comes in the middle of any of them, a print's too."""
    files = [Path(module.__file__ or "").parent for module in (cellkeep, cellkeep_core)]
    plain = re.compile(r"(?<!R)Lock\(\)")
    assert not [
        file
        for folder in files
        for file in folder.rglob("*.py")
        if plain.search(file.read_text("utf-8"))
    ]


def test_a_handler_saves_in_the_thread_that_forks() -> None:
    from cellkeep.transfer.fork_gate import ForkGate

    gate = ForkGate()
    gate.before_fork()
    with gate.entered():  # no deadlock
        pass
    waits = threading.Thread(target=lambda: gate.entered().__enter__(), daemon=True)
    waits.start()
    waits.join(0.1)
    assert waits.is_alive()
    gate.after_fork_in_parent()
    waits.join(10)
    assert not waits.is_alive()


def test_what_is_saved_when_no_thread_can_be_started_waits_in_the_spool(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    run = Run()
    with monkeypatch.context() as ending:
        ending.setattr(threading.Thread, "start", refuse)
        handle = run.save([1], "output", name="small")
        large = run.save(b"x" * 20_000_000, "output", name="large")
        assert {handle.status, large.status} == {"queued"}
        assert handle.transfer.entry.read_bytes() == b"[1]"
    assert run.save([2], "output", name="next").wait(30)
    assert handle.wait(30)
    assert large.wait(30)
