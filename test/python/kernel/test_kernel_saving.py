"""`run.save` and its relatives: what is saved is what was there, under the right name."""

from __future__ import annotations

import datetime as dt
import enum
from collections import deque
from dataclasses import dataclass
from fractions import Fraction
from inspect import signature
from pathlib import Path

import numpy as np
import pytest

import cellkeep
from cellkeep import Run
from cellkeep_core.protocol import Artifact
from system_files import SYSTEM_FILES


def stored(handle: cellkeep.Handle) -> Artifact:
    artifact = handle.wait(30).artifact
    assert artifact is not None
    return artifact


def test_the_seeds_array_is_stored_and_comes_back_equal() -> None:
    run = Run("seed")
    array = np.array([1, 2, 3, 4, 5])
    handle = run.save(array, "input", name="array")
    artifact = stored(handle)
    assert (artifact.name, artifact.version, artifact.category) == ("array", 1, "input")
    assert artifact.kind == "array"
    assert handle.digest == artifact.sha256
    assert handle.size == artifact.size
    np.testing.assert_array_equal(run.load("array"), array)


def test_the_seeds_dictionary_is_stored_with_allow_pickle_and_comes_back_equal() -> None:
    run = Run("seed")
    dictionary = {"key": "value"}
    run.save(dictionary, "input", name="dictionary", allow_pickle=True).wait(30)
    assert run.load("dictionary") == dictionary


def test_what_is_not_said_to_be_code_or_input_is_an_output() -> None:
    run = Run()
    Path("one.txt").write_text("1")
    handles = [run.save([1], name="list"), *run.save_all(["one.txt"])]
    assert [stored(handle).category for handle in handles] == ["output", "output"]


def test_a_file_is_called_by_its_own_name_whatever_its_path() -> None:
    run = Run()
    Path("group1").mkdir()
    Path("group1/data.csv").write_text("a,b\n1,2\n")
    handle = run.save("group1/data.csv", "output")
    assert handle.name == "data.csv"
    assert stored(handle).media_type == "text/csv"
    assert stored(run.save(Path("group1/data.csv").absolute(), "output")).name == "data.csv"


def test_preserve_path_keeps_the_folders_and_never_an_absolute_path() -> None:
    run = Run()
    Path("group1").mkdir()
    Path("group1/file1").write_text("x")
    assert run.save("group1/file1", "input", preserve_path=True).name == "group1/file1"
    assert run.save("./group1/file1", "input", None, True).name == "group1/file1"
    absolute = Path("group1/file1").absolute()
    assert run.save(absolute, "input", preserve_path=True).name == "group1/file1"


def test_the_filetype_and_the_name_of_a_file_can_be_given_by_position() -> None:
    run = Run()
    Path("in.lj").write_text("units lj\n")
    artifact = stored(run.save("in.lj", "input", "text/x-lammps", False, "lammps input"))
    assert artifact.media_type == "text/x-lammps"
    assert artifact.name == "lammps input"
    assert artifact.provenance.original_path == "in.lj"


def test_a_directory_gives_the_seven_artifacts_of_the_seed(system: Path) -> None:
    run = Run()
    handles = run.save_directory("system", "input", preserve_path=True)
    assert handles.names == [f"system/{name}" for name in SYSTEM_FILES]
    handles.wait(30)
    assert {row.name for row in run.list()} == {f"system/{name}" for name in SYSTEM_FILES}
    assert handles.skipped == []


def test_save_all_takes_files_and_directories(system: Path) -> None:
    run = Run()
    Path("file1").write_text("1")
    Path("file2").write_text("2")
    handles = run.save_all(["file1", Path("file2"), "system"], "input", preserve_path=True)
    assert handles.names == ["file1", "file2", *(f"system/{name}" for name in SYSTEM_FILES)]
    handles.wait(30)
    assert run.load("file2").read_bytes() == b"2"


def test_a_later_change_of_the_object_does_not_change_what_was_saved() -> None:
    run = Run()
    array = np.arange(200_000)
    handle = run.save(array, "output", name="array")
    array[:] = 0
    handle.wait(30)
    np.testing.assert_array_equal(run.load("array"), np.arange(200_000))


def test_a_later_change_or_removal_of_the_file_does_not_change_what_was_saved() -> None:
    run = Run()
    Path("log.txt").write_text("before")
    Path("gone.txt").write_text("still here")
    handles = run.save_all(["log.txt", "gone.txt"], "output")
    Path("log.txt").write_text("after, and longer")
    Path("gone.txt").unlink()
    handles.wait(30)
    assert run.load("log.txt").read_text() == "before"
    assert run.load("gone.txt").read_text() == "still here"


