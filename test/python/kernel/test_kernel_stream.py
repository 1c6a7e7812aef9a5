"""A kernel that can reach no store: its bytes go in frames, as front ends give credit."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from front_end import attaching
from kernel_saves import ended, save
from real_kernel import RealKernel
from streaming import MB, StreamingFrontEnd

from cellkeep_core.protocol import ErrorInfo
from cellkeep_store import Store
from waiting import wait_until

PATIENT = """
import sys
carrier_module = sys.modules["cellkeep.transfer.carrier"]
backoff_s, carrier_module.backoff_s = carrier_module.backoff_s, lambda attempts: 300.0
"""
IMPATIENT = "carrier_module.backoff_s = backoff_s"
# A parked save is soon tried again, and then says nothing of the last time.
WRITE_DOWN = """
from cellkeep.transfer.transfer import Transfer
said, park = [], Transfer.park
def write_down(transfer, error):
    park(transfer, error)
    said.append(str(transfer.error))
Transfer.park = write_down
"""


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealKernel]:
    """A kernel as on another machine: where its store should be, nothing can be written."""
    folder = tmp_path_factory.mktemp("remote")
    with RealKernel(folder, CELLKEEP_STORE="/proc/nowhere/store") as real:
        real.run_ok(
            "import time\nimport numpy as np\nimport cellkeep\nrun = cellkeep.current_run()\n"
            "def some(megabytes, seed):\n"
            "    return np.random.default_rng(seed).bytes(megabytes * 1024 * 1024)\n"
        )
        yield real


@pytest.fixture
def server(tmp_path: Path) -> Path:
    return tmp_path / "server-store"


@pytest.fixture
def attach(remote: RealKernel, server: Path) -> Iterator[Callable[..., StreamingFrontEnd]]:
    with attaching(remote, partial(StreamingFrontEnd, store=server)) as make:
        yield make


def in_store(server: Path, name: str) -> list[int]:
    with Store.open(server) as store:
        found = store.catalog.artifacts(name=name).items
        for one in found:
            content = store.contents.read(one.id)
            assert hashlib.sha256(content).hexdigest() == one.sha256
        return [one.size for one in found]


def test_large_bytes_go_in_frames_within_the_credit(
    remote: RealKernel, attach, server: Path
) -> None:
    front_end = attach()
    # A busy machine may keep still for so long that a part is asked for again: not each time.
    for attempt in range(3):
        front_end.frames.clear()
        begun = time.monotonic()
        save(remote, f"large {attempt}", f"some(12, {attempt})")
        assert ended(remote) == ("stored", "comm")
        print(f"12 MB in frames: {12 / (time.monotonic() - begun):.0f} MB/s by the kernel")
        assert in_store(server, f"large {attempt}") == [12 * MB]
        offsets = [offset for offset, _ in front_end.frames]
        if offsets == sorted(set(offsets)):
            return
    raise AssertionError("something is sent twice each time, on a good line")


def test_lost_frames_are_sent_again(remote: RealKernel, attach, server: Path) -> None:
    front_end = attach(lose=5)
    save(remote, "lossy", "some(12, 2)")
    assert ended(remote) == ("stored", "comm")
    assert front_end.lose == 0
    assert in_store(server, "lossy") == [12 * MB]


def test_the_next_front_end_goes_on_where_a_killed_one_stopped(
    remote: RealKernel, attach, server: Path
) -> None:
    second = attach()
    first = attach(stop_after=5 * MB)  # the newest one uploads
    transfer_id = save(remote, "handed over", "some(12, 3)")
    remote.wait_until(first.silent.is_set)
    begun = time.monotonic()
    remote.wait_until(lambda: second.frames, timeout=60)
    # Two seconds of silence, as the kernel measured them, and what a busy machine adds.
    took = time.monotonic() - begun
    print(f"handed over after {took:.1f} s")
    assert took < 10, "nothing but the silence hands over so soon"
    assert ended(remote) == ("stored", "comm")
    assert second.uploaded == [transfer_id]
    assert min(offset for offset, _ in second.frames) >= 5 * MB, "from the byte the server has"
    assert in_store(server, "handed over") == [12 * MB]


def test_a_save_with_nobody_there_goes_when_somebody_comes(
    remote: RealKernel, attach, server: Path
) -> None:
    # The next try by itself would be in minutes: what wakes it is who comes.
    assert remote.run(PATIENT).ok
    save(remote, "early", "some(9, 4)")
    waits = remote.run("time.sleep(1); s = h.transfer_status(); print(s.state, s.route)")
    assert waits.stdout.split() == ["queued", "spool"]
    attach()
    assert ended(remote) == ("stored", "comm")
    assert remote.run(IMPATIENT).ok
    assert in_store(server, "early") == [9 * MB]


def test_without_subshells_the_save_goes_on_after_the_cell_which_says_what_it_waits_for(
    remote: RealKernel, attach, server: Path
) -> None:
    attach(subshell=False)
    waiting = remote.run_ok(
        "cellkeep.transfer.session.current_session().engine.notices._said.clear()\n"
        "h = run.save(some(9, 5), 'output', name='deaf')\n"
        "try: h.wait(6)\n"
        "except cellkeep.errors.SaveTimeoutError as error: print(error)"
    )
    assert "when the running cell ends" in waiting.stderr + waiting.stdout
    wait_until(lambda: in_store(server, "deaf"), otherwise="it goes on by itself")


def test_a_refusal_says_why(remote: RealKernel, attach, server: Path) -> None:
    front_end = attach(stop_after=1)
    assert remote.run(WRITE_DOWN).ok
    transfer_id = save(remote, "refused", "some(9, 6)")
    remote.wait_until(front_end.silent.is_set)
    full = ErrorInfo(code="STORE_FULL", message="No room.", retryable=True)
    front_end.refuse(transfer_id, full)
    told = remote.run(
        "end = time.monotonic() + 30\n"
        "while not said and time.monotonic() < end: time.sleep(0.01)\n"
        "print(said)"
    )
    assert remote.run("h.cancel()").ok
    assert "did not take 'refused': No room." in told.stdout


def test_a_paused_stream_goes_on_from_the_byte_the_server_has(
    remote: RealKernel, attach, server: Path
) -> None:
    front_end = attach(window=MB)
    transfer_id = save(remote, "paused", "some(60, 7)")
    remote.wait_until(lambda: len(front_end.frames) > 4)
    front_end.command("pause", transfer_id)
    remote.wait_until(lambda: front_end.state(transfer_id) == "paused")
    before = len(front_end.frames)
    time.sleep(0.5)
    assert len(front_end.frames) <= before + 2
    sent = max(offset for offset, _ in front_end.frames)
    front_end.command("resume", transfer_id)
    assert ended(remote) == ("stored", "comm")
    assert min(offset for offset, _ in front_end.frames[before + 2 :]) >= sent - MB
    assert in_store(server, "paused") == [60 * MB]


def test_frames_survive_a_flood_of_output(remote: RealKernel, attach, server: Path) -> None:
    attach()
    busy = remote.start(
        "h = run.save(some(12, 8), 'output', name='flooded')\n"
        "for n in range(300): print('x' * 20_000)\n"
        "h.wait(40)"
    )
    assert remote.finish(busy, timeout=180).ok
    assert in_store(server, "flooded") == [12 * MB]
