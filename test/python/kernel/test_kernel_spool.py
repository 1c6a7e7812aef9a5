"""Nothing acknowledged is ever lost: no store, no room, killed, forked, or at its end."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

import cellkeep
from cellkeep import CellkeepWarning, Run, errors
from cellkeep.transfer import adoption
from cellkeep.transfer.carrier import backoff_s
from cellkeep.transfer.engine import Engine
from cellkeep.transfer.session import current_session
from cellkeep_core.paths import spool_roots
from cellkeep_core.spool import orphaned_groups
from cellkeep_core.spool_room import spool_usage
from cellkeep_store import Store
from waiting import wait_until

RunPython = Callable[..., "subprocess.CompletedProcess[str]"]


def test_without_a_store_saves_wait_in_the_spool_and_say_so_once(no_store: Path) -> None:
    run = Run()
    handle = run.save([1, 2], "output", name="x")
    with (
        pytest.warns(CellkeepWarning, match="waits in .*spool.*cellkeep push"),
        pytest.raises(errors.SaveTimeoutError, match="waits in the spool"),
    ):
        handle.wait(2)
    assert handle.status == "queued"
    assert handle.transfer_status().route == "spool"
    assert isinstance(handle.error, errors.StoreUnreachableError)
    assert "waits in the spool" in repr(handle)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        again = run.save([3], "output", name="y")
        with pytest.raises(errors.SaveTimeoutError):
            again.wait(1)
    assert run.load("x") == [1, 2]
    assert spool_usage(spool_roots())[0] == 2


def test_what_waits_in_the_spool_goes_by_itself_when_the_store_is_back(no_store: Path) -> None:
    run = Run()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CellkeepWarning)
        handles = [run.save([n], "output", name="x") for n in range(3)]
        wait_until(lambda: all(handle.transfer.parked for handle in handles))
    no_store.unlink()
    assert handles[0].retry()
    assert [handle.wait(20).version for handle in handles] == [1, 2, 3]
    assert spool_usage(spool_roots()) == (0, 0)


def test_backoff_doubles_with_full_jitter_up_to_a_minute() -> None:
    for attempts, longest in ((1, 1), (2, 2), (5, 16), (9, 60), (50, 60)):
        pauses = [backoff_s(attempts) for _ in range(200)]
        assert 0 <= min(pauses) < longest / 4
        assert longest * 3 / 4 < max(pauses) <= longest


def test_a_full_disk_is_an_error_that_leaves_nothing_behind_and_the_next_save_works(
    run_python: RunPython,
) -> None:
    # A limit on the size of files is what a full disk looks like to a process (EFBIG).
    done = run_python(
        """
import resource
from pathlib import Path
import numpy as np
import cellkeep

run = cellkeep.Run()
resource.setrlimit(resource.RLIMIT_FSIZE, (800_000, resource.RLIM_INFINITY))
for what in (np.zeros(1_000_000), b"x" * 1_000_000):
    try:
        run.save(what, "output", name="big")
    except cellkeep.errors.StoreFullError as error:
        assert isinstance(error, OSError) and "Free some space" in str(error), error
    else:
        raise SystemExit("it was not refused")
assert not [one for one in Path("../store/spool").glob("*/*") if one.name != "lock"]
print(run.save(np.zeros(10), "output", name="small").wait(20).version)
"""
    )
    assert done.stdout == "1\n", done.stderr


def test_a_kill_right_after_save_returned_loses_nothing(run_python: RunPython) -> None:
    script = """
