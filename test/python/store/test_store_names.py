"""Names across the runs of a notebook."""

from __future__ import annotations

from store_samples import all_of, make_offer, make_run

from cellkeep_store import Store
from cellkeep_store.catalog.filters import ArtifactFilter

BOTH_CATALOGS = True


def test_a_name_is_one_row_across_the_runs_of_its_notebook(store: Store) -> None:
    def save(run: object, name: str, content: bytes) -> None:
        store.ingest.put_bytes(make_offer(content, run, name), content)  # type: ignore[arg-type]

    monday, tuesday = (make_run("n.ipynb", notebook="n.ipynb") for _ in range(2))
    other, script, again = make_run("o", notebook="o.ipynb"), make_run("job.py"), make_run("job.py")
    for content in (b"1", b"22"):
        save(monday, "df", content)
    save(other, "df", b"333")
    save(tuesday, "df", b"4444")
    save(monday, "only monday", b"5")
    save(script, "df", b"6"), save(again, "df", b"7")
    page = store.catalog.names()
    rows = [
        (each.artifact.name, each.artifact.run_id, each.versions, each.runs, each.bytes)
        for each in page.items
    ]
    assert rows == [
        ("df", again.id, 1, 1, 1),
        ("df", script.id, 1, 1, 1),
        ("only monday", monday.id, 1, 1, 1),
        ("df", tuesday.id, 3, 2, 7),
        ("df", other.id, 1, 1, 3),
    ]
    assert [each.notebook or None for each in page.items[1:4]] == [None, "n.ipynb", "n.ipynb"]
    found = all_of(store.catalog.names, limit=2)
    assert [each.artifact.id for each in found] == [each.artifact.id for each in page.items]
    (one,) = store.catalog.names(ArtifactFilter(notebook="n.ipynb", name="df")).items
    assert one.versions == 3
    history = store.catalog.artifacts(where=ArtifactFilter(notebook="n.ipynb", name="df")).items
    assert [each.run_id for each in history] == [tuesday.id, monday.id, monday.id]
    by_name = store.catalog.names(sort="name", descending=False).items
    assert by_name[-1].artifact.name == "only monday"
    # Each with the latest that meets a filter, and with those that meet it counted.
    (old,) = store.catalog.names(ArtifactFilter(notebook="n.ipynb", name="df", size_max=2)).items
    assert (old.artifact.version, old.artifact.run_id, old.versions, old.runs) == (
        2,
        monday.id,
        2,
        1,
    )
    by_words = store.catalog.names(ArtifactFilter(q="df job")).items
    assert [each.artifact.run_id for each in by_words] == [again.id, script.id]
