"""Take each defence of `test/hostile/defences.toml` away, and see which test says so.

Run it on a clean working tree: `python scripts/break_defences.py [WORD ...]` breaks those whose
promise, file or test has one of the words, one after the other, and puts each file back. It ends
with 1 where a defence could be taken away and its test still passed. With `--page` it breaks
nothing and writes docs/defences.md.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEFENCES = ROOT / "test" / "hostile" / "defences.toml"
PAGE = ROOT / "docs" / "defences.md"
_HEAD = [
    "# What stands behind the promises",
    "",
    "Each line is a defence behind a promise of [SECURITY.md](../SECURITY.md), and the test that",
    "fails without it. `python scripts/break_defences.py [WORD ...]` takes each away by itself, as",
    "`test/hostile/defences.toml` says, and ends with 1 where its test still passes. This page is",
    "written by `python scripts/break_defences.py --page`.",
    "",
    "| promise | what is taken away | in | the test that fails |",
    "|---|---|---|---|",
]
# What is broken is the working tree, and not the wheel that is installed beside it.
_ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "python-bridge")}
_FAILED = 1
"""What pytest and vitest end with where a test failed, and not where there was none to run."""


def defences() -> list[dict[str, str]]:
    """Return what stands in the file: promise, file, what is taken away, what stands there then."""
    listed: list[dict[str, str]] = tomllib.loads(DEFENCES.read_text("utf-8"))["defence"]
    return listed


def page() -> str:
    """Return docs/defences.md."""
    rows = [
        f"| {one['promise']} | {one['without']} | `{one['file']}` | `{one['test']}` |"
        for one in defences()
    ]
    return "\n".join([*_HEAD, *rows, ""])


def is_noticed(defence: dict[str, str]) -> bool:
    """Take a defence away, run its test, and return whether the test failed."""
    path = ROOT / defence["file"]
    before = path.read_text("utf-8")
    if before.count(defence["old"]) != 1:
        raise SystemExit(f"{defence['file']} has {defence['old']!r} not once: where is it now?")
    path.write_text(before.replace(defence["old"], defence["new"]), "utf-8")
    try:
        for command in _commands(defence["file"], defence["test"]):
            done = subprocess.run(
                command, cwd=ROOT, env=_ENVIRONMENT, check=False, capture_output=True, text=True
            )
            if done.returncode not in (0, _FAILED):
                print(done.stdout[-2000:], done.stderr[-2000:])
        return done.returncode == _FAILED
    finally:
        path.write_text(before, "utf-8")


def _commands(file: str, test: str) -> list[list[str]]:
    if test.endswith((".ts", ".tsx")):
        return [["node_modules/.bin/vitest", "run", test]]
    build = [
        ["node_modules/.bin/tsc", "-b"],
        ["jupyter-builder", "build", "--development", "True", "."],
    ]
    run = ["pytest", "-x", "-q", "-p", "no:cacheprovider", "-n", "0", *shlex.split(test)]
    return [*(build if file.startswith("src/") else []), run]


def main() -> int:
    """Break those that are asked for."""
    words = sys.argv[1:]
    if words == ["--page"]:
        PAGE.write_text(page(), "utf-8")
        return 0
    missed = 0
    for defence in defences():
        told = " ".join(defence.values())
        if words and not any(word in told for word in words):
            continue
        begin = time.monotonic()
        noticed = is_noticed(defence)
        missed += not noticed
        word = "noticed" if noticed else "NOT NOTICED"
        what = f"{defence['file']}: {defence['old'].strip()[:60]!r}"
        print(f"{word:12} {time.monotonic() - begin:4.0f} s  {what}  {defence['test']}", flush=True)
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
