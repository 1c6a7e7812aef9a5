"""A store in a folder that can only be read: at rest, in use by its owner, or after a crash."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from store_samples import make_offer

from cellkeep_store import Store
from run_script import run_script

SOMEBODY = 54321

READ_AS = """
import importlib.readers, os, sys, tempfile
from pathlib import Path
import cellkeep
from cellkeep_store import Store
with tempfile.TemporaryDirectory() as scratch:  # imports what the other user may not read
    os.environ["CELLKEEP_STORE"] = scratch + "/store"
    os.environ["JUPYTER_DATA_DIR"] = scratch + "/data"
    cellkeep.Run("warm").save({"a": 1}, "output", name="warm").wait()
    cellkeep.load("warm"), cellkeep.current_run().list()
data, uid, *roots = sys.argv[1:]
os.environ["JUPYTER_DATA_DIR"] = data
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(int(uid)); os.setuid(int(uid))
for root in roots:
    os.environ["CELLKEEP_STORE"] = root
    assert not os.access(root, os.W_OK)
    names = [row.name for row in cellkeep.open_run("training").list()]
    print(cellkeep.load("loss").decode(), names)
    with Store.open(Path(root)) as store:
        print(store.status().read_only, store.status().artifacts)
handle = cellkeep.Run("new").save([1], "output", name="kept")
cellkeep.flush(5)
print(handle.status, Path(data) in handle.transfer.entry.folder.parents)
print(handle.transfer.error.message)
"""


def archive(root: Path) -> Store:
    """Return an open store with something in its log that is not in the catalog's file yet."""
    store = Store.open(root)
    content = b"0.25"
    offer = make_offer(content, name="loss")
    offer.run.name, offer.run.id = "training", "7" * 32
    store.ingest.put_bytes(offer, content)
    return store


def test_it_is_read_and_says_what_it_is(open_folder: Path) -> None:
    roots = {name: open_folder / name for name in ("at rest", "in use", "crashed")}
    archive(roots["at rest"]).close()
    assert not (roots["at rest"] / "catalog.sqlite-wal").exists()
    in_use = archive(roots["in use"])
    without_index = shutil.ignore_patterns("*-shm")
    shutil.copytree(roots["in use"], roots["crashed"], ignore=without_index)
    assert (roots["crashed"] / "catalog.sqlite-wal").stat().st_size
    data = open_folder / "data"
    data.mkdir()
    if os.geteuid() == 0:
        os.chown(data, SOMEBODY, SOMEBODY)
    every = [str(root) for root in roots.values()]
    subprocess.run(["chmod", "-R", "a+rX,a-w", *every], check=True)
    before = [sorted(path.name for path in root.rglob("*")) for root in roots.values()]
    environment = {**os.environ, "CELLKEEP_EXIT_TIMEOUT": "2", "PYTHONWARNINGS": "ignore"}
    told = run_script(READ_AS, data, SOMEBODY, *every, env=environment)
    *read, saved, why = told.splitlines()
    assert read == ["0.25 ['loss']", "True 1"] * 3
    assert saved == "queued True"
    assert "cannot be written" in why
    assert every[-1] in why
    assert before == [sorted(path.name for path in root.rglob("*")) for root in roots.values()]
    in_use.close()
    for root in roots.values():
        root.chmod(0o700)
