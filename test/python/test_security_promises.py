"""SECURITY.md names a test for each promise."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_each_promise_names_a_test_that_exists() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    named = re.findall(r"\| `(test_\w+)` \|$", text, re.MULTILINE)
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "test").rglob("test_*.py"))
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(named) == len(rows) - 1 > 20
    assert [
        name for name in named if not re.search(rf"^(async )?def {name}\(", tests, re.MULTILINE)
    ] == []


def test_each_defence_stands_where_it_is_taken_away() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "break_defences.py"))
    security = (ROOT / "SECURITY.md").read_text("utf-8")
    promises = set(re.findall(r"^\| (.+) \| `test_", security, re.MULTILINE))
    for defence in script["defences"]():
        code = (ROOT / defence["file"]).read_text("utf-8")
        assert code.count(defence["old"]) == 1, f"not once in {defence['file']}: {defence['old']}"
        assert defence["promise"] in promises
    assert script["PAGE"].read_text("utf-8") == script["page"](), "break_defences.py --page"
