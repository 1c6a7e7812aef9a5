"""A store of its own for each test, and nothing of the person's in reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cellkeep_store import Store


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    for name in ("CELLKEEP_STORE", "CELLKEEP_SPOOL", "CELLKEEP_STORE_LIMIT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def store(root: Path) -> Iterator[Store]:
    with Store.open(root) as opened:
        yield opened
