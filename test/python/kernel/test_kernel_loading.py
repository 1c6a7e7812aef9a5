"""What comes back: the same type, verified, waited for; and what does not come back."""

from __future__ import annotations

import pickle
import re
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cellkeep
from cellkeep import Run, SavedFile, errors
from cellkeep.api.listing import ArtifactList


def test_bytes_come_back_as_bytes_and_files_as_files() -> None:
    run = Run()
    run.save(b"\x00\x01raw", "output", name="raw")
    Path("notes.txt").write_text("notes")
    run.save("notes.txt", "input")
    assert run.load("raw") == b"\x00\x01raw"
    notes = run.load("notes.txt")
    assert isinstance(notes, SavedFile)
    assert (notes.name, notes.media_type, notes.size) == ("notes.txt", "text/plain", 5)
    assert notes.read_text() == "notes"


def test_a_loaded_file_works_where_a_path_does() -> None:
    import gzip

    import pandas as pd

    frame = pd.DataFrame({"a": [1, 2]})
    frame.to_csv("d.csv.gz", index=False)
    Path("sub").mkdir()
    Path("sub/plain.txt").write_text("plain")
    run = Run()
    run.save("d.csv.gz", "input")
    run.save("sub/plain.txt", "input", preserve_path=True)
    loaded = run.load("d.csv.gz")
    pd.testing.assert_frame_equal(pd.read_csv(loaded), frame)
    pd.testing.assert_frame_equal(pd.read_csv(loaded.path), frame)
    with gzip.open(loaded, "rt") as file:
        assert file.read() == "a\n1\n2\n"
    other = run.load("sub/plain.txt")
    assert (Path(other).name, Path(other).read_text()) == ("plain.txt", "plain")
    assert loaded.path == loaded.path


def test_load_waits_for_what_is_still_under_way() -> None:
    run = Run()
    array = np.arange(3_000_000)
    run.save(array, "output", name="big")
    np.testing.assert_array_equal(run.load("big"), array)
    for value in range(5):
        run.save({"value": value}, "output", name="v")
    assert run.load("v", version=5) == {"value": 4}


def test_common_objects_come_back_as_the_same_type() -> None:
    import pandas as pd
    import torch

    run = Run()
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", None]}, index=pd.Index([5, 6], name="i"))
    run.save(frame, "output", name="frame")
    run.save({"w": torch.arange(4, dtype=torch.bfloat16)}, "output", name="state")
    pd.testing.assert_frame_equal(run.load("frame"), frame)
    state = run.load("state")
    assert torch.equal(state["w"], torch.arange(4, dtype=torch.bfloat16))


def test_a_pickle_is_loaded_only_when_asked_for() -> None:
    run = Run()
    run.save(re.compile("a"), "output", name="odd", allow_pickle=True).wait(30)
    with pytest.raises(errors.PickleRefusedError, match="allow_pickle=True"):
        run.load("odd")
    assert run.load("odd", allow_pickle=True) == re.compile("a")
    assert cellkeep.load("odd", run=run, allow_pickle=True) == re.compile("a")


def test_a_saved_file_that_is_a_pickle_is_not_unpickled() -> None:
    run = Run()
    Path("model.pkl").write_bytes(pickle.dumps({"a": 1}))
    run.save("model.pkl", "input").wait(30)
    assert isinstance(run.load("model.pkl", allow_pickle=True), SavedFile)


def test_what_is_not_there_is_said_with_where_to_look() -> None:
    run = Run("here")
    run.save([1], "output", name="x").wait(30)
    with pytest.raises(errors.ArtifactNotFoundError, match=r"'here' has no artifact 'y'"):
        run.load("y")
    with pytest.raises(errors.ArtifactNotFoundError, match=r"no version 7 of 'x'"):
        run.load("x", version=7)
    with pytest.raises(errors.ArtifactNotFoundError, match="cellkeep ls"):
        cellkeep.load("y")
    with pytest.raises(LookupError):
        cellkeep.load("y", run=run.id)


def test_cellkeep_load_prefers_the_current_run_and_else_takes_the_newest_of_any() -> None:
    first, second = Run("first"), Run("second")
    first.save_object("1", "output", "n").wait(30)
    second.save_object("2", "output", "n").wait(30)
    assert cellkeep.load("n") == "2"
    assert cellkeep.load("n", run=first.id) == "1"
    cellkeep.current_run().save_object("mine", "output", "n").wait(30)
    second.save_object("3", "output", "n").wait(30)
    assert cellkeep.load("n") == "mine"


