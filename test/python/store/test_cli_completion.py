"""Names that the shell completes, in a real Bash."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pexpect
from cli_support import save
from store_samples import make_offer, make_run

from cellkeep_store import Store

PROMPT = "ready> "
CASES = {
    "show lo": "show|loss curve",
    'show "lo': "show|loss curve",
    "show results@b": "show|results@best",
    "rm results@1": "rm|results@1",
    "ls --run lr": "ls|--run|lr 0.1",
    "diff --run lr": "diff|--run|lr 0.1",
    "get results --as parq": "get|results|--as|parquet",
}


def test_bash_completes_names_of_artifacts_and_runs(store: Store) -> None:
    save(store, "loss curve")
    receipt = save(store, "results", b"other")
    store.editor.set_alias(receipt.artifact_id, "best")
    store.ingest.put_bytes(make_offer(b"x", make_run("lr 0.1"), "only here"), b"x")
    # As the installed command is found.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"CELLKEEP_STORE": str(store.root), "PATH": path, "PS1": PROMPT}
    environment |= {"INPUTRC": os.devnull, "TERM": "dumb"}
    with pexpect.spawn(
        "bash", ["--norc", "--noprofile"], env=environment, encoding="utf-8", timeout=30
    ) as bash:
        bash.expect_exact(PROMPT)
        bash.sendline('eval "$(_CELLKEEP_COMPLETE=bash_source cellkeep)"')
        for typed, words in CASES.items():
            bash.expect_exact(PROMPT)
            # Completes, goes to the line's begin, and has the words written as Bash takes them.
            bash.send(f"cellkeep {typed}\t\x01printf '%s|' \r")
            bash.expect_exact(f"cellkeep|{words}|")
        bash.sendline("exit")
        bash.expect(pexpect.EOF)


def test_to_complete_a_name_loads_no_database_library() -> None:
    loads = "import cellkeep_store.cli, sys; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loads], check=False).returncode == 0
