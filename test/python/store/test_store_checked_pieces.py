"""Uploads of which each piece came with its sha256: the store says the digest of the whole."""

from __future__ import annotations

from typing import Any

from store_samples import make_offer

from cellkeep_core.protocol import Offer
from cellkeep_core.spool import UNHASHED
from cellkeep_store import Store, Upload


def begun(store: Store, **changes: Any) -> tuple[Offer, Upload]:
    offer = make_offer(b"abcdef", sha256=UNHASHED)
    return offer, store.uploads.create(6, offer=offer, **changes)


def write(upload: Upload, *pieces: bytes, checked: bool = True) -> None:
    for piece in pieces:
        start = upload.offset
        upload.write(start, piece)
        if checked:
            upload.checked(start, start + len(piece))


def test_a_digest_is_the_stores_to_say_where_all_pieces_were_checked(store: Store) -> None:
    offer, upload = begun(store, checked_pieces=True)
    write(upload, b"abc", b"def")
    receipt = upload.finish()
    assert receipt is not None
    assert receipt.sha256 == make_offer(b"abcdef").sha256
    assert store.contents.read(receipt.artifact_id) == b"abcdef"
    # Whoever asks again, with or without the digest, finds the same.
    assert store.uploads.open(offer.id).finish() == receipt
    for sha256 in (UNHASHED, receipt.sha256):
        again = make_offer(b"abcdef", id=offer.id, run=offer.run, sha256=sha256)
        assert store.uploads.create(6, offer=again, checked_pieces=True).offset == 6


def test_otherwise_it_is_not(store: Store) -> None:
    _, nobody_asked = begun(store)
    write(nobody_asked, b"abc", b"def")
    _, begun_unchecked = begun(store, checked_pieces=True)
    write(begun_unchecked, b"abc", checked=False)
    write(begun_unchecked, b"def")
    _, cut_back = begun(store, checked_pieces=True)
    write(cut_back, b"abc", b"dxx")
    cut_back.truncate(3)
    write(cut_back, b"def", checked=False)
    _, moved = begun(store, checked_pieces=True)
    write(moved, b"abc")
    _, died = begun(store, checked_pieces=True)
    write(died, b"abcdef")
    with Store.open(store.root) as other_server:
        moved = other_server.uploads.open(moved.id)
        write(moved, b"def")
        died = other_server.uploads.open(died.id)
        for upload in (nobody_asked, begun_unchecked, cut_back, moved, died):
            assert upload.finish() is None
            assert upload.receipt is None
