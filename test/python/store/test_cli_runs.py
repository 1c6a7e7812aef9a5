"""`cellkeep run`: a run's name, place and tags, and what it does with what is saved again."""

from __future__ import annotations

import pytest
from cli_support import as_json, run, save
from store_samples import make_offer, make_run

from cellkeep_core.protocol import RunInfo, RunSettings
from cellkeep_store import Store


@pytest.fixture
def training(store: Store) -> Store:
    owner = make_run("training")
    for content in (b"one", b"two", b"three"):
        store.ingest.put_bytes(make_offer(content, name="loss", run=owner), content)
    return store


def test_it_is_shown(training: Store) -> None:
    told = run(training, "run", "training").stdout
    assert "training" in told
    assert "3, 11 B" in told
    assert "skip-if-same" in told
    assert "for ever" in told
    assert "all versions" in told


def test_it_is_changed_and_what_was_not_named_stays(training: Store) -> None:
    run(training, "run", "training", "--add", "lr", "--add", "paper", "--folder", "/nights")
    changed: RunInfo = as_json(
        training, RunInfo, "run", "training", "--rename", "night 1", "--remove", "lr"
    )
    assert (changed.run.name, changed.run.folder) == ("night 1", "/nights")
    assert changed.run.tags == ["paper"]


def test_what_it_keeps_takes_effect_at_the_next_clean_up(training: Store) -> None:
    changed: RunInfo = as_json(
        training, RunInfo, "run", "training", "--keep-days", 30, "--keep-last", 2
    )
    assert changed.settings == RunSettings("skip-if-same", keep_days=30, keep_last=2)
    assert training.maintenance.collect().expired == 1
    told = run(training, "run", "training", "--keep-days", 0, "--versions", "overwrite").stdout
    assert "for ever" in told
    assert "the last 2 versions" in told
    save(training, "loss", b"four", run=training.catalog.runs().items[0].run)
    assert [one.version for one in training.catalog.artifacts().items] == [4]


def test_of_several_runs_of_a_name_none_is_guessed(training: Store) -> None:
    save(training, "loss", run=make_run("training"))
    said = run(training, "run", "training", "--keep-last", 1, code=2)
    assert "2 runs of that name" in said.output


def test_a_name_that_no_run_can_have_changes_nothing(training: Store) -> None:
    run(training, "run", "training", "--rename", "", "--keep-last", 1, code=1)
    assert training.catalog.runs().items[0].run.name == "training"
    run(training, "run", "nobody", code=1)
