"""`cellkeep push`: what dead sessions left."""

from __future__ import annotations

import pytest
from cli_support import as_json, run, waiting
from store_samples import png

from cellkeep_store import Store


@pytest.mark.parametrize("hashed", [True, False])
def test_push_stores_what_dead_sessions_left_and_leaves_living_ones(
    store: Store, hashed: bool
) -> None:
    dead, left = waiting(store.root, b"left", "left", hashed=hashed, thumbnail=png())
    dead.close()
    alive, _ = waiting(store.root, b"mine", "mine", hashed=True)
    told = as_json(store, dict, "push")
    assert [receipt["offer_id"] for receipt in told["receipts"]] == [left.id]
    assert (told["failed"], told["spooled"], told["spooled_bytes"]) == ([], 1, 4)
    artifact = store.catalog.artifact(left.id)
    assert store.contents.read(artifact.id) == b"left"
    assert store.catalog.thumbnail(artifact.id) == png()
    assert not dead.folder.exists()
    assert store.status().spooled == 1
    assert "running" in run(store, "push").stdout
    alive.close()


def test_push_keeps_what_it_cannot_store_and_goes_on(store: Store) -> None:
    broken, _ = waiting(store.root, b"whole", "broken", hashed=True)
    [entry] = broken.entries()
    entry.content.write_bytes(b"WHOLE")
    broken.close()
    fine, _ = waiting(store.root, b"fine", "fine", hashed=True)
    fine.close()
    result = run(store, "push", code=1)
    assert "broken: The bytes of 'broken'" in result.stderr
    assert "fine  v1  4 B  stored" in result.stdout
    assert entry.content.read_bytes() == b"WHOLE"
    told = as_json(store, dict, "push", code=1)
    assert told["failed"][0]["error"]["code"] == "DIGEST_MISMATCH"


def test_push_with_nothing_to_do_says_so(store: Store) -> None:
    assert run(store, "push").stdout == "Nothing waits.\n"
