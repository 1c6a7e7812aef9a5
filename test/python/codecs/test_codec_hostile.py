"""Files that lie about themselves end no process: not when previewed, and not when loaded."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
import time
import types
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from codec_support import written

from cellkeep.codecs import StandIn, decode, describe_file
from cellkeep.codecs.describing import isolated
from cellkeep.codecs.registry import all_codecs
from cellkeep.codecs.trees.tree import from_tree
from cellkeep_core.errors import ContentUnreadableError
from hostile.data_files import (
    HOSTILE_ARROW,
    HOSTILE_NPY,
    HOSTILE_SAFETENSORS,
    arrow_file,
    safetensors,
    text_offsets_outside,
    valid_files,
)
from hostile.fuzz_readers import readable_files
from run_script import run_script
from waiting import wait_until

NOTHING = ("", None, None)
ARROW = "application/vnd.apache.arrow.file"
TEST_FOLDER = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that no other user may change, which is therefore mapped."""
    path = tmp_path / "a.arrow"
    path.touch(0o600)
    return path


@pytest.fixture
def two_rows(path: Path) -> Path:
    path.write_bytes(arrow_file(pa.table({"n": [1, 2]})))
    return path


LOAD = """
import sys
from pathlib import Path
from cellkeep.codecs import decode
from cellkeep_core.errors import ContentUnreadableError
try:
    table = decode(Path(sys.argv[1]), sys.argv[2])
    print(table.to_pylist() if hasattr(table, "to_pylist") else table)
except ContentUnreadableError as error:
    print("refused:", error.code)
"""


@pytest.mark.parametrize("name", HOSTILE_ARROW)
def test_loading_a_hostile_arrow_file_is_refused(path: Path, name: str) -> None:
    path.write_bytes(HOSTILE_ARROW[name]())
    assert run_script(LOAD, path, "table-arrow.v1") == "refused: CONTENT_UNREADABLE\n"


@pytest.mark.parametrize("name", HOSTILE_ARROW)
def test_a_hostile_arrow_file_is_saved_without_a_preview(path: Path, name: str) -> None:
    path.write_bytes(HOSTILE_ARROW[name]())
    described = (
        "import sys; from pathlib import Path\n"
        "from cellkeep.codecs.describing.describe import describe_here\n"
        "print(describe_here(Path(sys.argv[1]), sys.argv[2]))"
    )
    assert run_script(described, path, ARROW) == "('', None, None)\n"
    assert describe_file(path, ARROW) == NOTHING


SAVE_AND_LOAD = """
import os, sys
import cellkeep
run = cellkeep.Run("r")
handle = run.save(sys.argv[1], "input", name="stranger.arrow")
print("stored" if handle.wait() else "", len(run.load("stranger.arrow").read_bytes()))
"""


