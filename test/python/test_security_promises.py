"""SECURITY.md names a test for each promise."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_each_promise_names_a_test_that_exists() -> None:
    named = re.findall(r"\| `(test_\w+)` \|", (ROOT / "SECURITY.md").read_text("utf-8"))
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "test").rglob("test_*.py"))
    assert len(named) > 20
    assert [name for name in named if f"def {name}(" not in tests] == []
