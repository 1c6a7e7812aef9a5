"""A front end's wish to keep an object: while a cell runs, repeated, given up."""

from __future__ import annotations

import time

from front_end import FrontEnd
from kernel_saves import busy_until
from live_objects import note_of, stored
from real_kernel import RealKernel

from cellkeep_core.ids import new_id


def test_it_is_kept_while_another_cell_is_busy(shell: RealKernel, page: FrontEnd) -> None:
    # The first save of a process loads the store's libraries: slow beside a busy interpreter.
    assert shell.run("import cellkeep\ncellkeep.save([1], 'output', name='warm').wait(60)").ok
    note = note_of(shell, "busy_frame = pd.DataFrame({'a': range(10)})\nbusy_frame")
    figure = shell.run("plt.plot([1]); plt.show()").notes[-1]
    busy = shell.start(
        "half, axes = plt.subplots()\n"
        "plt.rcParams['lines.linewidth'] = 7\n"
        + busy_until("both are kept")
        + "\nprint(plt.gcf() is half, plt.rcParams['lines.linewidth'])\nplt.close(half)"
    )
    stored(shell, page, page.keep(note["object"], "while busy"))
    stored(shell, page, page.keep(figure["object"], "figure while busy"))
    (shell.folder / "both are kept").touch()
    execution = shell.finish(busy)
    assert execution.stdout == "True 7.0\n"
    assert execution.stderr == ""
    assert execution.outputs() == []


def test_without_subshells_the_wish_is_done_when_the_cell_ends(shell: RealKernel, attach) -> None:
    page = attach(subshell=False)
    note = note_of(shell, "calm = pd.DataFrame({'a': [1]})\ncalm")
    busy = shell.start("time.sleep(1)")
    request_id = page.keep(note["object"], "without subshells")
    assert shell.finish(busy).ok
    stored(shell, page, request_id)


def test_an_object_that_changes_meanwhile_is_kept_or_refused_and_the_cell_goes_on(
    shell: RealKernel, page: FrontEnd
) -> None:
    note = note_of(shell, "moving = pd.DataFrame({'a': np.zeros(200_000)})\nmoving")
    busy = shell.start(
        "end = time.monotonic() + 2\n"
        "while time.monotonic() < end:\n"
        "    moving['b'] = 1.0; moving.drop(columns='b', inplace=True)"
    )
    answers = [page.answer(page.keep(note["object"], "moving")) for _ in range(5)]
    assert shell.finish(busy).ok
    assert all(one.transfer_id or one.error.code == "NOT_SERIALISABLE" for one in answers)  # type: ignore[union-attr]
    assert any(one.transfer_id for one in answers)


def test_a_wish_is_done_once_and_answered_until_it_is_acknowledged(
    shell: RealKernel, page: FrontEnd
) -> None:
    note = note_of(shell, "once = pd.DataFrame({'a': [1]})\nonce")
    request_id = page.keep(note["object"], "once")
    first = page.answer(request_id)
    page.keep(note["object"], "once", request_id=request_id)
    shell.wait_until(lambda: len(page.kept(request_id)) >= 2)
    page.resync(expected=1, got=2)
    shell.wait_until(lambda: len(page.kept(request_id)) >= 3)
    assert {one.transfer_id for one in page.kept(request_id)} == {first.transfer_id}
    page.acknowledge_kept(request_id)
    time.sleep(0.3)
    count = len(page.kept(request_id))
    page.resync(expected=1, got=2)
    time.sleep(2.5)
    assert len(page.kept(request_id)) == count
    with shell.open_store() as store:
        assert len(store.catalog.artifacts(name="once").items) == 1


def test_an_answer_that_is_lost_is_sent_again(shell: RealKernel, page: FrontEnd) -> None:
    note = note_of(shell, "lost = pd.DataFrame({'a': [1]})\nlost")
    request_id = page.keep(note["object"], "repeated")
    page.answer(request_id)
    shell.wait_until(lambda: len(page.kept(request_id)) >= 2, timeout=6)


