"""`cellkeep run`: a run's name, place and tags, and what it does with what is saved again."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from cli_support import as_json, run, save
from click.testing import CliRunner
from store_samples import make_offer, make_run

from cellkeep_core.protocol import RunInfo, RunSettings, RunTable
from cellkeep_store import Store
from cellkeep_store.cli import main


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


def test_runs_are_listed_with_their_values(store: Store) -> None:
    for lr in (0.1, 0.3, 0.2):
        owner = make_run(f"lr {lr}", metadata={"lr": lr}, notebook="train.ipynb")
        store.ingest.put_bytes(make_offer(b"1", owner), b"1")
    said = run(store, "runs", "--sort", "lr", "--show", "lr", "-n", "2")
    lines = said.stdout.splitlines()
    assert [line.split()[:2] for line in lines[1:3]] == [["lr", "0.3"], ["lr", "0.2"]]
    assert "LR" in lines[0]
    assert "2 of 3" in said.stderr
    table = as_json(store, RunTable, "runs", "-q", "0.3")
    assert [row.values["metadata:lr"] for row in table.items] == [0.3]
    assert "no runs" in run(store, "runs", "--notebook", "other.ipynb").stdout
    assert "no column" in run(store, "runs", "--sort", "what", code=1).stderr
    assert "There is lr." in run(store, "runs", "--show", "what", code=2).stderr
    # The beginning of an id that stands there means that run.
    begin = lines[1].split()[2]
    assert "lr 0.3" in run(store, "run", begin).stdout
    assert "1 the same" in run(store, "diff", "--run", begin, lines[2].split()[2]).stdout


def test_of_runs_of_one_name_none_is_taken_for_the_other(store: Store) -> None:
    ids = []
    for _ in range(2):
        owner = make_run("train.ipynb")
        store.ingest.put_bytes(make_offer(b"1", owner, "df"), b"1")
        ids.append(owner.id)
    run(store, "rm", "--whole-run", "--run", "train.ipynb", "--yes", code=1)
    run(store, "diff", "--run", "train.ipynb", "train.ipynb", code=2)
    assert len(store.catalog.artifacts().items) == 2
    said = run(store, "show", "df@7", code=1).stderr
    assert all(f"'{each[:12]}/df@1'" in said for each in ids)


def test_code_that_differs_is_shown_by_its_lines(store: Store) -> None:
    owner = make_run("r")
    for source in ("lr = 0.1\nfit(lr)", "lr = 0.2\nfit(lr)"):
        offer = make_offer(source.encode(), owner, "w")
        offer.provenance.source = source
        store.ingest.put_bytes(offer, source.encode())
    lines = run(store, "diff", "w@1", "w@2", code=1).stdout.splitlines()
    assert {"-lr = 0.1", "+lr = 0.2", " fit(lr)"} < set(lines)


def test_help_lines_end(store: Store) -> None:
    said = CliRunner().invoke(main, ["--help"], terminal_width=80).output
    assert "..." not in said.split("Commands:")[1]
    assert len(said.splitlines()) > 20


def test_diff_tells_a_difference_from_a_failure(store: Store) -> None:
    save(store, "a", b"1"), save(store, "b", b"2"), save(store, "c", b"1")
    run(store, "diff", "a", "b", code=1)
    run(store, "diff", "a", "nope", code=2)


def test_open_says_where_jupyterlab_shows_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = save(store, "loss", b"1")
    monkeypatch.delenv("CELLKEEP_SERVER_FILE", raising=False)
    monkeypatch.delenv("CELLKEEP_SERVER", raising=False)
    assert "cellkeep get" in run(store, "open", "loss", "--print", code=1).stderr
    monkeypatch.setenv("CELLKEEP_SERVER", "https://hub.example/user/me/")
    monkeypatch.setenv("CELLKEEP_TOKEN", "secret")
    link = quote(store.catalog.link(store.catalog.artifact(kept.artifact_id)), safe="")
    said = run(store, "open", "loss@1", "--print").stdout
    assert said == f"https://hub.example/user/me/lab?cellkeep={link}\n"
