"""What is known of a script: its path and arguments, git, machine and account; and no secrets."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from cellkeep.context.packages import requirements
from cellkeep.context.script import ENVIRONMENT_NAME, HIDDEN, without_secrets

SCRIPT = """
import sys, time, cellkeep
from cellkeep.context.script import dirty_flag
first = cellkeep.save([1], "output", name="first").wait(60)
for _ in range(600):
    if None not in dirty_flag._asked.values():
        break
    time.sleep(0.1)
second = cellkeep.save([2], "output", name="second").wait(60)
"""


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (["--lr", "0.1", "data.csv"], ["--lr", "0.1", "data.csv"]),
        (["--token", "abc", "x"], ["--token", HIDDEN, "x"]),
        (["--api-key=abc"], [f"--api-key={HIDDEN}"]),
        (["--apiKey", "abc"], ["--apiKey", HIDDEN]),
        (["--db-password", "-abc"], ["--db-password", HIDDEN]),
        (["db.passwd=abc"], [f"db.passwd={HIDDEN}"]),
        (["--verbose-auth", "--lr", "1"], ["--verbose-auth", "--lr", "1"]),
        (["--tokenizer", "bert"], ["--tokenizer", "bert"]),
        (["https://me:pw@host/x"], [f"https://{HIDDEN}@host/x"]),
        (["ghp_0123456789abcdef"], [HIDDEN]),
        (["x" * 500], ["x" * 199 + "…"]),
        (["a"] * 500, ["a"] * 100),
        (["\udc80"], ["?"]),
    ],
)
def test_arguments_have_no_secrets(given: list[str], shown: list[str]) -> None:
    assert list(without_secrets(given)) == shown


def test_a_script_says_where_it_comes_from(tmp_path: Path, open_store: Any) -> None:
    project = tmp_path / "project"
    (project / "jobs").mkdir(parents=True)
    (project / "jobs" / "train.py").write_text(SCRIPT)
    git = ["git", "-c", "user.name=me", "-c", "user.email=me@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], cwd=project, check=True)
    (project / "jobs" / "train.py").write_text(SCRIPT + "# changed\n")
    words = [sys.executable, "jobs/train.py", "--lr", "0.1", "--token=hunter2"]
    subprocess.run(words, cwd=project, check=True, timeout=200)
    store = open_store()
    first, second = (store.catalog.resolve(name).provenance for name in ("first", "second"))
    assert (second.script, second.arguments) == (
        "jobs/train.py",
        ["--lr", "0.1", f"--token={HIDDEN}"],
    )
    assert second.git_dirty is True
    assert second.git_commit == first.git_commit
    assert second.host
    assert second.user
    assert b"hunter2" not in json.dumps(store.catalog.resolve("second").metadata).encode()
    quiet = {**os.environ, "CELLKEEP_ANONYMOUS": "1"}
    subprocess.run(words, cwd=project, check=True, timeout=200, env=quiet)
    told = store.catalog.resolve("second").provenance
    assert (told.script, told.host or "", told.user or "") == ("jobs/train.py", "", "")


def test_a_script_keeps_its_packages_once_a_run(
    tmp_path: Path, open_store: Any, store_folder: Path, run_python: Any
) -> None:
    code = """
import cellkeep
cellkeep.save([1], name="one"), cellkeep.save([2], name="two")
cellkeep.Run("without", environment=False).save([3], name="three")
"""
    for hidden in ("0", "0", "1"):
        run_python(code, CELLKEEP_NO_ENVIRONMENT=hidden)
    catalog = open_store().catalog
    kept = [one for one in catalog.artifacts().items if one.name == ENVIRONMENT_NAME]
    assert [(one.category, one.version) for one in kept] == [("code", 1)] * 2
    assert len({one.run_id for one in kept}) == 2
    assert len({one.sha256 for one in kept}) == 1
    named = [
        (one.name, one.provenance.environment or None)
        for one in catalog.artifacts().items
        if one.name != ENVIRONMENT_NAME
    ]
    assert sorted(named, key=str) == sorted(
        [("one", ENVIRONMENT_NAME), ("two", ENVIRONMENT_NAME)] * 2
        + [("one", None), ("two", None)]
        + [("three", None)] * 3,
        key=str,
    )
    get = ["cellkeep", "get", ENVIRONMENT_NAME, "--store", str(store_folder), "-o", str(tmp_path)]
    subprocess.run(get, check=True, timeout=60)
    file = tmp_path / "requirements.txt"
    assert f"# Python {platform.python_version()}" in file.read_text()
    # Without an index: each line names what is installed here.
    pip = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "--no-deps"]
    told = subprocess.run(
        [*pip, "-r", str(file)], capture_output=True, text=True, timeout=120, check=True
    )
    assert f"already satisfied: msgspec=={version('msgspec')}" in told.stdout


def test_ipython_keeps_the_packages_where_a_run_asks(open_store: Any, tmp_path: Path) -> None:
    code = """
import cellkeep
cellkeep.save([1], name="unasked").wait(60)
run = cellkeep.new_run("asked", environment=True)
run.save([2], name="asked")
assert run.flush(60)
print([step.name for step in run.lineage()])
"""
    (tmp_path / "cells.ipy").write_text(code)
    command = [sys.executable, "-m", "IPython", str(tmp_path / "cells.ipy")]
    environment = {
        **os.environ,
        "CELLKEEP_NO_ENVIRONMENT": "",
        "IPYTHONDIR": str(tmp_path / "ipython"),
    }
    ran = subprocess.run(
        command, check=True, timeout=120, env=environment, capture_output=True, text=True
    )
    assert "['asked']" in ran.stdout, ran
    kept = [(one.run_name, one.name) for one in open_store().catalog.artifacts().items]
    assert sorted(kept) == [
        ("asked", "asked"),
        ("asked", ENVIRONMENT_NAME),
        ("ipython session", "unasked"),
    ]


def test_a_line_of_a_package_installs_it_elsewhere_and_is_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def package(number: int, head: str, origin: object = None, installer: str = "pip") -> None:
        info = tmp_path / f"p{number}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_bytes(head.encode("latin-1") + b"\n\nVersion: 9\n")
        (info / "INSTALLER").write_text(f"{installer}\n")
        if origin is not None:
            (info / "direct_url.json").write_text(json.dumps(origin))

    git = {"vcs": "git", "commit_id": "0123abc"}
    package(1, "Name: first\nVersion: 1.0")
    package(2, "Name: Of_Git\nVersion: 2.0", {"url": "https://me:pw@host/x.git", "vcs_info": git})
    package(3, "Name: edited\nVersion: 3.0", {"url": "file:///home/me/edited", "dir_info": {}})
    package(4, "Name: by-conda\nVersion: 4.0", {"url": "file:///croot/x"}, "conda")
    package(5, "Name: wheel\nVersion: 5.0", {"url": "https://host/wheel-5.0.whl"})
    package(6, "Name: -r /etc/passwd\nVersion: 6.0")
    package(7, "Name: seven\nVersion: 7.0 --pre")
    package(8, "Name: eig\xe9ht\nVersion: 8.0")
    package(9, "Version: 9.0")
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "missing")])
    text, count = requirements()
    assert text.splitlines()[2:] == [
        "by-conda==4.0",
        "# edited==3.0 (of a folder or file of this machine)",
        "first==1.0",
        "Of_Git @ git+https://host/x.git@0123abc",
        "wheel @ https://host/wheel-5.0.whl",
    ]
    assert count == 5
    package(10, "Name: later\nVersion: 1.0")
    assert "later==1.0\n" in requirements().text