def test_a_wish_that_takes_long_is_heard_first_and_can_be_given_up(
    shell: RealKernel, page: FrontEnd
) -> None:
    # A codec of a third party's that takes its time.
    assert shell.run(
        "import threading\n"
        "from cellkeep import codecs\n"
        "go_on = threading.Event()\n"
        "class Slow: pass\n"
        "class SlowCodec:\n"
        "    id, rank, safe = 'slow.v1', 5, True\n"
        "    def matches(self, obj): return isinstance(obj, Slow)\n"
        "    def encode(self, obj, sink):\n"
        "        go_on.wait(20); sink.write(b'slow')\n"
        "        return codecs.Encoded(self.id, 'application/x-slow')\n"
        "    def decode(self, path): return Slow()\n"
        "dispose = codecs.register(SlowCodec())\n"
        "slow = Slow()"
    ).ok
    note = note_of(shell, "slow")
    assert note["kind"] == "object"
    first, second = page.keep(note["object"], "slow one"), page.keep(note["object"], "slow two")
    # Also the one that waits for its turn: a page that hears nothing saves less than the object.
    shell.wait_until(lambda: page.said_of(first) and page.said_of(second))
    assert page.kept(first) == []
    page.command("cancel", second)
    time.sleep(0.5)
    assert shell.run("go_on.set()").ok
    kept = page.answer(first)
    assert kept.transfer_id
    shell.wait_until(lambda: page.state(str(kept.transfer_id)) == "stored")
    assert shell.run("dispose()").ok
    assert page.kept(second) == []
    names = shell.value("[one.name for one in cellkeep.current_run().list()]")
    assert "slow one" in names
    assert "slow two" not in names


def test_it_can_go_to_a_run_that_the_front_end_names(shell: RealKernel, page: FrontEnd) -> None:
    from cellkeep_core.protocol import Run

    note = note_of(shell, "other = pd.DataFrame({'a': [1]})\nother")
    run = Run(
        id=new_id(),
        name="another run",
        folder="/",
        tags=[],
        metadata={},
        created_at="2026-01-01T00:00:00.000Z",
    )
    artifact = stored(shell, page, page.keep(note["object"], "elsewhere", run=run))
    assert (artifact.run_id, artifact.run_name) == (run.id, "another run")


def test_control_messages_do_not_flush_a_figure_that_a_running_cell_draws(
    shell: RealKernel, page: FrontEnd
) -> None:
    busy = shell.start(
        "from pathlib import Path\n"
        "import matplotlib.pyplot as plt\n"
        "figure, axes = plt.subplots()\n"
        "axes.plot([1, 2])\n"
        "print('drawn', flush=True)\n"
        "end = time.monotonic() + 20\n"
        "while not Path('answered').exists() and time.monotonic() < end: time.sleep(0.01)\n"
        "axes.plot([2, 1])\n"
        "print(plt.gcf() is figure, len(plt.gcf().axes[0].lines))"
    )
    shell.wait_until(lambda: any(one["content"].get("text") == "drawn\n" for one in shell.messages))
    for _ in range(10):
        count = len(page.snapshots())
        page.resync(expected=1, got=2)
        shell.wait_until(lambda count=count: len(page.snapshots()) > count)
    (shell.folder / "answered").touch()
    execution = shell.finish(busy)
    assert execution.stdout == "drawn\nTrue 2\n"
    pictures = [one for one in execution.outputs("display_data") if "image/png" in one["data"]]
    assert len(pictures) == 1


def test_a_wish_after_unloading_is_answered_too(shell: RealKernel, page: FrontEnd) -> None:
    note = note_of(shell, "unloaded = pd.DataFrame({'a': [1]})\nunloaded")
    assert shell.run("%unload_ext cellkeep").ok
    kept = page.answer(page.keep(note["object"], "unloaded"))
    assert kept.error.code == "ARTIFACT_NOT_FOUND"  # type: ignore[union-attr]
    assert shell.run("%load_ext cellkeep").ok
