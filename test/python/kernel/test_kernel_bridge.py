"""The feed and the control comm of a real kernel, with a front end that speaks each message."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from front_end import FrontEnd, feed_messages
from kernel_saves import busy_until, ended, save, waiting_a_minute
from real_kernel import RealKernel

from cellkeep_core.protocol import ErrorInfo, HelloMessage
from cellkeep_core.protocol.generated import StatusMessage


@pytest.fixture(scope="module")
def helper(kernel: RealKernel) -> RealKernel:
    kernel.run_ok(
        "import threading, time\n"
        "import numpy as np\n"
        "import cellkeep\n"
        "from cellkeep.transfer.routes import comm as comm_route\n"
        "run = cellkeep.current_run()"
    )
    return kernel


@pytest.fixture(autouse=True)
def numbers_have_no_gaps(helper: RealKernel) -> Iterator[None]:
    yield
    numbers = [envelope.seq for envelope, _ in _feed(helper)]
    assert numbers == list(range(1, len(numbers) + 1))


def _feed(kernel: RealKernel) -> list:
    with kernel.arrived:
        return feed_messages(list(kernel.messages))


def test_the_feed_opens_with_a_hello_and_stays_silent_with_nobody_there(
    helper: RealKernel,
) -> None:
    (first, buffers), *rest = _feed(helper)
    assert first.seq == 1
    assert len(buffers) == 1
    assert isinstance(first.message, HelloMessage)
    assert first.message.small_payload_limit == 8 * 1024 * 1024
    save(helper, "nobody")
    assert ended(helper) == ("stored", "store")
    assert len(_feed(helper)) == 1 + len(rest)


def test_a_front_end_gets_a_snapshot_of_what_is_under_way_and_has_just_ended(
    helper: RealKernel, attach
) -> None:
    transfer_id = save(helper, "before attach")
    ended(helper)
    front_end = attach(upload=False)
    (snapshot,) = front_end.snapshots()
    states = {one.id: one.state for one in snapshot.transfers}
    assert states[transfer_id] == "stored"
    front_end.resync(expected=3, got=5)
    helper.wait_until(lambda: len(front_end.snapshots()) == 2)


def test_a_small_save_rides_on_the_comm_while_its_cell_waits_for_it(
    helper: RealKernel, attach
) -> None:
    front_end = attach()
    with waiting_a_minute(helper):
        execution = helper.run(
            "h = run.save(np.arange(1000), 'output', name='rides').wait(30)\n"
            "print(h.id, h.version, h.transfer_status().route)"
        )
    assert execution.ok, execution.outputs("error")
    transfer_id, version, route = execution.stdout.split()
    assert (version, route) == ("1", "comm")
    assert front_end.uploaded == [transfer_id]
    helper.wait_until(lambda: front_end.state(transfer_id) == "stored")
    assert helper.value("(cellkeep.load('rides') == np.arange(1000)).all()") == "True"


def test_a_save_for_a_named_server_does_not_go_to_the_store_of_a_page(
    helper: RealKernel, attach
) -> None:
    front_end = attach()
    execution = helper.run_ok(
        "import os\n"
        "os.environ['CELLKEEP_SERVER'] = 'http://127.0.0.1:9/'  # nobody is there\n"
        "h = run.save([1, 'named'], 'output', name='named')\n"
        "try:\n    h.wait(2)\nexcept cellkeep.CellkeepError as error:\n    print(error.code)\n"
        "del os.environ['CELLKEEP_SERVER']\n"
        "print(h.status)"
    )
    assert execution.stdout.split()[-1] == "queued", execution.stdout
    assert front_end.uploaded == []
    assert ended(helper)[0] == "stored"


def is_told_stored(front_end: FrontEnd, name: str) -> bool:
    """Whether a status message, which is no snapshot, has said so."""
    return any(
        one.name == name and one.state == "stored"
        for envelope, _ in front_end.feed()
        if isinstance(envelope.message, StatusMessage)
        for one in envelope.message.transfers
    )


def test_status_messages_come_while_a_cell_runs_and_between_cells(
    helper: RealKernel, attach
) -> None:
    front_end = attach()
    busy = helper.start("h = run.save([0], 'output', name='in a busy cell')\n" + busy_until("told"))
    helper.wait_until(lambda: is_told_stored(front_end, "in a busy cell"))
    (helper.folder / "told").touch()
    assert helper.finish(busy).ok
    assert helper.run(
        "def later():\n"
        "    time.sleep(0.3)\n"
        "    global late\n"
        "    late = run.save([1], 'output', name='between cells')\n"
        "threading.Thread(target=later).start()"
    ).ok
    helper.wait_until(lambda: is_told_stored(front_end, "between cells"))


def test_there_are_at_most_ten_status_messages_a_second(helper: RealKernel, attach) -> None:
    front_end = attach(acknowledge=False, upload=False, limit=0)
    before = len(front_end.feed())
    execution = helper.run_ok(
        "begun = time.monotonic()\n"
        "hs = [run.save([n], 'output', name=f'many {n}') for n in range(150)]\n"
        "for h in hs: h.wait(30)\n"
        "print(time.monotonic() - begun)"
    )
    seconds = float(execution.stdout)
    ids = helper.value("' '.join(h.id for h in hs)").split()
    helper.wait_until(lambda: all(front_end.state(one) == "stored" for one in ids))
    statuses = [
        one for one, _ in front_end.feed()[before:] if isinstance(one.message, StatusMessage)
    ]
    assert 1 <= len(statuses) <= 10 * (seconds + 1) + 1


def test_an_offer_that_is_not_acknowledged_goes_by_the_store_within_seconds(
    helper: RealKernel, attach
) -> None:
    front_end = attach(acknowledge=False, upload=False)
    begun = time.monotonic()
    transfer_id = save(helper, "not acknowledged")
    assert ended(helper) == ("stored", "store")
    assert time.monotonic() - begun > 1.9
    assert front_end.was_offered(transfer_id)
    with waiting_a_minute(helper):
        silent = save(helper, "the silent one is not asked again")
        assert ended(helper) == ("stored", "store")
    assert not front_end.was_offered(silent)
    front_end.acknowledge = front_end.upload = True
    front_end.resync(1, 1)
    helper.wait_until(lambda: len(front_end.snapshots()) == 2)
    save(helper, "it spoke again")
    assert ended(helper) == ("stored", "comm")


def test_an_offer_without_a_receipt_goes_by_the_store(helper: RealKernel, attach) -> None:
    attach(acknowledge=True, upload=False)
    assert helper.run("comm_route.RECEIPT_TIMEOUT_S = 1.5").ok
    try:
        save(helper, "no receipt")
        assert ended(helper) == ("stored", "store")
    finally:
        assert helper.run("comm_route.RECEIPT_TIMEOUT_S = 10").ok


def test_a_receipt_that_never_comes_is_found_in_the_store(helper: RealKernel, attach) -> None:
    front_end = attach(acknowledge=True, upload=False)
    transfer_id = save(helper, "lost receipt", "np.arange(77)")
    helper.wait_until(lambda: front_end.was_offered(transfer_id))
    offer, buffers = next(
        (one.message, found)
        for one, found in reversed(front_end.feed())
        if getattr(one.message, "offer", None) is not None
    )
    with helper.open_store() as store:
        store.ingest.put_bytes(offer.offer, buffers[offer.content])
    assert ended(helper, 8) == ("stored", "comm")


def test_a_refused_offer_takes_the_next_route_at_once(helper: RealKernel, attach) -> None:
    front_end = attach(acknowledge=False, upload=False)
    with waiting_a_minute(helper):
        transfer_id = save(helper, "refused")
        helper.wait_until(lambda: front_end.was_offered(transfer_id))
        front_end.refuse(
            transfer_id, ErrorInfo(code="FORBIDDEN", message="Not allowed.", retryable=False)
        )
        assert ended(helper) == ("stored", "store")


def test_what_is_over_the_limit_goes_by_the_store(helper: RealKernel, attach) -> None:
    front_end = attach(limit=10_000)
    save(helper, "large", "np.arange(5000)")
    assert ended(helper) == ("stored", "store")
    save(helper, "small", "np.arange(500)")
    assert ended(helper) == ("stored", "comm")
    assert len(front_end.uploaded) == 1


def test_what_the_store_has_already_moves_no_bytes(helper: RealKernel, attach) -> None:
    front_end = attach()
    save(helper, "first of two", "np.arange(123)")
    ended(helper)
    save(helper, "second of two", "np.arange(123)")
    assert ended(helper) == ("stored", "have")
    assert len(front_end.uploaded) == 1


def test_the_visible_front_end_uploads_and_exactly_one(helper: RealKernel, attach) -> None:
    visible = attach(visible=True)
    hidden = attach(visible=False)
    save(helper, "two front ends", "np.arange(321)")
    assert ended(helper) == ("stored", "comm")
    assert (len(visible.uploaded), len(hidden.uploaded)) == (1, 0)
    visible.leave()
    save(helper, "one left", "np.arange(322)")
    assert ended(helper) == ("stored", "comm")
    assert len(hidden.uploaded) == 1


def test_a_front_end_that_leaves_with_an_offer_does_not_hold_it_up(
    helper: RealKernel, attach
) -> None:
    front_end = attach(acknowledge=True, upload=False)
    with waiting_a_minute(helper):
        transfer_id = save(helper, "left behind", "np.arange(55)")
        helper.wait_until(lambda: front_end.was_offered(transfer_id))
        front_end.close_comm()
        assert ended(helper) == ("stored", "store")


def test_without_subshells_a_cell_that_waits_still_ends(helper: RealKernel, attach) -> None:
    # The control comm is heard only between cells, as on ipykernel 6.
    front_end = attach(subshell=False)
    helper.run_ok(
        "h = run.save(np.arange(9), 'output', name='deaf').wait(20)\n"
        "print(h.transfer_status().route)"
    )
    helper.wait_until(lambda: front_end.uploaded)
    assert helper.artifact("deaf").version == 1
    front_end.leave()
    assert helper.run("pass").ok


def test_buttons_pause_resume_and_cancel(helper: RealKernel, attach) -> None:
    front_end = attach(acknowledge=True, upload=False)
    transfer_id = save(helper, "buttons", "np.arange(66)")
    helper.wait_until(lambda: front_end.was_offered(transfer_id))
    front_end.command("pause", transfer_id)
    helper.wait_until(lambda: front_end.state(transfer_id) == "paused")
    front_end.command("resume", transfer_id)
    helper.wait_until(lambda: front_end.state(transfer_id) != "paused")
    front_end.command("cancel", transfer_id)
    helper.wait_until(lambda: front_end.state(transfer_id) == "cancelled")
    failed = helper.run("h.wait(5)")
    assert failed.reply["content"]["ename"] == "SaveCancelledError"


def test_a_front_end_without_the_extension_closes_the_feed_and_nothing_breaks(
    helper: RealKernel, attach
) -> None:
    session = helper.client.session
    with helper.arrived:
        opened = next(
            one
            for one in helper.messages
            if one["msg_type"] == "comm_open" and one["content"]["target_name"] == "cellkeep.feed"
        )
    comm_id = opened["content"]["comm_id"]
    message = session.msg("comm_close", {"comm_id": comm_id, "data": {}})
    helper.client.shell_channel.send(message)
    execution = helper.run_ok("pass")
    assert execution.stderr == ""
    helper.client.comm_info(target_name="cellkeep.feed")
    while True:
        reply = helper.client.get_shell_msg(timeout=20)
        if reply["msg_type"] == "comm_info_reply":
            break
    assert list(reply["content"]["comms"]) == [comm_id]
    attach()
    save(helper, "after the close", "np.arange(88)")
    assert ended(helper) == ("stored", "comm")


def test_the_run_is_called_as_the_front_end_calls_the_notebook(helper: RealKernel, attach) -> None:
    assert helper.value("run.name") == "analysis.ipynb"
    attach(notebook="work/renamed.ipynb")
    assert helper.value("run.name") == "renamed.ipynb"
    save(helper, "in a renamed notebook")
    ended(helper)
    assert helper.artifact("in a renamed notebook").provenance.notebook == "work/renamed.ipynb"


def test_nonsense_on_the_control_comm_is_logged_and_forgotten(helper: RealKernel, attach) -> None:
    front_end = attach()
    body = {"comm_id": front_end._comm_id, "data": {}}
    front_end._raw("comm_msg", body, [])
    front_end._raw("comm_msg", body, [b"\xc1 not msgpack"])
    save(helper, "after nonsense", "np.arange(99)")
    assert ended(helper) == ("stored", "comm")
