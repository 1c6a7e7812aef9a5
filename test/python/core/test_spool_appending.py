"""Small entries that are appended to a pack one by one: whole or not there, in their order."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from test_spool import orphans, put, small

from cellkeep_core import spool_pack
from cellkeep_core.errors import StoreFullError
from cellkeep_core.spool import PackedEntry, SpoolSession
from cellkeep_core.spool_pack import discard_all
from cellkeep_core.spool_room import spool_usage, waiting


def numbered(count: int) -> list[bytes]:
    return [b"number %d" % number for number in range(count)]


def bytes_of(session: SpoolSession) -> list[bytes]:
    return [entry.read_bytes() for entry in session.entries()]


def left_in(root: Path) -> list[bytes]:
    return [entry.read_bytes() for entry in orphans(root)]


def test_those_that_are_appended_share_a_folder_and_are_there_at_once(tmp_path: Path) -> None:
    session = SpoolSession.open([tmp_path])
    for count in range(1, 20):
        session.append(small(numbered(count)[-1]))
        assert bytes_of(session) == numbered(count)
        assert spool_usage([tmp_path]) == (count, sum(map(len, numbered(count))))
    assert len({entry.folder for entry in session.entries()}) == 1
    session.close()
    assert left_in(tmp_path) == numbered(19)


def test_a_pack_that_is_full_is_followed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = SpoolSession.open([tmp_path])
    monkeypatch.setattr(spool_pack, "MOST_ITEMS", 4)
    entries = [session.append(small(content)) for content in numbered(10)]
    assert len({entry.folder for entry in entries}) == 3
    monkeypatch.setattr(spool_pack, "MOST_BYTES", 100)
    entries += [session.append(small(b"x" * 60)) for _ in range(3)]
    assert len({entry.folder for entry in entries}) == 5
    assert bytes_of(session) == [*numbered(10), *[b"x" * 60] * 3]
    session.close()


def test_the_last_that_goes_takes_the_folder_and_the_next_gets_another(tmp_path: Path) -> None:
    session = SpoolSession.open([tmp_path])
    first, second = (session.append(small(content)) for content in (b"one", b"two"))
    first.discard()
    assert bytes_of(session) == [b"two"]
    discard_all([first, second])
    assert spool_usage([tmp_path]) == (0, 0)
    assert [one.name for one in session.folder.iterdir()] == ["lock"]
    third = session.append(small(b"three"))
    assert third.folder != second.folder
    assert bytes_of(session) == [b"three"]
    third.discard()
    session.close()
    assert list(tmp_path.iterdir()) == []


def test_what_is_appended_after_a_folder_of_its_own_comes_after_it(tmp_path: Path) -> None:
    session = SpoolSession.open([tmp_path])
    expected = []
    for turn in range(3):
        for content in (b"small %d" % turn, b"more %d" % turn):
            session.append(small(content))
            expected.append(content)
        put(session, b"large %d" % turn)
        pack = session.pack()
        pack.add([small(b"a %d" % turn), small(b"b %d" % turn)])
        pack.commit()
        expected += [b"large %d" % turn, b"a %d" % turn, b"b %d" % turn]
    assert bytes_of(session) == expected
    session.close()


def test_half_a_line_is_no_entry_and_hides_no_other(tmp_path: Path) -> None:
    session = SpoolSession.open([tmp_path])
    for content in numbered(3):
        folder = session.append(small(content)).folder
    session.close()
    manifest = folder / "pack.jsonl"
    lines = manifest.read_bytes()
    last = lines.rindex(b"\n", 0, -1) + 1
    for end in range(last, len(lines)):
        manifest.write_bytes(lines[:end])
        assert left_in(tmp_path) == numbered(2)
        found = waiting([tmp_path])
        assert (found.saves, found.bytes) == (2, 16)
    manifest.write_bytes(lines)
    assert left_in(tmp_path) == numbered(3)


APPENDING = """
import sys; sys.path[:0] = sys.argv[2:]
from pathlib import Path
from test_spool import small
from cellkeep_core.spool import SpoolSession
session = SpoolSession.open([Path(sys.argv[1])])
number = 0
while True:
    content = b"%d " % number * (number % 400)
    print(session.append(small(content)).offer.id, flush=True)
    number += 1
"""


@pytest.mark.parametrize("lines", [1, 7, 300])
def test_what_was_appended_outlives_a_kill_at_any_moment(tmp_path: Path, lines: int) -> None:
    paths = [str(Path(__file__).parent), *sys.path]
    command = [sys.executable, "-c", APPENDING, str(tmp_path), *paths]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        told = [child.stdout.readline().strip() for _ in range(lines)]
        child.kill()
        told += child.stdout.read().split()
    found = []
    for number, entry in enumerate(orphans(tmp_path)):
        content = entry.read_bytes()
        assert content == b"%d " % number * (number % 400)
        assert hashlib.sha256(content).hexdigest() == entry.offer.sha256
        found.append(entry.offer.id)
        entry.discard()
    assert found[: len(told)] == told
    assert len(found) <= len(told) + 1, "one may be whole that nobody was told of"
    assert list(tmp_path.iterdir()) == []


class Refusing:
    """Lets a file take only a part of what it is given, and then raises."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: BaseException, name: str) -> None:
        self.on = False
        real = spool_pack.io.FileIO

        class File(real):  # type: ignore[misc, valid-type]
            def write(file, data: Any) -> int:  # noqa: N805
                if self.on and str(file.name).endswith(name):
                    super().write(bytes(data)[:-1])
                    raise error
                return int(super().write(data))

        monkeypatch.setattr(spool_pack.io, "FileIO", File)


@pytest.mark.parametrize("name", ["content", "pack.jsonl"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_one_that_is_cut_off_leaves_nothing_and_the_next_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException
) -> None:
    refusing = Refusing(monkeypatch, error, name)
    session = SpoolSession.open([tmp_path])
    first = session.append(small(b"first"))
    second = session.append(small(b"second"))
    refusing.on = True
    with pytest.raises(StoreFullError if isinstance(error, OSError) else KeyboardInterrupt):
        session.append(small(b"cut off"))
    with pytest.raises(StoreFullError if isinstance(error, OSError) else KeyboardInterrupt):
        session.append(small(b"cut off, the first of a pack"))
    refusing.on = False
    assert bytes_of(session) == [b"first", b"second"]
    third = session.append(small(b"third"))
    assert bytes_of(session) == [b"first", b"second", b"third"]
    assert not list(session.folder.glob(".new-*"))
    discard_all([first, second, third])
    session.close()
    assert list(tmp_path.iterdir()) == []


def test_threads_append_and_discard_at_the_same_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_pack, "MOST_ITEMS", 50)
    session = SpoolSession.open([tmp_path])
    kept: list[PackedEntry] = []

    def work(thread: int) -> None:
        for turn in range(100):
            entry = session.append(small(b"%d %d" % (thread, turn)))
            if turn % 3:
                entry.discard()
            else:
                kept.append(entry)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    expected = sorted(b"%d %d" % (thread, turn) for thread in range(4) for turn in range(0, 100, 3))
    assert sorted(bytes_of(session)) == expected
    assert spool_usage([tmp_path])[0] == len(expected)
    for entry in kept:
        entry.discard()
    session.close()
    assert list(tmp_path.iterdir()) == []
