"""Where people work: without a home, without a name, in folders with any characters."""

from __future__ import annotations

import pwd
from pathlib import Path
from typing import NoReturn

import pytest

import cellkeep
from cellkeep import Run, errors


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user of a container: a number without an entry, a name or a home."""

    def unknown(_: int) -> NoReturn:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    for name in ("HOME", "JUPYTER_DATA_DIR", "USER", "LOGNAME"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("homeless")
def test_without_a_home_the_store_that_is_named_is_used(store_folder: Path) -> None:
    run = Run()
    run.save([1], "output", name="small").wait(20)
    Path("large.bin").write_bytes(b"1" * 2_000_000)
    assert len(run.save_directory(".", "input").wait(20)) == 1
    assert run.load("small") == [1]
    assert list((store_folder / "spool").iterdir())


@pytest.mark.usefixtures("homeless")
@pytest.mark.parametrize("store", ["", "~/store"])
def test_without_a_home_and_a_store_it_says_what_to_set(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELLKEEP_STORE", store)
    with pytest.raises(errors.StoreUnreachableError, match="Set CELLKEEP_STORE"):
        Run().save([1], "output", name="small")
    assert not Path("~").exists()


def test_any_characters_in_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "größe mit Leerzeichen, 50% # ? & ünï"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("CELLKEEP_STORE", "store %20#?ä")
    Path("über mich?.txt").write_text("ich")
    run = Run()
    run.save("über mich?.txt", "input").wait(20)
    assert cellkeep.load("über mich?.txt", run=run.id).read_text() == "ich"
    assert (here / "store %20#?ä" / "catalog.sqlite").exists()
    assert {path.name for path in here.iterdir()} == {"store %20#?ä", "über mich?.txt"}
