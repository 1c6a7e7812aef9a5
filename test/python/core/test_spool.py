"""The spool keeps what is in it, also when its process dies at any moment."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.protocol import Offer, Provenance, Run
from cellkeep_core.spool import UNHASHED, SpoolSession, orphaned_entries
from cellkeep_core.spool_room import spool_usage


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
    draft = session.draft(new_id())
    draft.content.write_bytes(b"x")
    draft.commit(make_offer(1))
    assert list(orphaned_entries([tmp_path])) == []
    session.close()
    assert len(list(orphaned_entries([tmp_path]))) == 1


def test_a_killed_process_leaves_its_entries_to_others(tmp_path: Path) -> None:
    code = (
        "import sys, time; sys.path[:0] = sys.argv[2:]\n"
        "from test_spool import make_offer\nfrom pathlib import Path\n"
        "from cellkeep_core.spool import SpoolSession\n"
        "s = SpoolSession.open([Path(sys.argv[1])])\n"
        "o = make_offer(3); d = s.draft(o.id); d.content.write_bytes(b'abc'); d.commit(o)\n"
        "h = s.draft('f' * 32); h.content.write_bytes(b'half')\n"
        "print('ready', flush=True); time.sleep(60)\n"
    )
    paths = [str(Path(__file__).parent), *sys.path]
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path), *paths], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    assert list(orphaned_entries([tmp_path])) == []
    child.send_signal(signal.SIGKILL)
    child.wait(10)
    child.stdout.close()
    seen = []
    for entry in orphaned_entries([tmp_path]):
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
        draft = session.draft(new_id())
        draft.content.write_bytes(b"x")
        entry = draft.commit(make_offer(1))
    (entry.folder / "offer.json").write_bytes(b"{")
    assert len(session.entries()) == 1
    session.close()
    for other in orphaned_entries([tmp_path]):
        other.discard()
    assert list(orphaned_entries([tmp_path])) == []
    assert entry.content.exists(), "nothing that cannot be read is thrown away"
    assert session.folder.exists()
