"""Which files of a directory or list are saved, which are skipped, and which refuse the whole."""

from __future__ import annotations

import enum
import os
import socket
from pathlib import Path

import numpy as np
import pytest

from cellkeep import CellkeepWarning, Run
from cellkeep.errors import (
    EmptySelectionError,
    NameConflictError,
    NameRequiredError,
    NoSuchFileError,
    NotADirectoryPathError,
    NotAFilePathError,
)


@pytest.fixture
def tree() -> Path:
    top = Path("tree")
    for folder in (".git", ".ipynb_checkpoints", "__pycache__", "empty", "sub/.hidden_folder"):
        (top / folder).mkdir(parents=True)
    (top / ".git/config").write_text("x")
    (top / "__pycache__/a.pyc").write_text("x")
    (top / ".hidden").write_text("hidden")
    (top / "empty.txt").write_text("")
    (top / "sub/.hidden_folder/deep.txt").write_text("deep")
    Path("elsewhere").mkdir()
    Path("elsewhere/real.txt").write_text("real")
    (top / "link.txt").symlink_to(Path("elsewhere/real.txt").absolute())
    (top / "linked").symlink_to(Path("elsewhere").absolute())
    (top / "broken").symlink_to("nowhere")
    os.mkfifo(top / "pipe")
    return top


def test_the_written_rule_for_directories_holds(tree: Path) -> None:
    run = Run()
    with pytest.warns(CellkeepWarning, match="7 items skipped") as warned:
        handles = run.save_directory(tree, "input", preserve_path=True)
    assert handles.names == [
        "tree/.hidden",
        "tree/empty.txt",
        "tree/link.txt",
        "tree/sub/.hidden_folder/deep.txt",
    ]
    assert {(one.path, one.reason) for one in handles.skipped} == {
        ("tree/.git", "version control's own files"),
        ("tree/.ipynb_checkpoints", "Jupyter's own copies"),
        ("tree/__pycache__", "compiled Python"),
        ("tree/broken", "link to nothing that can be saved"),
        ("tree/empty", "empty directory"),
        ("tree/linked", "link to a directory"),
        ("tree/pipe", "a pipe"),
    }
    assert len(warned) == 1
    assert "\n" not in str(warned[0].message)
    assert warned[0].filename == __file__
    handles.wait(30)
    assert run.load("tree/link.txt").read_text() == "real"
    assert run.load("tree/empty.txt").read_bytes() == b""


def test_a_link_to_a_file_is_saved_under_its_own_name() -> None:
    Path("real.txt").write_text("content")
    Path("link.txt").symlink_to("real.txt")
    assert Run().save("link.txt", "input").name == "link.txt"
    assert Run().save(Path("link.txt").absolute(), "input", preserve_path=True).name == "link.txt"


def test_two_files_of_one_name_are_refused_by_both_names_and_nothing_is_saved() -> None:
    for folder in ("a", "b"):
        Path("top", folder).mkdir(parents=True)
        Path("top", folder, "same.txt").write_text(folder)
    Path("letters").mkdir()
    for name in ("caf\u00e9", "cafe\u0301"):
        Path("letters", name).write_text(name)
    run = Run()
    with pytest.raises(NameConflictError, match=r"cafe\\u0301.*Unicode.*Rename one"):
        run.save_directory("letters", "input", preserve_path=True)
    with pytest.raises(NameConflictError, match=r"top/a/same\.txt.*top/b/same\.txt.*same\.txt"):
        run.save_directory("top", "input")
    assert len(run.list()) == 0
    assert len(run.save_directory("top", "input", preserve_path=True)) == 2


def test_a_list_with_one_missing_item_saves_nothing() -> None:
    Path("there.txt").write_text("x")
    run = Run()
    with pytest.raises(NoSuchFileError, match=r"missing\.txt"):
        run.save_all(["there.txt", "missing.txt"], "input")
    assert len(run.list()) == 0
    run.save("there.txt", "input").wait(30)
    assert len(run.list()) == 1


def test_a_file_that_is_listed_twice_or_beside_its_directory_is_saved_once(system: Path) -> None:
    handles = Run().save_all(
        ["system/controlDict", "system", "./system/controlDict"], "input", preserve_path=True
    )
    assert len(handles) == 7


def test_a_single_path_is_taken_as_a_list_of_one() -> None:
    Path("one.txt").write_text("1")
    assert Run().save_all("one.txt", "input").names == ["one.txt"]  # type: ignore[arg-type]


class Colour(enum.StrEnum):
    RED = "red"


def test_a_text_of_a_class_of_its_own_is_a_value_where_no_file_has_its_name() -> None:
    run = Run()
    with pytest.raises(NameRequiredError, match=r"there is no 'red'"):
        run.save(Colour.RED)
    for value in (Colour.RED, np.str_("red")):
        run.save(value, name="colour").wait(30)
        assert type(run.load("colour")) is type(value)
        assert run.load("colour") == value
    Path("red").write_text("a file")
    assert run.save(Colour.RED).wait(30).name == "red"
    assert run.load("red").read_text() == "a file"
    with pytest.raises(NoSuchFileError, match="missing"):
        run.save_all([np.str_("missing")], "input")


