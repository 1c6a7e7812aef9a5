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
CASES: list[tuple[str, Call, type[Exception], type[Exception], str]] = [
    (
        "no such file",
        lambda run: run.save("missing.png", "output"),
        errors.NoSuchFileError,
        FileNotFoundError,
        r"missing\.png.*save_object",
    ),
    (
        "no such directory",
        lambda run: run.save_directory("missing", "output"),
        errors.NoSuchFileError,
        FileNotFoundError,
        "missing",
    ),
    (
        "not a directory",
        lambda run: run.save_directory("here.txt", "output"),
        errors.NotADirectoryPathError,
        NotADirectoryError,
        r"Save a single file with run\.save",
    ),
    (
        "unknown category",
        lambda run: run.save("here.txt", "figure"),
        errors.UnknownCategoryError,
        ValueError,
        "'code', 'input' or 'output'",
    ),
    (
        "bad media type",
        lambda run: run.save("here.txt", "output", "text"),
        errors.BadMediaTypeError,
        ValueError,
        "type/subtype",
    ),
    (
        "object without name",
        lambda run: run.save({"a": 1}, "output"),
        errors.NameRequiredError,
        TypeError,
        "name='results'",
    ),
    (
        "object that only pickle can store",
        lambda run: run.save(re.compile("a"), "output", name="pattern"),
        errors.PickleRefusedError,
        ValueError,
        "allow_pickle=True",
    ),
    (
        "object that cannot be serialised",
        lambda run: run.save(threading.Lock(), "output", name="lock", allow_pickle=True),
        errors.NotSerialisableError,
        TypeError,
        "lock",
    ),
    (
        "nothing at all",
        lambda run: run.save(None, "output", name="none"),
        errors.NotSerialisableError,
        TypeError,
        "None",
    ),
    (
        "name too long",
        lambda run: run.save([1], "output", name="x" * 513),
        errors.BadNameError,
        ValueError,
        "512",
    ),
    (
        "name with a control character",
        lambda run: run.save([1], "output", name="a\nb"),
        errors.BadNameError,
        ValueError,
        "control character",
    ),
    (
        "name with ..",
        lambda run: run.save([1], "output", name="../../evil"),
        errors.BadNameError,
        ValueError,
        r"'\.\.'",
    ),
    (
        "path that leaves the current folder",
        lambda run: run.save("../outside.txt", "output", preserve_path=True),
        errors.BadNameError,
        ValueError,
        "preserve_path=False",
    ),
    (
        "empty list",
        lambda run: run.save_all([], "output"),
        errors.EmptySelectionError,
        ValueError,
        "at least one file",
    ),
    (
        "metadata that JSON cannot hold",
        lambda run: run.save([1], "output", name="x", metadata={"a": {"b": np.zeros(2000)}}),
        errors.NotSerialisableError,
        TypeError,
        r"metadata\['a'\]\['b'\]",
    ),
    (
        "metadata with a key that is no text",
        lambda run: run.save([1], "output", name="x", metadata={(1, 2): "a"}),
        errors.NotSerialisableError,
        TypeError,
        "a key of metadata",
    ),
    (
        "a media type for an object",
        lambda run: run.save([1], "output", "text/plain", name="x"),
        errors.NotSerialisableError,
        TypeError,
        "Leave filetype out",
    ),
]


@pytest.mark.parametrize(
    ("call", "error", "built_in", "text"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
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
