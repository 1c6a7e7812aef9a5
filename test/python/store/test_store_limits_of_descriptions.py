"""What describes is small, whichever way it comes."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import structs
from store_samples import make_offer, make_run, png, refused

from cellkeep_core import limits, names
from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import ArtifactEdit, Offer, Provenance, TextPreview
from cellkeep_store import Store
from cellkeep_store.ingest.batch_item import BatchItem

DEEP: dict[str, Any] = {}
for _ in range(limits.LIMITS.metadata_depth):
    DEEP = {"a": [DEEP]}

LARGE: dict[str, dict[str, Any]] = {
    "metadata": {"metadata": {"a": "x" * limits.LIMITS.metadata_bytes}},
    "many keys": {"metadata": {f"key {number}": number for number in range(20_000)}},
    "depth": {"metadata": DEEP},
    "preview": {"preview": TextPreview(text="x" * 600_000, truncated=False)},
    "summary": {"summary": "x" * 501},
    "source": {"provenance": Provenance(via="save", source="x" * (5 << 20))},
    "libraries": {
        "provenance": Provenance(
            via="save", libraries={f"library {number}": "1" for number in range(5_001)}
        )
    },
}
LARGE_RUNS: dict[str, dict[str, Any]] = {
    "metadata": {"metadata": {"a": ["x"] * 100_000}},
    "depth": {"metadata": DEEP},
    "folder": {"folder": "/" + "a" * 2000},
    "tags": {"tags": [f"tag {number}" for number in range(101)]},
    "tag": {"tags": ["x" * 129]},
}


def offers() -> list[Any]:
    return [
        *(pytest.param(make_offer(b"x", **fields), id=name) for name, fields in LARGE.items()),
        *(
            pytest.param(make_offer(b"x", structs.replace(make_run(), **fields)), id=f"run {name}")
            for name, fields in LARGE_RUNS.items()
        ),
    ]


@pytest.mark.parametrize("offer", offers())
def test_an_offer_that_describes_too_much_is_refused_at_every_entrance(
    store: Store, offer: Offer
) -> None:
    with refused("TOO_LARGE") as caught:
        store.ingest.put_bytes(offer, b"x")
    assert "are the most" in str(caught.value)
    (outcome,) = store.ingest.put_many([BatchItem(offer, b"x")])
    assert isinstance(outcome, CellkeepError)
    assert outcome.code == "TOO_LARGE"
    with pytest.raises(CellkeepError):
        store.uploads.create(offer.size, offer=offer)
    assert store.catalog.artifacts().items == []


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (bytes(limits.LIMITS.thumbnail_bytes + 1), "bytes"),
        (png(1025, 1), "1,025 pixels"),
        (png(1, 20_000), "20,000 pixels"),
        (b"\xff\xd8\xff\xe0" + png()[4:], "not a PNG"),
        (png()[:17], "not a PNG"),
    ],
)
def test_a_thumbnail_that_takes_too_much_is_refused(
    store: Store, picture: bytes, words: str
) -> None:
    with pytest.raises(CellkeepError, match=words):
        store.ingest.put_bytes(make_offer(b"x"), b"x", thumbnail=picture)
    assert store.catalog.artifacts().items == []
    store.ingest.put_bytes(make_offer(b"x"), b"x", thumbnail=png(1024, 1024))


def test_an_edit_that_describes_too_much_is_refused(store: Store) -> None:
    receipt = store.ingest.put_bytes(make_offer(b"x"), b"x")
    for edit in (
        ArtifactEdit(notes="x" * 100_001),
        ArtifactEdit(metadata={"a": "x" * 200_000}),
        ArtifactEdit(tags=["x" * 129]),
    ):
        with pytest.raises(CellkeepError) as refused:
            store.editor.edit(receipt.artifact_id, edit)
        assert refused.value.code in ("TOO_LARGE", "BAD_REQUEST")
    for fields in LARGE_RUNS.values():
        with pytest.raises(CellkeepError):
            store.editor.put_run(structs.replace(make_run(), **fields))


def test_what_is_just_small_enough_is_taken(store: Store) -> None:
    metadata = {"a": "x" * (limits.LIMITS.metadata_bytes - len('{"a":""}'))}
    offer = make_offer(b"x", metadata=metadata, summary="x" * 500)
    receipt = store.ingest.put_bytes(offer, b"x")
    assert store.catalog.artifact(receipt.artifact_id).metadata == metadata


def test_the_kernel_says_so_when_it_is_saved() -> None:
    from cellkeep import Run

    with refused("TOO_LARGE", match="save it as an artifact"):
        Run("r").save(1, "output", name="x", metadata={"a": "x" * 200_000})
    for fields in ({"tags": ["x"] * 101}, {"tags": ["x" * 200]}, {"folder": "/" + "a" * 2000}):
        with pytest.raises(CellkeepError, match="are the most"):
            Run("r", **fields)


def test_what_was_stored_when_limits_were_larger_stays_readable(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = structs.replace(make_run(), tags=["x" * 100], folder="/" + "a" * 100)
    offer = make_offer(b"x", run, metadata={"a": "x" * 1000}, summary="x" * 100, name="n" * 100)
    artifact_id = store.ingest.put_bytes(offer, b"x", png()).artifact_id
    store.editor.edit(artifact_id, ArtifactEdit(notes="x" * 100, tags=["x" * 50, "y"]))
    before = store.catalog.artifact(artifact_id)
    small = type(limits.LIMITS)(**dict.fromkeys(structs.asdict(limits.LIMITS), 1))
    monkeypatch.setattr(limits, "LIMITS", small)
    monkeypatch.setattr(names, "LIMITS", small)
    with pytest.raises(CellkeepError):
        store.ingest.put_bytes(make_offer(b"y", run), b"y")
    assert store.catalog.artifacts().items == [before]
    assert store.contents.read(artifact_id) == b"x"
    assert [info.run for info in store.catalog.runs().items] == [run]
    assert store.catalog.resolve(artifact_id) == before
    assert store.catalog.history(artifact_id).versions == [before]
    store.trash.delete([artifact_id])
    assert store.trash.page().items[0].artifact == before
    store.trash.restore([artifact_id])
    assert store.catalog.artifact(artifact_id) == before
    assert store.catalog.thumbnail(artifact_id) == png()