@pytest.mark.parametrize("name", HOSTILE_ARROW)
def test_a_hostile_file_is_saved_as_it_is(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    content = HOSTILE_ARROW[name]()
    path.write_bytes(content)
    for variable in ("CELLKEEP_STORE", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    assert run_script(SAVE_AND_LOAD, path) == f"stored {len(content)}\n"


def test_columns_inside_a_note_are_checked_too(tmp_path: Path) -> None:
    import base64

    from cellkeep.codecs.tables.arrow_file import columns_from_text, columns_to_text

    text = columns_to_text([("labels", pa.array(["aaaa", "bbbb"]))])
    assert [column.to_pylist() for column in columns_from_text(text)] == [["aaaa", "bbbb"]]
    stream = base64.b64decode(text)
    old = np.array([0, 4, 8], "<i4").tobytes()
    assert stream.count(old) == 1
    hostile = stream.replace(old, np.array([0, 1 << 30, 1 << 30], "<i4").tobytes())
    with pytest.raises(pa.ArrowInvalid):
        columns_from_text(base64.b64encode(hostile).decode())


def test_what_was_saved_still_loads_where_a_value_is_unusual(path: Path) -> None:
    # Arrow's full check refuses a date64 within a day, which is no lie about memory.
    table = pa.table({"d": pa.array([1, 86_400_001], pa.date64())})
    path.write_bytes(arrow_file(table))
    assert decode(path, "table-arrow.v1").equals(table)


@pytest.mark.parametrize("name", HOSTILE_NPY)
def test_a_hostile_npy_is_neither_described_nor_loaded(path: Path, name: str) -> None:
    path.write_bytes(HOSTILE_NPY[name])
    assert run_script(LOAD, path, "ndarray-npy.v1") == "refused: CONTENT_UNREADABLE\n"
    assert describe_file(path, "application/x-npy") == NOTHING


@pytest.mark.parametrize("name", HOSTILE_SAFETENSORS)
def test_a_hostile_safetensors_file_is_neither_described_nor_loaded(path: Path, name: str) -> None:
    path.write_bytes(HOSTILE_SAFETENSORS[name])
    assert describe_file(path, "application/vnd.safetensors") == NOTHING
    with pytest.raises(ContentUnreadableError):
        decode(path, "tensors-safetensors.v1")


def test_an_array_that_is_not_all_there_takes_no_memory(path: Path) -> None:
    honest = written(np.arange(1000.0))
    # The note of the schema stands twice, in the head and in the footer.
    hostile = honest.replace(b'"shape":[1000]', b'"shape":[1e99]')
    path.write_bytes(hostile)
    with pytest.raises(ContentUnreadableError):
        decode(path, "ndarray-arrow.v1")
    path.write_bytes(honest.replace(b'"shape":[1000]', b'"shape":[9999]'))
    with pytest.raises(ContentUnreadableError, match="1000 rows of an array of shape"):
        decode(path, "ndarray-arrow.v1")


def test_a_number_that_cannot_travel_gives_no_preview(path: Path) -> None:
    # 60 bytes of shape that are honest (no values), and whose product no integer holds.
    row = {"dtype": "F32", "shape": [1 << 62, 1 << 62, 0], "data_offsets": [0, 0]}
    path.write_bytes(safetensors({"a": row}))
    assert describe_file(path, "application/vnd.safetensors") == NOTHING


def test_long_names_are_cut(path: Path) -> None:
    path.write_bytes(arrow_file(pa.table({"n" * 100_000: [1]})))
    preview: Any = describe_file(path, ARROW)[1]
    assert len(preview.columns[0].name) == 200


def test_what_others_may_shorten_is_not_mapped(path: Path) -> None:
    path.write_bytes(arrow_file(pa.table({"n": np.arange(100_000)})))
    script = (
        "import os, sys; from pathlib import Path; from cellkeep.codecs import decode\n"
        "table = decode(Path(sys.argv[1]), 'table-arrow.v1')\n"
        "os.truncate(sys.argv[1], 100); print(table.column('n')[99_999])"
    )
    path.chmod(0o660)
    assert run_script(script, path) == "99999\n"


def crash(child: isolated.Child) -> None:
    """End the child as a wrong address does, as soon as it was begun."""
    while child.pid is None:
        time.sleep(0.01)
    os.kill(child.pid, signal.SIGSEGV)


def test_a_preview_that_ends_its_process_ends_no_other(
    two_rows: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = isolated.Child()
    monkeypatch.setattr(isolated, "CHILD", child)
    killer = threading.Thread(target=crash, args=[child], daemon=True)
    killer.start()
    assert isolated.describe_isolated(two_rows, ARROW) == ("", None, None)
    killer.join()
    assert isolated.describe_isolated(two_rows, ARROW)[0] == "2 × 1"
    child.stop()


def test_a_file_that_takes_too_long_is_given_up(
    tmp_path: Path, two_rows: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(isolated, "LONGEST_ANSWER_S", 0.5)
    child = isolated.Child()
    pipe = tmp_path / "never.arrow"
    os.mkfifo(pipe)
    with pytest.raises(TimeoutError):
        child.describe(pipe, ARROW)
    assert child.pid is None
    monkeypatch.undo()
    assert child.describe(two_rows, ARROW)[0] == "2 × 1"
    child.stop()


def test_the_memory_of_the_child_is_bounded(two_rows: Path) -> None:
    child = isolated.Child()
    child.describe(two_rows, ARROW)
    limits = Path(f"/proc/{child.pid}/limits").read_text().splitlines()
    child.stop()
    (space,) = [line.split()[3] for line in limits if line.startswith("Max address space")]
    assert int(space) <= 4 << 30


def test_a_fork_has_a_child_of_its_own(two_rows: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from cellkeep.codecs import describe_file\n"
        "from cellkeep.codecs.describing import isolated\n"
        f"path = Path(sys.argv[1]); print(describe_file(path, {ARROW!r})[0], flush=True)\n"
        "first = isolated.CHILD.pid\n"
        "if not (pid := os.fork()):\n"
        f"    print(describe_file(path, {ARROW!r})[0], isolated.CHILD.pid != first, flush=True)\n"
        "    isolated.CHILD.stop(); os._exit(0)\n"
        "os.waitpid(pid, 0)\n"
        f"print(describe_file(path, {ARROW!r})[0], isolated.CHILD.pid == first)\n"
    )
    assert run_script(script, two_rows).splitlines() == ["2 × 1", "2 × 1 True", "2 × 1 True"]


def test_the_child_ends_with_its_owner(two_rows: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path\n"
        "from cellkeep.codecs.describing import isolated\n"
        f"isolated.CHILD.describe(Path(sys.argv[1]), {ARROW!r})\n"
        "print(isolated.CHILD.pid, flush=True); os._exit(1)"
    )
    pid = int(run_script(script, two_rows, ends=1))
    told = Path(f"/proc/{pid}/cmdline")
    wait_until(
        lambda: not told.exists() or not told.read_bytes(),
        otherwise="it outlives the process that began it",
    )


@pytest.mark.parametrize(
    "examples",
    [
        pytest.param(20, marks=pytest.mark.timeout(240)),
        pytest.param(1000, marks=[pytest.mark.long, pytest.mark.timeout(3600)]),
    ],
)
def test_changed_forms_of_valid_files_end_no_reader(tmp_path: Path, examples: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hostile.fuzz_readers", str(tmp_path), str(examples)],
        cwd=TEST_FOLDER,
        capture_output=True,
        text=True,
        check=False,
    )
    last = tmp_path / "last.json"
    reading = json.loads(last.read_text()) if last.exists() else []
    assert done.returncode == 0, f"{reading} in {tmp_path / 'last'}: {done.stderr[-3000:]}"


def test_every_codec_has_a_file_that_is_changed() -> None:
    # What only loads a pickle, or gives bytes as they are, reads nothing. The libraries of the
    # others are large: `make models` changes their files.
    others = {"pickle.v1", "bytes.v1", "keras.v1", "spacy-folder.v1"}
    others |= {"huggingface-folder.v1", "huggingface-dataset.v1"}
    read = {codec for _, codec, _ in readable_files().values() if codec}
    assert read == {codec.id for codec in all_codecs()} - others


def test_a_zip_that_points_before_its_beginning_is_refused(tmp_path: Path) -> None:
    for name in ("values", "labelled"):
        _, codec, content = valid_files()[name]
        path = tmp_path / name
        path.write_bytes(content[:40] + content[46:])
        path.chmod(0o600)
        with pytest.raises(ContentUnreadableError):
            decode(path, codec)


def test_the_file_of_the_issue_is_small() -> None:
    assert len(text_offsets_outside()) < 700


@dataclasses.dataclass
class Deletes:
    path: str

    def __del__(self) -> None:
        DELETED.append(self.path)


DELETED: list[str] = []


def test_a_class_with_a_destructor_is_not_made_from_a_file() -> None:
    node = {"dataclass": f"{__name__}:Deletes", "values": [["path", "important"]]}
    assert type(from_tree(node)) is StandIn
    assert DELETED == []


def test_a_module_is_not_asked_for_a_name_that_it_has_not(monkeypatch: pytest.MonkeyPatch) -> None:
    lazy = types.ModuleType("lazy_module")
    lazy.__getattr__ = lambda name: pytest.fail(f"ran for {name}")  # type: ignore[method-assign]
    monkeypatch.setitem(sys.modules, "lazy_module", lazy)
    node = {"dataclass": "lazy_module:Config", "values": [["a", 1]]}
    assert from_tree(node) == StandIn("lazy_module:Config", {"a": 1})
