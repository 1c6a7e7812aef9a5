"""The spool keeps what is in it, also when its process dies at any moment."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.protocol import Offer, Provenance, Run
from cellkeep_core.spool import (
    UNHASHED,
    PackedEntry,
    SpoolSession,
    orphaned_groups,
)
from cellkeep_core.spool_entry import SpoolEntry
from cellkeep_core.spool_pack import Small, contents_of, discard_all
from cellkeep_core.spool_room import spool_usage, waiting


def make_offer(size: int) -> Offer:
    run = Run(id=new_id(), name="r", folder="/", tags=[], metadata={}, created_at=utc_now())
    return Offer(
        id=new_id(),
        run=run,
        name="x",
        category="output",
        media_type="text/plain",
        codec="bytes.v1",
        size=size,
        sha256=UNHASHED,
        created_at=utc_now(),
        provenance=Provenance(via="save"),
        metadata={},
    )


def put(session: SpoolSession, content: bytes, offer: Offer | None = None) -> SpoolEntry:
    """Save some bytes in a folder of their own."""
    offer = offer or make_offer(len(content))
    draft = session.draft(offer.id)
    draft.content.write_bytes(content)
    return draft.commit(offer)


def orphans(root: Path) -> Iterator[SpoolEntry]:
    """Return what processes that are gone have left."""
    return chain.from_iterable(orphaned_groups([root]))


def test_an_entry_is_visible_only_when_whole(tmp_path: Path) -> None:
    session = SpoolSession.open([tmp_path])
    offer = make_offer(5)
    draft = session.draft(offer.id)
    draft.content.write_bytes(b"hello")
    assert session.entries() == []
    entry = draft.commit(offer, b"png")
    [read] = session.entries()
    assert read.offer == offer
    assert (read.content.read_bytes(), read.thumbnail) == (b"hello", b"png")
    assert not read.hashed
    entry.set_digest("a" * 64)
    assert session.entries()[0].hashed
    assert spool_usage([tmp_path]) == (1, 5)
    entry.discard()
    assert spool_usage([tmp_path]) == (0, 0)
    session.close()
    assert list(tmp_path.iterdir()) == []


def test_entries_of_a_living_session_are_nobody_elses(tmp_path: Path) -> None:
    session = SpoolSession.open([tmp_path])
    put(session, b"x")
    assert list(orphans(tmp_path)) == []
    session.close()
    assert len(list(orphans(tmp_path))) == 1


def test_a_killed_process_leaves_its_entries_to_others(tmp_path: Path) -> None:
    code = (
        "import sys, time; sys.path[:0] = sys.argv[2:]\n"
        "from test_spool import put\nfrom pathlib import Path\n"
        "from cellkeep_core.spool import SpoolSession\n"
        "s = SpoolSession.open([Path(sys.argv[1])]); put(s, b'abc')\n"
        "h = s.draft('f' * 32); h.content.write_bytes(b'half')\n"
        "print('ready', flush=True); time.sleep(60)\n"
    )
    paths = [str(Path(__file__).parent), *sys.path]
    command = [sys.executable, "-c", code, str(tmp_path), *paths]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        assert list(orphans(tmp_path)) == []
        child.kill()
    seen = []
    for entry in orphans(tmp_path):
        seen.append(entry.content.read_bytes())
        entry.discard()
    assert seen == [b"abc"]
    assert list(tmp_path.iterdir()) == [], "the half-written draft goes with its session"


def test_the_second_folder_is_taken_where_the_first_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    session = SpoolSession.open([blocked / "spool", tmp_path / "other"])
    assert session.folder.parent == tmp_path / "other"
    session.close()
    with pytest.raises(StoreUnreachableError, match="CELLKEEP_SPOOL"):
        SpoolSession.open([blocked / "spool"])


def test_a_damaged_offer_hides_only_its_own_entry(tmp_path: Path) -> None:
    session = SpoolSession.open([tmp_path])
    for _ in range(2):
        entry = put(session, b"x")
    (entry.folder / "offer.json").write_bytes(b"{")
    assert len(session.entries()) == 1
    session.close()
    for other in orphans(tmp_path):
        other.discard()
    assert list(orphans(tmp_path)) == []
    assert entry.content.exists(), "nothing that cannot be read is thrown away"
    assert session.folder.exists()


def packed(session: SpoolSession, contents: list[bytes]) -> list[PackedEntry]:
    pack = session.pack()
    entries = pack.add([small(content) for content in contents])
    assert entries is not None
    pack.commit()
    return entries


def small(content: bytes) -> Small:
    offer = make_offer(len(content))
    offer.sha256 = hashlib.sha256(content).hexdigest()
    return Small(offer, content, b"png" if content == b"two" else None)


def test_a_pack_is_visible_only_when_whole_and_its_entries_are_like_any_other(
    tmp_path: Path,
) -> None:
    session = SpoolSession.open([tmp_path])
    pack = session.pack()
    pack.add([small(b"abc")])
    assert session.entries() == []
    pack.discard()
    entries = packed(session, [b"one", b"two", b"", b"three"])
    read = session.entries()
    assert [entry.offer for entry in read] == [entry.offer for entry in entries]
    assert [entry.read_bytes() for entry in read] == [b"one", b"two", b"", b"three"]
    assert [entry.content.read_bytes() for entry in read] == [b"one", b"two", b"", b"three"]
    assert [entry.thumbnail for entry in read] == [None, b"png", None, None]
    assert all(entry.hashed for entry in read)
    assert contents_of(entries[1:]) == [b"two", b"", b"three"]
    assert spool_usage([tmp_path]) == (4, 11)
    entries[1].discard()
    entries[1].discard()
    assert spool_usage([tmp_path]) == (3, 8)
    assert [entry.offer.id for entry in session.entries()] == [
        entry.offer.id for entry in entries if entry is not entries[1]
    ]
    discard_all(entries)
    assert spool_usage([tmp_path]) == (0, 0)
    session.close()
    assert list(tmp_path.iterdir()) == []


def test_a_crash_while_a_pack_is_emptied_brings_nothing_back(tmp_path: Path) -> None:
    session = SpoolSession.open([tmp_path])
    entries = packed(session, [b"one", b"two", b"three"])
    entries[0].discard()
    gone = entries[0].folder / "gone"
    gone.write_bytes(gone.read_bytes() + b"\n" + entries[1].offer.id[:10].encode())  # half a line
    [two, three] = session.entries()
    assert [two.read_bytes(), three.read_bytes()] == [b"two", b"three"]
    two.discard()
    assert [entry.read_bytes() for entry in session.entries()] == [b"three"]
    # Its process dies between the last one's receipt and the folder's end.
    with gone.open("ab") as file:
        file.write(f"\n{three.offer.id}".encode())
    session.close()
    assert list(orphaned_groups([tmp_path])) == []
    assert list(tmp_path.iterdir()) == []


def test_a_pack_whose_manifest_is_damaged_is_kept_and_hides_nothing_else(tmp_path: Path) -> None:
    session = SpoolSession.open([tmp_path])
    broken = packed(session, [b"one", b"two"])[0].folder
    (broken / "pack.jsonl").write_bytes(b"{")
    packed(session, [b"three"])
    assert [entry.read_bytes() for entry in session.entries()] == [b"three"]
    assert spool_usage([tmp_path]) == (1, 5)
    session.close()
    for entry in orphans(tmp_path):
        entry.discard()
    assert (broken / "content").read_bytes() == b"onetwo"


def test_saves_keep_their_order_when_the_clock_goes_back(tmp_path: Path) -> None:
    session = SpoolSession.open([tmp_path])
    for year in (2030, 2029, 2028):
        offer = make_offer(1)
        offer.created_at = f"{year}-01-01T00:00:00.000Z"
        put(session, b"x", offer)
    assert [entry.offer.created_at[:4] for entry in session.entries()] == ["2030", "2029", "2028"]
    found = waiting([tmp_path])
    assert (found.saves, found.bytes) == (3, 3)
    session.close()
