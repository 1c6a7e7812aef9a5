"""SECURITY.md names a test for each promise."""

from __future__ import annotations

import re
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
