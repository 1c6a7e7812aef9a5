"""Each error of a save: its class, what to do in its text, and that the next save works."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cellkeep
from cellkeep import Run, errors

Call = Callable[[Run], Any]
LOCK = threading.Lock()
LARGE = {"a": {"b": np.zeros(2000)}}
# What is wrong with each call is what its error says of it.
CASES: dict[tuple[type[Exception], type[Exception]], list[tuple[Call, str]]] = {
    (errors.NoSuchFileError, FileNotFoundError): [
        (lambda run: run.save("missing.png", "output"), r"missing\.png.*save_object"),
        (lambda run: run.save_directory("missing", "output"), "missing"),
    ],
    (errors.NotADirectoryPathError, NotADirectoryError): [
        (
            lambda run: run.save_directory("here.txt", "output"),
            r"Save a single file with run\.save",
        ),
    ],
    (errors.UnknownCategoryError, ValueError): [
        (lambda run: run.save("here.txt", "figure"), "'code', 'input' or 'output'"),
    ],
    (errors.BadMediaTypeError, ValueError): [
        (lambda run: run.save("here.txt", "output", "text"), "type/subtype"),
    ],
    (errors.NameRequiredError, TypeError): [
        (lambda run: run.save({"a": 1}, "output"), "name='results'"),
    ],
    (errors.PickleRefusedError, ValueError): [
        (lambda run: run.save(re.compile("a"), "output", name="p"), "allow_pickle=True"),
    ],
    (errors.NotSerialisableError, TypeError): [
        (lambda run: run.save(LOCK, "output", name="x", allow_pickle=True), "lock"),
        (lambda run: run.save(None, "output", name="none"), "None"),
        (lambda run: run.save([1], "output", name="x", metadata=LARGE), r"metadata\['a'\]\['b'\]"),
        (
            lambda run: run.save([1], "output", name="x", metadata={(1, 2): "a"}),
            "a key of metadata",
        ),
        (lambda run: run.save([1], "output", "text/plain", name="x"), "Leave filetype out"),
    ],
    (errors.BadNameError, ValueError): [
        (lambda run: run.save([1], "output", name="x" * 513), "512"),
        (lambda run: run.save([1], "output", name="a\nb"), "control character"),
        (lambda run: run.save([1], "output", name="../../evil"), r"'\.\.'"),
        (
            lambda run: run.save("../outside.txt", "output", preserve_path=True),
            "preserve_path=False",
        ),
    ],
    (errors.EmptySelectionError, ValueError): [
        (lambda run: run.save_all([], "output"), "at least one file"),
    ],
}


@pytest.mark.parametrize(
    ("call", "error", "built_in", "text"),
    [(call, *kinds, text) for kinds, calls in CASES.items() for call, text in calls],
)
def test_each_wrong_call_is_a_typed_error_that_helps_and_the_next_save_works(
    call: Call,
    error: type[Exception],
    built_in: type[Exception],
    text: str,
    store_folder: Path,
    tmp_path: Path,
) -> None:
    Path("here.txt").write_text("here")
    (tmp_path / "outside.txt").write_text("outside")
    run = Run()
    with pytest.raises(error, match=text) as raised:
        call(run)
    assert isinstance(raised.value, built_in)
    assert isinstance(raised.value, cellkeep.CellkeepError)
    assert raised.value.hint
    assert list((store_folder / "spool").glob("*/.new-*")) == []
    run.save("here.txt", "output").wait(30)
    assert [row.name for row in run.list()] == ["here.txt"]


def test_a_closed_run_takes_nothing_and_still_gives() -> None:
    with Run("closed") as run:
        run.save([1], "output", name="x")
    with pytest.raises(errors.RunClosedError, match=r"cellkeep\.Run") as raised:
        run.save([2], "output", name="y")
    assert isinstance(raised.value, RuntimeError)
    assert run.load("x") == [1]
    run.close()


def test_everything_is_checked_before_anything_is_written(store_folder: Path) -> None:
    run = Run()
    with pytest.raises(errors.UnknownCategoryError):
        run.save(np.zeros(10), "nothing", name="x")  # type: ignore[arg-type]
    assert not store_folder.exists()


def test_a_file_that_is_written_to_while_it_is_read_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from cellkeep.saving import snapshot

    Path("rewritten.log").write_text("line\n" * 10)
    copy = snapshot._copy

    def copy_while_it_is_written_anew(*how: Any) -> int:
        copied = copy(*how)
        Path("rewritten.log").write_bytes(Path("rewritten.log").read_bytes()[5:])
        return copied

    run = Run()
    monkeypatch.setattr(snapshot, "_copy", copy_while_it_is_written_anew)
    with pytest.raises(errors.FileChangedError, match="Save it again") as raised:
        run.save("rewritten.log", "output")
    assert isinstance(raised.value, OSError)
    assert Path("rewritten.log").read_text() == "line\n" * 7  # tried three times
    monkeypatch.setattr(snapshot, "_copy", copy)
    run.save("rewritten.log", "output").wait(30)
    assert run.load("rewritten.log").read_text() == "line\n" * 7


def test_a_file_is_copied_whole_where_the_kernel_cannot_copy_ranges(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import errno
    import os

    def not_here(*_: Any) -> int:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "copy_file_range", not_here)
    content = os.urandom(9_000_000)
    Path("big.bin").write_bytes(content)
    run = Run()
    run.save("big.bin", "output").wait(30)
    assert run.load("big.bin").read_bytes() == content


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Run(""), "cannot be a run's name: it is empty"),
        (lambda: Run("a\x00b"), "cannot be a run's name"),
        (lambda: Run("x", folder="no slash"), "is not a folder"),
        (lambda: Run("x", folder="/a//b"), "cannot be the name of a folder"),
        (lambda: Run("x", tags="one"), "tags is the text"),
        (lambda: Run("x", tags=["a", ""]), "cannot be a tag"),
        (lambda: Run("x", metadata={"a": object()}), "metadata"),
    ],
)
def test_a_run_that_cannot_be_is_refused_when_it_is_made(
    make: Callable[[], Run], words: str
) -> None:
    with pytest.raises(cellkeep.CellkeepError, match=words) as raised:
        make()
    assert raised.value.hint
