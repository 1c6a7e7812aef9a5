"""What each run has is counted as it comes, goes and changes."""

from __future__ import annotations

from typing import get_args

from store_samples import make_run, save_named

from cellkeep_core.protocol import ArtifactEdit, Group
from cellkeep_store import Store
from cellkeep_store.catalog.filters import ArtifactFilter
from cellkeep_store.catalog.grouping import By

BOTH_CATALOGS = True


def assert_counted(store: Store) -> dict[By, list[Group]]:
    """Compare what is counted with the rows themselves, and return it."""
    every = ArtifactFilter(size_min=0)
    told = {by: store.catalog.groups(by).items for by in get_args(By)}
    assert told == {by: store.catalog.groups(by, every).items for by in get_args(By)}
    for info in store.catalog.runs().items:
        its = store.catalog.groups("run", ArtifactFilter(run=info.run.id)).items
        assert [(each.artifacts, each.bytes) for each in its] == (
            [(info.artifacts, info.bytes)] if info.artifacts else []
        )
    return told


def test_counts_are_those_of_the_rows(own_library: Store) -> None:
    assert len(assert_counted(own_library)["kind"]) > 1
    first, second = (make_run(name, notebook=f"{name}.ipynb") for name in ("one", "two"))
    ids = [
        save_named(own_library, name, run, size, media_type=media_type)
        for size, (name, run, media_type) in enumerate(
            [
                ("a", first, "image/png"),
                ("b", first, "text/plain"),
                ("b", first, "image/png"),
                ("a", second, "text/plain"),
            ]
        )
    ]
    before = assert_counted(own_library)
    own_library.editor.edit(ids[1], ArtifactEdit(name="c"))
    own_library.editor.move_notebooks([], "one.ipynb", "moved.ipynb", run_ids=[first.id])
    changed = assert_counted(own_library)
    assert changed["kind"] == before["kind"]
    assert "moved.ipynb" in {group.key for group in changed["notebook"]}
    # The latest of a kind and of the run first, then all that one run has.
    for gone in ([ids[2]], [ids[0], ids[1]]):
        own_library.trash.delete(gone)
        assert_counted(own_library)
    assert first.id not in {group.key for group in assert_counted(own_library)["run"]}
    own_library.trash.restore(ids[:3])
    assert assert_counted(own_library) == changed
