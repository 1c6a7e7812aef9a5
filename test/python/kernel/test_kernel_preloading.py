"""What the kernel loads ahead, while nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from real_kernel import RealKernel

from cellkeep_store import Store
from waiting import wait_until

# Tells of it without running a cell, after which the kernel would wait again.
WATCH = """
import pathlib, sys, threading, time
import cellkeep
def watch():
    while 'cellkeep_store' not in sys.modules: time.sleep(0.05)
    pathlib.Path('loaded').touch()
threading.Thread(target=watch, daemon=True).start()
time.sleep(1.5)
print('sqlalchemy' in sys.modules)
"""


@pytest.fixture
def start_kernel(tmp_path: Path) -> Iterator[Callable[..., RealKernel]]:
    """Start kernels beside a store that exists."""
    Store.open(tmp_path / "store").close()
    with ExitStack() as started:
        yield lambda **env: started.enter_context(RealKernel(tmp_path, **env))


def test_the_stores_libraries_are_loaded_in_a_quiet_moment(
    start_kernel: Callable[..., RealKernel],
) -> None:
    kernel = start_kernel()
    assert kernel.run(WATCH).stdout == "False\n"  # not while the cell runs
    wait_until((kernel.folder / "loaded").exists, otherwise="never loaded")
    # What the thread has loaded is what a save works with.
    assert kernel.run("cellkeep.save([1], 'output', name='quick').wait(30)").ok
    with kernel.open_store() as store:
        assert [one.name for one in store.catalog.artifacts().items] == ["quick"]


def test_nothing_is_loaded_where_saves_go_elsewhere(
    start_kernel: Callable[..., RealKernel],
) -> None:
    kernel = start_kernel(CELLKEEP_ROUTES="have,comm,spool")
    asks = "from cellkeep.kernel.preloading import _saves_go_to_a_store_here as asks\nprint(asks())"
    assert kernel.run(f"import cellkeep\n{asks}").stdout == "False\n"