def test_damaged_bytes_are_refused_not_returned(store_folder: Path) -> None:
    run = Run()
    handle = run.save(np.arange(100), "output", name="x").wait(30)
    assert handle.digest is not None
    (blob,) = store_folder.glob(f"blobs/*/{handle.digest}")
    blob.chmod(0o600)
    content = bytearray(blob.read_bytes())
    content[-1] ^= 1
    blob.write_bytes(bytes(content))
    with pytest.raises(errors.BlobDamagedError, match="cellkeep verify"):
        run.load("x")


def test_the_list_shows_what_is_stored_and_what_is_under_way(monkeypatch: Any) -> None:
    run = Run()
    run.save(np.zeros((2, 3)), "output", name="<b>zeros</b>").wait(30)
    waiting = run.save(np.ones(4), "input", name="ones")
    waiting.pause()
    rows = {row.name: row for row in run.list()}
    assert rows["<b>zeros</b>"].state == "stored"
    assert rows["<b>zeros</b>"].version == 1
    if waiting.status == "paused":
        assert rows["ones"].state == "paused"
        waiting.resume()
    waiting.wait(30)
    html = run.list()._repr_html_()
    assert "<b>" not in html
    assert "&lt;b&gt;zeros&lt;/b&gt;" in html
    # A terminal would obey what a stranger's run is called.
    odd = replace(run.list()[0], run="odd\x1b]0;title\x07\u202e")
    assert "odd\\u001b]0;title\\u0007\\u202e" in repr(ArtifactList([odd], with_runs=True))
    text = repr(run.list())
    assert text.splitlines()[0].split() == [
        "name",
        "version",
        "category",
        "type",
        "summary",
        "size",
        "state",
    ]
    assert len(run.list()) == 2
    assert repr(Run().list()) == "No artifacts yet."


def test_a_model_saved_by_another_version_is_loaded_with_both_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import sklearn
    from sklearn.preprocessing import StandardScaler

    here = sklearn.__version__
    scaler = StandardScaler().fit([[1.0], [3.0]])
    run = Run()
    run.save(scaler, "output", name="same").wait()
    with monkeypatch.context() as earlier:
        earlier.setattr(sklearn, "__version__", "1.2.0")
        earlier.setattr(sklearn.base, "__version__", "1.2.0")
        run.save({"scaler": scaler}, "output", name="earlier").wait()
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert run.load("same").transform([[2.0]]) == 0.0
        assert not said
        assert run.load("earlier")["scaler"].transform([[2.0]]) == 0.0
    [warning] = said
    assert issubclass(warning.category, cellkeep.CellkeepWarning)
    assert f"sklearn 1.2.0, and sklearn {here} is here" in str(warning.message)
    assert warning.filename == __file__


def test_every_address_loads_and_another_run_is_said(open_store: Any) -> None:
    training = Run("training")
    for number in (1, 2):
        training.save([number], "output", name="df", new_version=True).wait(30)
    store = open_store()
    first = store.catalog.resolve("training/df@1")
    store.editor.set_alias(first.id, "best")
    link = store.catalog.link(first)
    with pytest.warns(cellkeep.CellkeepWarning, match="no 'df'. Loaded v2 from the run 'training'"):
        assert cellkeep.load("df") == [2]
    with pytest.warns(cellkeep.CellkeepWarning, match=f"'{training.id[:12]}/df@1' is exactly"):
        assert cellkeep.load("df@best") == [1]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for address in ("training/df@1", f"{training.id[:12]}/df@best", link, first.id):
            assert cellkeep.load(address) == [1], address
        assert training.load("df@1") == training.load("df", "best") == [1]
        assert [step.name for step in cellkeep.lineage("training/df@1")] == ["df"]
        under_way = cellkeep.current_run().save([3], "output", name="df")
        assert cellkeep.load("df") == cellkeep.load("df@1") == [3]
        under_way.wait(30)
        assert cellkeep.load("df@latest") == [3]


def test_a_name_that_a_run_has_not_is_found_in_the_others() -> None:
    Run("training").save([1], "output", name="df").wait(30)
    with pytest.raises(errors.ArtifactNotFoundError) as refused:
        Run("mine").load("df")
    assert "The run 'mine' has no artifact 'df'." in str(refused.value)
    assert "'training/df@1'" in str(refused.value)
