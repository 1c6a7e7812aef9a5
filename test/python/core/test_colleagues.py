"""What other users of the machine leave beside one's own saves stops nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from test_modes import SOMEBODY, left_behind

COMMANDS_AS = """
import importlib.readers, os, sys, tempfile, traceback
from pathlib import Path
from click.testing import CliRunner
from cellkeep_store.cli import main
from cellkeep_store.store import Store
Store.open(Path(sys.argv[1])).close()
with tempfile.TemporaryDirectory() as scratch:  # imports what the other user may not read
    Path(scratch, "file").write_text("x")
    for words in (["put", scratch + "/file"], ["doctor"], ["push"], ["ls"]):
        CliRunner().invoke(main, [*words, "--store", scratch + "/store"])
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))
for command in sys.argv[3:]:
    done = CliRunner().invoke(main, [command, "--store", sys.argv[1]])
    if done.exit_code:
        traceback.print_exception(done.exception)
    print(done.exit_code, done.output, end="\\0")
"""


def commands_as_somebody(root: Path, *commands: str, **env: str) -> list[str]:
    """Return what commands say to a user who is not the owner of this process."""
    done = subprocess.run(
        [sys.executable, "-c", COMMANDS_AS, str(root), str(SOMEBODY), *commands],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "HOME": "/nowhere", **env},
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split("\0")[:-1]


def test_an_unreadable_session_of_a_colleague_stops_nobody_elses(open_folder: Path) -> None:
    root = open_folder / "store"
    root.mkdir()
    root.chmod(0o2770)
    spool = open_folder / "spool"
    mine, other = left_behind(spool), left_behind(spool)
    spool.chmod(0o3777)
    if os.geteuid() == 0:
        for path in (root, mine, *mine.rglob("*")):
            os.chown(path, SOMEBODY, SOMEBODY)
        os.chown(other, SOMEBODY + 1, SOMEBODY)
    else:
        other.chmod(0)
    told = commands_as_somebody(root, "push", "doctor", "ls", CELLKEEP_SPOOL=str(spool))
    pushed, doctor, listed = told
    assert pushed.startswith("0 "), pushed
    assert "loss" in listed
    assert (mine.exists(), other.exists()) == (False, True)
    assert f"1 folder of another user's saves passed over: {other}" in pushed
    assert doctor.startswith("0 "), doctor
    (line,) = [line for line in doctor.splitlines() if str(other) in line]
    assert "will not be stored" in line
