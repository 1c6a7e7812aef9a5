"""`cellkeep get` and `put`."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import numpy as np
import pytest
from cli_support import as_json, run, save
from store_samples import make_run, png, write

from cellkeep_core.protocol import Receipt
from cellkeep_core.text import local_time
from cellkeep_store import Store
from cellkeep_store.sharing.export import file_name


def test_get_writes_verified_bytes_and_never_over_a_file(store: Store, tmp_path: Path) -> None:
    save(store, "figures/loss.bin", b"the bytes")
    target = tmp_path / "out"
    target.mkdir()
    told = as_json(store, dict, "get", "figures/loss.bin", "-o", target)
    assert told["path"] == str(target / "loss.bin")
    assert (target / "loss.bin").read_bytes() == b"the bytes"
    (target / "loss.bin").write_bytes(b"mine")
    assert "--force" in run(store, "get", "figures/loss.bin", "-o", target, code=1).stderr
    assert (target / "loss.bin").read_bytes() == b"mine"
    run(store, "get", "figures/loss.bin", "-o", target, "--force")
    assert (target / "loss.bin").read_bytes() == b"the bytes"
    assert stat.S_IMODE((target / "loss.bin").stat().st_mode) & 0o200, "a copy can be changed"
    assert [path.name for path in target.iterdir()] == ["loss.bin"]


def test_get_refuses_damaged_bytes_and_leaves_no_file(store: Store, tmp_path: Path) -> None:
    receipt = save(store, "loss", b"the bytes")
    path = store.contents.local_path(receipt.artifact_id)
    path.chmod(0o644)
    path.write_bytes(b"The bytes")
    assert "damaged" in run(store, "get", "loss", "-o", tmp_path / "out", code=1).stderr
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".*"))


def test_get_writes_other_forms(store: Store, tmp_path: Path) -> None:
    npy = io.BytesIO()
    np.save(npy, np.arange(6).reshape(3, 2))
    save(store, "grid", npy.getvalue(), codec="ndarray-npy.v1", media_type="application/x-npy")
    run(store, "get", "grid", "--as", "csv", "-o", tmp_path)
    assert (tmp_path / "grid.csv").read_text() == "0,1\n2,3\n4,5\n"
    run(store, "get", "grid", "-o", tmp_path)
    assert (tmp_path / "grid.npy").read_bytes() == npy.getvalue()
    refused = run(store, "get", "grid", "--as", "png", "-o", tmp_path, code=1).stderr
    assert "It can be had as: kept, csv." in refused


def test_get_refuses_to_choose_between_runs_of_one_name(store: Store, tmp_path: Path) -> None:
    first, second = make_run("twice", notebook="a/n.ipynb"), make_run("twice")
    save(store, "loss", b"of the first", run=first)
    save(store, "loss", b"of the second", run=second)
    save(store, "only", b"one", run=second)
    addresses = [f"{each.id[:12]}/loss@1" for each in (first, second)]
    for asked in (["loss", "--run", "twice"], ["twice/loss"], ["twice/loss@1"]):
        refused = run(store, "get", *asked, "-o", tmp_path, code=1).stderr
        assert "2 runs of the name 'twice' have 'loss'" in refused
        begun = local_time(first.created_at)
        assert f"  {addresses[0]}  begun {begun}  a/n.ipynb\n" in refused
        assert f"  {addresses[1]}  begun {begun}  no notebook\n" in refused
    run(store, "get", addresses[0], "-o", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"of the first"
    run(store, "get", "loss", "--run", second.id, "-o", tmp_path / "second")
    assert (tmp_path / "second").read_bytes() == b"of the second"
    run(store, "get", "twice/only", "-o", tmp_path / "only")
    titles = [line for line in run(store, "ls").stdout.splitlines() if line[:1] != " "]
    assert titles == [
        f"twice  {second.id}  begun {begun}  no notebook",
        f"twice  {first.id}  begun {begun}  a/n.ipynb",
    ]


def test_get_into_a_folder_that_is_not_there_says_so(store: Store, tmp_path: Path) -> None:
    save(store, "loss")
    result = run(store, "get", "loss", "-o", tmp_path / "no" / "where", code=1)
    assert "No such file" in result.stderr


@pytest.mark.parametrize(
    ("name", "codec", "expected"),
    [
        ("a/b/loss.png", "bytes.v1", "loss.png"),
        ("results", "table-arrow.v1", "results.arrow"),
        ("results.arrow", "table-arrow.v1", "results.arrow"),
        ("C:\\windows\\x", "bytes.v1", "C__windows_x"),
        ("what? *.txt", "bytes.v1", "what_ _.txt"),
        (".hidden", "bytes.v1", "hidden"),
        ("...", "bytes.v1", "artifact"),
        ("con.txt", "bytes.v1", "_con.txt"),
        ("evil\u202egnp.exe", "bytes.v1", "evil_gnp.exe"),
        ("😀" * 100 + ".txt", "bytes.v1", "😀" * 62 + ".txt"),
    ],
)
def test_the_name_of_the_file_is_safe_anywhere(
    store: Store, name: str, codec: str, expected: str
) -> None:
    artifact = store.catalog.artifact(save(store, name, codec=codec).artifact_id)
    assert file_name(artifact) == expected
    assert len(expected.encode()) <= 255


def test_put_stores_files_and_makes_the_run(store: Store, tmp_path: Path) -> None:
    plot = write(tmp_path / "plot.png", png())
    data = write(tmp_path / "data.csv", b"a,b\n")
    receipts = as_json(store, list[Receipt], "put", plot, data, "-c", "input", "--run", "new run")
    items = store.catalog.artifacts().items
    assert {item.name: item.media_type for item in items} == {
        "plot.png": "image/png",
        "data.csv": "text/csv",
    }
    assert {item.run_name for item in items} == {"new run"}
    assert {item.provenance.via for item in items} == {"cli"}
    assert len(receipts) == 2
    again = run(store, "put", data, "-c", "input", "--run", "new run").stdout
    assert "was stored already" in again
    assert len(store.catalog.runs().items) == 1


def test_put_stores_folders_but_what_patterns_leave_out(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.csv", "b.tmp", "sub/c.csv", "sub/d.log"):
        write(folder / name, name.encode())
    (folder / ".cellkeepignore").write_text("*.log\n.cellkeepignore\n")
    run(store, "put", "-r", folder, "-c", "input", "--exclude", "*.tmp")
    assert {one.name for one in store.catalog.artifacts().items} == {"data/a.csv", "data/sub/c.csv"}
    only = run(store, "put", "-r", folder, "-c", "code", "--include", "b.*", "--run", "only").stdout
    assert "data/b.tmp" in only
    assert "csv" not in only
    run(store, "put", "-r", folder, "-c", "input", "--exclude", "*", code=1)
    run(store, "put", "-r", folder, "-c", "input", "--name", "n", code=2)


def test_put_takes_a_name_and_a_type_and_defaults_to_uploads(store: Store, tmp_path: Path) -> None:
    run(store, "put", write(tmp_path / "x", b"1"), "-c", "code", "--name", "y", "--type", "a/b")
    artifact = store.catalog.resolve("y")
    assert artifact.media_type == "a/b"
    assert artifact.run_id == store.catalog.uploads_run().id


def test_put_refuses_before_it_stores_anything(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    one, two = write(tmp_path / "x", b"1"), write(other / "x", b"2")
    result = run(store, "put", one, two, "-c", "input", code=1)
    assert str(one) in result.stderr
    assert str(two) in result.stderr
    run(store, "put", one, two, "-c", "input", "--name", "n", code=2)
    run(store, "put", one, "-c", "outputs", code=2)
    run(store, "put", one, code=2)
    run(store, "put", one, "-c", "input", "--type", "nonsense", code=1)
    run(store, "put", tmp_path / "missing", "-c", "input", code=1)
    run(store, "put", other, "-c", "input", code=1)
    assert store.catalog.artifacts().items == []
