"""What is known of a script: its path and arguments, git, machine and account; and no secrets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cellkeep.context.script import HIDDEN, without_secrets

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