import os, signal, sys
import numpy as np
import cellkeep
from cellkeep.transfer.engine import Engine
Engine._start_workers = lambda self: None   # killed before the worker did anything
run = cellkeep.Run("killed")
run.save(np.arange(100_000), "output", name="array")
open("data.txt", "w").write("text")
run.save("data.txt", "input")
print(run.id, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = run_python(script, ends=-signal.SIGKILL)
    run_id = done.stdout.strip()
    roots = spool_roots()
    orphans = list(chain.from_iterable(orphaned_groups(roots)))
    assert [entry.offer.name for entry in orphans] == ["array", "data.txt"]
    assert not any(entry.hashed for entry in orphans)
    engine = Engine()
    assert adoption.adopt_orphans(engine) == 2
    assert spool_usage(roots) == (0, 0)
    np.testing.assert_array_equal(cellkeep.load("array", run=run_id), np.arange(100_000))
    assert cellkeep.load("data.txt", run=run_id).read_text() == "text"


def test_the_next_process_sends_what_the_last_one_left(
    run_python: RunPython, tmp_path: Path, open_store: Callable[[], Store]
) -> None:
    blocker = tmp_path / "blocked"
    blocker.write_text("")
    spool = str(tmp_path / "spool")
    left = run_python(
        "import cellkeep; cellkeep.save([1], 'output', name='left')",
        CELLKEEP_STORE=str(blocker / "store"),
        CELLKEEP_SPOOL=spool,
    )
    # On a slow machine it may say before that it is still at it.
    (said,) = [line for line in left.stderr.splitlines() if "under way" not in line]
    assert all(words in said for words in ("1 save", "'left'", "cellkeep push", spool))
    nxt = run_python(
        "import cellkeep; cellkeep.save([2], 'output', name='next')", CELLKEEP_SPOOL=spool
    )
    # On a slow machine it may say that it is still at it; never that something was left.
    assert "did not reach" not in nxt.stderr
    assert {one.name for one in open_store().catalog.artifacts().items} == {"left", "next"}


def test_two_processes_do_not_push_the_same_orphans_twice(
    run_python: RunPython, open_store: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_python(
        "import os, cellkeep\n"
        "from cellkeep.transfer.engine import Engine\n"
        "Engine._start_workers = lambda self: None\n"
        "for n in range(20): cellkeep.save([n], 'output', name=f'n{n}')\n"
        "os._exit(0)"
    )
    assert spool_usage(spool_roots())[0] == 20
    children = [
        subprocess.Popen([sys.executable, "-c", "import cellkeep; cellkeep.current_run().list()"])
        for _ in range(2)
    ]
    engine = current_session().engine
    for child in children:
        assert child.wait(60) == 0

    def is_adopted() -> bool:
        adoption.adopt_orphans(engine)
        return not spool_usage(spool_roots())[0]

    wait_until(is_adopted)
    store = open_store()
    assert sorted(one.version for one in store.catalog.artifacts().items) == [1] * 20


def test_a_script_ends_only_when_its_saves_are_stored(
    run_python: RunPython, open_store: Callable[[], Store]
) -> None:
    done = run_python(
        "import numpy as np, cellkeep\n"
        "for n in range(20): cellkeep.save(np.full(50_000, n), 'output', name='x')\n"
        "open('data.bin', 'wb').write(b'0' * 50_000_000)\n"
        "cellkeep.save('data.bin', 'output')"
    )
    assert done.stdout == "", done.stderr
    artifacts = open_store().catalog.artifacts().items
    assert len(artifacts) == 21
    assert spool_usage(spool_roots()) == (0, 0)


def test_the_wait_at_the_end_is_bounded_and_says_what_is_left(run_python: RunPython) -> None:
    begun = time.monotonic()
    done = run_python(
        "import cellkeep, time\n"
        "from cellkeep.transfer.routes.store import StoreRoute\n"
        "StoreRoute.put = lambda *a: time.sleep(60)\n"
        "cellkeep.save([1], 'output', name='slow')",
        CELLKEEP_EXIT_TIMEOUT="2.5",
    )
    assert time.monotonic() - begun < 15
    lines = done.stderr.splitlines()
    assert len(lines) == 2, done.stderr
    assert lines[0].startswith("cellkeep: 1 save under way")
    assert "'slow'" in lines[1]
    assert spool_usage(spool_roots())[0] == 1


def test_a_closed_run_warns_of_what_is_left(no_store: Path) -> None:
    run = Run()
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        run.save([1], "output", name="x")
        run.close()
    assert len(warned) == 1
    assert "did not reach the store" in str(warned[0].message)


def test_a_forked_child_saves_for_itself_and_the_parent_goes_on(run_python: RunPython) -> None:
    done = run_python(
        """
import multiprocessing, os, warnings
import cellkeep
warnings.simplefilter("ignore", DeprecationWarning)
run = cellkeep.Run("forked")
before = run.save(list(range(1000)), "output", name="before")

def child(n):
    run.save({"child": n}, "output", name=f"child {n}")
    assert before.wait(30).version == 1

workers = [multiprocessing.get_context("fork").Process(target=child, args=(n,)) for n in range(3)]
for worker in workers: worker.start()
for worker in workers: worker.join()
assert [worker.exitcode for worker in workers] == [0, 0, 0]
run.save([1], "output", name="after").wait(30)
print(sorted(row.name for row in run.list()))
"""
    )
    assert done.stdout.strip() == "['after', 'before', 'child 0', 'child 1', 'child 2']"


def test_a_plain_fork_keeps_the_parents_spool_locked(run_python: RunPython) -> None:
    done = run_python(
        """
import os, sys, warnings
from itertools import chain
import cellkeep
from cellkeep.transfer.engine import Engine
from cellkeep_core.paths import spool_roots
from cellkeep_core.spool import orphaned_groups
warnings.simplefilter("ignore", DeprecationWarning)
Engine._start_workers = lambda self: None
run = cellkeep.Run()
run.save([1], "output", name="mine")
child = os.fork()
if child == 0:
    sys.exit(0)   # runs atexit handlers and finalizers in the child
os.waitpid(child, 0)
print([entry.offer.name for entry in chain.from_iterable(orphaned_groups(spool_roots()))])
os._exit(0)
"""
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_the_digest_in_the_catalog_is_that_of_the_bytes(open_store: Callable[[], Store]) -> None:
    content = os.urandom(3_000_001)
    Path("data.bin").write_bytes(content)
    handle = Run().save("data.bin", "output").wait(30)
    assert handle.digest == hashlib.sha256(content).hexdigest()
    assert open_store().contents.has(handle.digest)