def test_what_gives_a_path_as_bytes_or_none_at_all_is_saved_or_refused() -> None:
    Path("top").mkdir()
    Path("top/a.txt").write_text("a")
    run = Run()
    [entry] = os.scandir(b"top")
    assert run.save(entry).name == "a.txt"
    [folder] = [each for each in os.scandir(b".") if each.name == b"top"]
    assert run.save_all([folder], "input").names == ["a.txt"]

    class InACloud(os.PathLike[str]):
        def __fspath__(self) -> str:
            raise OSError("not on this machine")

    with pytest.raises(NotAFilePathError, match=r"InACloud gives no path.*not on this machine"):
        run.save(InACloud())
    with pytest.raises(NoSuchFileError, match=r"run\.save_object\(path"):
        run.save(Path("nowhere"))


def test_an_empty_list_or_directory_is_an_error_that_says_what_was_skipped() -> None:
    with pytest.raises(EmptySelectionError, match="at least one file"):
        Run().save_all([], "input")
    Path("hollow/.git").mkdir(parents=True)
    with pytest.raises(EmptySelectionError, match=r"hollow/\.git \(version control"):
        Run().save_directory("hollow", "input")


def test_an_object_in_a_list_is_an_error_that_says_which() -> None:
    with pytest.raises(NameRequiredError, match="Item 0 is dict"):
        Run().save_all([{"a": 1}], "input")  # type: ignore[list-item]


def test_what_is_no_directory_and_what_is_no_file_are_told_apart(system: Path) -> None:
    with pytest.raises(NotADirectoryPathError, match=r"run\.save\("):
        Run().save_directory("system/controlDict", "input")
    with pytest.raises(NotAFilePathError, match="save_directory"):
        Run().save("system", "input")
    if Path("/proc/cpuinfo").is_file():  # its size is 0, whatever is in it
        with pytest.raises(NotAFilePathError, match="says that it is empty, and is not"):
            Run().save("/proc/cpuinfo", "input")
    os.mkfifo("pipe")
    with pytest.raises(NotAFilePathError, match="a pipe"):
        Run().save("pipe", "input")
    server = socket.socket(socket.AF_UNIX)
    try:
        server.bind("socket")
        with pytest.raises(NotAFilePathError, match="a socket"):
            Run().save("socket", "input")
    finally:
        server.close()


@pytest.mark.parametrize("size", [100, 100_000])
def test_a_failure_in_the_middle_of_a_directory_leaves_nothing_behind(
    system: Path, monkeypatch: pytest.MonkeyPatch, store_folder: Path, size: int
) -> None:
    from cellkeep.saving import packing
    from cellkeep.saving.snapshot import read_as_it_is

    (system / "snappyHexMeshDict").write_bytes(bytes(size))

    def vanish_before_the_last(source: str, most: int) -> bytes | None:
        content = read_as_it_is(source, most)
        if Path(source).name == "snappyHexMeshDict":
            Path(source).unlink()
            return None if content is None else read_as_it_is(source, most)
        return content

    monkeypatch.setattr(packing, "read_as_it_is", vanish_before_the_last)
    run = Run()
    with pytest.raises(NoSuchFileError, match="snappyHexMeshDict"):
        run.save_directory("system", "input")
    assert len(run.list()) == 0
    assert list((store_folder / "spool").glob("*/[!l]*")) == []


def test_a_directory_elsewhere_is_saved_with_its_own_structure(tmp_path: Path) -> None:
    top = tmp_path / "elsewhere on this machine"
    for part in ("train", "test"):
        (top / part).mkdir(parents=True)
        (top / part / "data.csv").write_text(part)
    run = Run()
    with pytest.raises(NameConflictError, match="preserve_path=True"):
        run.save_directory(top, "input")
    handles = run.save_directory(top, "input", preserve_path=True)
    assert handles.names == ["test/data.csv", "train/data.csv"]
    # From here, by whatever way it is written, a path is the name.
    Path("here/sub").mkdir(parents=True)
    Path("here/sub/data.csv").write_text("here")
    for written in ("here", "./here", Path("here").absolute()):
        handles = run.save_directory(written, "input", preserve_path=True)
        assert handles.names == ["here/sub/data.csv"]


@pytest.mark.parametrize("place", ["store", "spool", "data/cellkeep"])
def test_a_store_is_not_saved_into_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("CELLKEEP_STORE", str(Path("store").absolute()))
    if place == "spool":
        monkeypatch.setenv("CELLKEEP_SPOOL", str(Path("spool").absolute()))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(Path("data").absolute()))
    Path(place).mkdir(parents=True)
    Path(place, "its own").write_text("its own")
    Path("code.py").write_text("x")
    run = Run()
    run.save([1], "output", name="first").wait()
    with pytest.warns(CellkeepWarning, match="Cellkeep's own files"):
        handles = run.save_directory(".", "code", preserve_path=True)
    assert handles.names == ["code.py"]
    with pytest.raises(EmptySelectionError, match="Cellkeep's own files"):
        run.save_directory(place, "code", preserve_path=True)


def test_an_object_is_saved_where_the_current_folder_was_deleted(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    run = Run()
    run.save([1], "output", name="kept").wait()
    assert run.load("kept") == [1]
    with pytest.raises(NoSuchFileError, match="a folder that was deleted"):
        run.save("data.csv", "input")


def test_a_relative_store_stays_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELLKEEP_STORE", "my store")
    Path("outputs").mkdir()
    run = Run()
    run.save([1], "output", name="a").wait()
    monkeypatch.chdir("outputs")
    run.save([2], "output", name="b").wait()
    assert (run.load("a"), run.load("b")) == ([1], [2])
    assert not Path("my store").exists()
