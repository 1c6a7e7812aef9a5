"""Which artifact an address means, and what is said where it means none."""

from __future__ import annotations

from typing import Any

import pytest
from store_samples import make_offer, make_run, refused

from cellkeep_core.errors import AmbiguousRunError, ArtifactNotFoundError
from cellkeep_core.protocol import Run
from cellkeep_store import Store
from cellkeep_store.catalog.filters import ArtifactFilter

BOTH_CATALOGS = True


def save(store: Store, run: Run, name: str, content: bytes) -> str:
    return store.ingest.put_bytes(make_offer(content, run, name), content).artifact_id


def test_every_form_means_the_same_version(store: Store) -> None:
    run = make_run("training")
    first, second = save(store, run, "df", b"1"), save(store, run, "df", b"2")
    store.editor.set_alias(first, "best")
    for address in ("df@1", "df@v1", "df@best", "training/df@1", "training/df@best", first):
        assert store.catalog.resolve(address).id == first, address
    for address in (
        *("df", "df@latest", "training/df", "training/df@latest", f"{run.id}/df"),
        *(
            f"{run.id[:8]}/df@2",
            "cellkeep:///training/df@2",
            f"cellkeep://{store.store_id}/{run.id}/df",
        ),
    ):
        assert store.catalog.resolve(address).id == second, address


def test_a_name_with_slash_and_at_goes_before_what_they_could_mean(store: Store) -> None:
    run = make_run("a")
    plain, other = save(store, run, "b", b"1"), save(store, run, "a/b@1", b"2")
    assert store.catalog.resolve("a/b@1").id == other
    assert store.catalog.resolve("a/b").id == plain
    assert store.catalog.resolve("cellkeep:///a/b@1").id == plain
    assert store.catalog.resolve("cellkeep:///a/a%2Fb%401").id == other
    odd = save(store, make_run("run/with@all"), "x", b"3")
    assert store.catalog.resolve("run/with@all/x@1").id == odd


def test_the_nearest_comes_first(store: Store) -> None:
    mine, before = make_run("n", notebook="n.ipynb"), make_run("n", notebook="n.ipynb")
    save(store, before, "df", b"1"), save(store, before, "only before", b"1")
    own = save(store, mine, "df", b"2")
    near = save(store, before, "df", b"3")
    far = save(store, make_run("other", notebook="other.ipynb"), "df", b"4")
    here: dict[str, Any] = {"run_id": mine.id, "notebook": "n.ipynb"}
    assert store.catalog.resolve("df", **here).id == own
    assert store.catalog.resolve("df@2", **here).id == near
    assert store.catalog.resolve("df", notebook="n.ipynb").id == near
    assert store.catalog.resolve("df").id == far
    assert store.catalog.resolve("only before", **here).name == "only before"
    # Of several runs of a name the one that was saved to last.
    assert store.catalog.resolve("n/df", **here).id == near


def test_a_wrong_one_says_what_there_is_across_runs(store: Store) -> None:
    run = make_run("training", notebook="train.ipynb")
    save(store, run, "df", b"1")
    mine = make_run("mine")
    save(store, mine, "weights", b"1")
    alone: dict[str, Any] = {"run_id": mine.id, "alone": True}
    with pytest.raises(ArtifactNotFoundError) as refused:
        store.catalog.resolve("df", **alone)
    assert "There is no 'df' in this run." in str(refused.value)
    assert "'df' v1 is in the run 'training' of train.ipynb, 20" in str(refused.value)
    assert "'training/df@1'" in str(refused.value)
    assert store.catalog.resolve("training/df@1").name == "df"
    with pytest.raises(ArtifactNotFoundError, match="There is 'weights'"):
        store.catalog.resolve("weight", **alone)
    with pytest.raises(ArtifactNotFoundError, match="'df' v1 is in the run 'training'"):
        store.catalog.resolve("df@7")
    with pytest.raises(ArtifactNotFoundError, match="cellkeep ls"):
        store.catalog.resolve("nothing like it \0 \ud800")


def test_the_beginning_of_several_ids_is_not_guessed(store: Store) -> None:
    for end in "12":
        save(store, make_run(f"r{end}", id="0123456789" + end * 22), "df", end.encode())
    with pytest.raises(AmbiguousRunError, match="begin with '01234567'"):
        store.catalog.resolve("01234567/df")
    assert store.catalog.resolve("01234567891/df").run_name == "r1"
    for bad in ("", "cellkeep://x", "x" * 5000):
        with refused("BAD_REQUEST"):
            store.catalog.resolve(bad)


def test_an_address_in_the_search_is_that_very_artifact(store: Store) -> None:
    run = make_run("training")
    first = save(store, run, "df", b"1")
    save(store, run, "df", b"2"), save(store, run, "mail me@home", b"3")
    for words in ("df@1", " training/df@1 ", store.catalog.link(store.catalog.artifact(first))):
        assert [each.id for each in store.catalog.artifacts(q=words).items] == [first], words
        assert store.catalog.groups("run", ArtifactFilter(q=words)).items[0].artifacts == 1
    assert [each.name for each in store.catalog.artifacts(q="me@home").items] == ["mail me@home"]
    assert store.catalog.artifacts(q="df@9").items == []