def test_the_same_name_again_is_the_next_version_and_the_same_bytes_are_none() -> None:
    run = Run()
    first = run.save({"loss": 1.0}, "output", name="loss").wait(30)
    same = run.save({"loss": 1.0}, "output", name="loss").wait(30)
    other = run.save({"loss": 0.5}, "output", name="loss").wait(30)
    asked = run.save({"loss": 0.5}, "output", name="loss", new_version=True).wait(30)
    assert [one.version for one in (first, same, other, asked)] == [1, 1, 2, 3]
    assert same.receipt is not None
    assert same.receipt.existing
    assert run.load("loss", version=1) == {"loss": 1.0}
    assert run.load("loss") == {"loss": 0.5}


def test_versions_follow_the_order_of_the_saves_even_where_later_ones_are_smaller() -> None:
    run = Run()
    handles = [run.save(np.zeros(300_000 // n), "output", name="x") for n in (1, 3, 30, 300)]
    assert [handle.wait(30).version for handle in handles] == [1, 2, 3, 4]


def test_metadata_is_kept_as_it_was_when_the_call_was_made() -> None:
    run = Run()
    metadata = {"epochs": [1, 2], "lr": 0.1, "notes": {"by": "me"}}
    handle = run.save([1, 2], "output", name="x", metadata=metadata)
    metadata["epochs"].append(3)  # type: ignore[union-attr,attr-defined]
    assert stored(handle).metadata == {"epochs": [1, 2], "lr": 0.1, "notes": {"by": "me"}}


@dataclass
class _Config:
    rate: float
    tags: set[str]


def test_what_people_describe_runs_with_is_kept_in_metadata() -> None:
    class Optimizer(enum.Enum):
        ADAM = object()

    class Level(enum.IntEnum):
        HIGH = 3

    class Mode(enum.StrEnum):
        FAST = "fast"

    metadata = {
        "n": np.int64(3),
        "acc": np.float32(0.5),
        "best": np.bool_(True),
        "losses": (np.float64(0.25), float("nan"), -np.inf),
        "day": dt.date(2026, 11, 29),
        "at": np.datetime64("2026-11-29T10:00"),
        "path": Path("data") / "a.csv",
        "labels": {"b", "a"},
        "sizes": frozenset([10, 9]),
        "mixed": {"a", 1},
        "choices": [Optimizer.ADAM, Level.HIGH, Mode.FAST],
        "config": _Config(0.1, {"x"}),
        "shape": np.array([3, 4]),
        "exact": [Fraction(1, 3), 1 + 2j, deque([1]), range(2), dt.UTC],
        1: {Mode.FAST: True, None: 0.5},
    }
    handle = Run("m", metadata=metadata).save([1], "output", name="x", metadata=metadata)
    kept = stored(handle).metadata
    assert kept == {
        "n": 3,
        "acc": 0.5,
        "best": True,
        "losses": [0.25, "NaN", "-Infinity"],
        "day": "2026-11-29",
        "at": "2026-11-29T10:00",
        "path": str(Path("data") / "a.csv"),
        "labels": ["a", "b"],
        "sizes": [9, 10],
        "mixed": ["a", 1],
        "choices": ["ADAM", 3, "fast"],
        "config": {"rate": 0.1, "tags": ["x"]},
        "shape": [3, 4],
        "exact": ["1/3", "(1+2j)", [1], [0, 1], "UTC"],
        "1": {"fast": True, "null": 0.5},
    }
    assert handle.run.metadata == kept
    assert np.isnan(float(kept["losses"][1]))
    assert type(kept["choices"][2]) is str
    for half in ({"text": "\ud800"}, {"\ud800": 1}, {1: 0, "1": 0}, {(1, 2): 0}, {"b": b"x"}):
        with pytest.raises(cellkeep.CellkeepError, match="metadata"):
            Run("m").save([1], "output", name="x", metadata=half)


def test_save_file_and_save_object_take_simvues_parameters() -> None:
    run = Run()
    Path("a.txt").write_text("hello")
    file = run.save_file("a.txt", "input", file_type="text/x-test", snapshot=True, name="renamed")
    text = run.save_object("a.txt", "output", name="text", metadata={"k": 1})
    assert file
    assert text
    assert stored(file).media_type == "text/x-test"
    assert stored(file).name == "renamed"
    text.wait(30)
    assert run.load("text") == "a.txt"


# The parameters of Simvue's client 2.6.2 after the first one, all by keyword; in 2.5 also in this
# order. (It needs 26 packages, and so is not installed to be asked.)
SIMVUE = {
    "save_object": ["category", "name", "allow_pickle", "metadata"],
    "save_file": [
        *("category", "file_type", "preserve_path", "preserve_path_relative_to", "snapshot"),
        *("name", "metadata"),
    ],
    "save_directory": ["category", "file_type", "preserve_path"],
    "save_all": ["category", "file_type", "preserve_path"],
}


@pytest.mark.parametrize("call", SIMVUE)
def test_each_call_takes_all_parameters_of_simvues_client(call: str) -> None:
    taken = signature(getattr(Run, call)).parameters
    assert set(SIMVUE[call]) <= set(taken)
    first = {"save_object": "obj", "save_file": "file_path", "save_directory": "directory"}
    assert list(taken)[1] == first.get(call, "items")


def test_simvues_names_and_types(tmp_path: Path) -> None:
    run = Run()
    (tmp_path / "elsewhere" / ".git").mkdir(parents=True)
    (tmp_path / "elsewhere" / "sub").mkdir()
    outside = tmp_path / "elsewhere" / "sub" / "a.txt"
    outside.write_text("a")
    whole = str(outside).lstrip("/")
    Path("here").mkdir()
    Path("here/b.txt").write_text("b")
    assert run.save_file(outside, category="input").name == "a.txt"
    assert run.save_file(outside, category="input", preserve_path=True).name == whole
    assert run.save_file("../elsewhere/sub/a.txt", "input", preserve_path=True).name == whole
    in_cwd = run.save_file("here/b.txt", category="input", preserve_path_relative_to="cwd")
    assert in_cwd.name == "here/b.txt"
    in_git = run.save_file(outside, category="input", preserve_path_relative_to="git")
    assert in_git.name == "sub/a.txt"
    with pytest.raises(cellkeep.errors.BadNameError, match="git project"):
        run.save_file("here/b.txt", category="input", preserve_path_relative_to="git")
    for handles in (
        run.save_directory("here", category="input", file_type="text/x-b", preserve_path=True),
        run.save_all(["here/b.txt"], category="input", file_type="text/x-b", preserve_path=True),
    ):
        assert handles.names == ["here/b.txt"]
        assert stored(handles[0]).media_type == "text/x-b"
    assert run.save_all([outside], "input", preserve_path=True).names == [whole]
    obj = {"a": 1}
    assert run.save_object(obj, category="output").name == f"dict_{id(obj)}"


def test_names_may_hold_any_language_and_are_composed() -> None:
    run = Run()
    run.save([1], "output", name="Größe/温度 (°C)#1?").wait(30)
    assert run.load("Größe/温度 (°C)#1?") == [1]
    decomposed, composed = "café", "café"
    assert run.save([2], "output", name=decomposed).name == composed


def test_the_run_closes_at_the_end_of_its_block_with_everything_stored() -> None:
    with Run("block", folder="/papers/2026", tags=["a", "b"], metadata={"seed": 1}) as run:
        handle = run.save(np.arange(10), "output", name="x")
    assert run.closed
    assert handle.status == "stored"
    info = run.describe()
    assert (info.name, info.folder, info.tags) == ("block", "/papers/2026", ["a", "b"])
    np.testing.assert_array_equal(run.load("x"), np.arange(10))


def test_cellkeep_save_and_load_use_one_current_run() -> None:
    run = cellkeep.current_run()
    assert cellkeep.current_run() is run
    cellkeep.save([1, 2, 3], "output", name="numbers").wait(30)
    assert cellkeep.load("numbers") == [1, 2, 3]
    assert [row.name for row in run.list()] == ["numbers"]


def test_a_run_without_a_name_is_called_after_the_script(run_python) -> None:
    done = run_python("import cellkeep; print(cellkeep.Run().name, cellkeep.current_run().name)")
    assert done.stdout.split() == ["script.py", "script.py"], done.stderr


def test_handles_say_in_one_line_what_they_are() -> None:
    run = Run()
    handle = run.save(np.zeros((3, 4)), "output", name="zeros").wait(30)
    assert repr(handle).startswith("<Handle 'zeros' v1 stored · array · ")
    assert "\n" not in repr(handle)
    Path("one.txt").write_text("1")
    handles = run.save_all(["one.txt"], "code").wait(30)
    assert repr(handles) == "<Handles 1 artifact · 1 B · 1 stored>"


def test_git_commit_is_read_from_the_working_tree_without_git(tmp_path: Path) -> None:
    commit = "3f9a" * 10
    git = Path(".git")
    (git / "refs/heads").mkdir(parents=True)
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "refs/heads/main").write_text(commit + "\n")
    Path("deep/er").mkdir(parents=True)
    from cellkeep.context.provenance import git_commit

    assert git_commit(Path("deep/er").absolute()) == commit
    (git / "refs/heads/main").unlink()
    (git / "packed-refs").write_text(
        f"# pack-refs\n{'0' * 40} refs/heads/x\n{commit} refs/heads/main\n"
    )
    assert git_commit(Path.cwd()) == commit
    assert stored(Run().save([1], "output", name="x")).provenance.git_commit == commit


@pytest.mark.parametrize("size", [0, 1, 70_000])
def test_files_of_every_size_are_kept_whole(size: int) -> None:
    run = Run()
    content = bytes(range(256)) * (size // 256 + 1)
    Path("data.bin").write_bytes(content[:size])
    assert stored(run.save("data.bin", "output")).size == size
    loaded = run.load("data.bin")
    assert loaded.read_bytes() == content[:size]
    copied = loaded.copy_to(Path.cwd().parent)
    assert copied.read_bytes() == content[:size]
    with pytest.raises(FileExistsError):
        loaded.copy_to(Path.cwd().parent)
