"""What is told to the page cache while a large file is written."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_samples import make_offer

from cellkeep_core.page_cache import drop_behind
from cellkeep_store import Store

MB = 1 << 20


def advised(sizes: list[int]) -> list[tuple[int, int, int]]:
    """Return what is let go of at each write: where the file ends then, and the range."""
    told: list[tuple[int, int, int]] = []
    end = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            os, "posix_fadvise", lambda _, at, size, __: told.append((end, at, size)), False
        )
        for size in sizes:
            end += size
            drop_behind(-1, end - size, size)
    return told


@settings(deadline=None)
@given(st.lists(st.integers(1, 40 * MB), max_size=60))
def test_what_is_let_go_of_has_no_gaps_and_is_well_behind(sizes: list[int]) -> None:
    reached = 0
    for end, at, size in advised(sizes):
        assert at == reached
        assert size > 0
        reached = at + size
        assert reached % (8 * MB) == 0
        assert reached <= end - 32 * MB
    assert reached > sum(sizes) - 48 * MB


def test_a_large_upload_is_intact(store: Store) -> None:
    block = os.urandom(MB + 123)
    content = block * 70
    upload = store.uploads.create(len(content), offer=make_offer(content))
    for at in range(0, len(content), len(block)):
        upload.write(at, block)
    receipt = upload.finish()
    assert receipt is not None
    assert store.contents.read(receipt.artifact_id) == content
