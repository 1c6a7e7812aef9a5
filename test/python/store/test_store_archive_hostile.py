"""Archives that somebody changed: refused, or imported with the right bytes."""

from __future__ import annotations

import io
import json
import stat
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from archive_support import archive_of, everything, fill
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import blob_files, make_offer, png, refused

from cellkeep_core.errors import CellkeepError, StoreFullError
from cellkeep_store import Store
from cellkeep_store.sharing import unpack
from cellkeep_store.sharing.unpack import import_archive
from hostile.archives import HOSTILE_ARCHIVES
from run_script import run_script


def rewritten(archive: io.BytesIO, **changes: Any) -> io.BytesIO:
    """Return the archive with entries changed, added (bytes) or taken out (None)."""
    out = io.BytesIO()
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            if info.filename not in changes:
                new.writestr(info, old.read(info))
        for name, data in changes.items():
            if data is not None:
                new.writestr(name, data)
    return out


def with_entry(name: str, mode: int = stat.S_IFREG) -> Any:
    def change(store: Store) -> io.BytesIO:
        archive = archive_of(store)
        with zipfile.ZipFile(archive, "a") as opened:
            info = zipfile.ZipInfo(name)
            info.external_attr = (mode | 0o644) << 16
            opened.writestr(info, b"/etc/passwd")
        return archive

    return change


def with_twin(store: Store) -> io.BytesIO:
    """Two entries of one name: some readers take the first, and others the last."""
    archive = archive_of(store)
    with zipfile.ZipFile(archive, "a") as opened, pytest.warns(UserWarning, match="Duplicate"):
        opened.writestr("cellkeep.json", opened.read("cellkeep.json"))
    return archive


def with_blanks(store: Store) -> io.BytesIO:
    """A true manifest that unpacks to a thousand times its size."""
    archive = archive_of(store)
    with zipfile.ZipFile(archive) as opened:
        manifest = opened.read("cellkeep.json")
    blanks = rewritten(archive, **{"cellkeep.json": manifest + b" " * 8_000_000})
    packed = io.BytesIO()
    with zipfile.ZipFile(blanks) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
    return packed


def with_manifest(**changes: Any) -> Any:
    def change(store: Store) -> io.BytesIO:
        archive = archive_of(store)
        with zipfile.ZipFile(archive) as opened:
            manifest = json.loads(opened.read("cellkeep.json"))
        manifest["artifacts"][0].update(changes.pop("artifact", {}))
        manifest.update(changes)
        return rewritten(archive, **{"cellkeep.json": json.dumps(manifest).encode()})

    return change


IMPORT_WATCHED = """
import io, json, resource, sys, threading, time
from pathlib import Path
from cellkeep_core.errors import CellkeepError
from cellkeep_store import Store
from cellkeep_store.sharing.unpack import import_archive
with Store.open(Path(sys.argv[1])) as store:
    worst, done = 0.0, threading.Event()
    def watch():
        global worst
        while not done.is_set():
            # Processor time of this process: others on a busy machine are not a stall.
            before = time.process_time()
            time.sleep(0.01)
            worst = max(worst, time.process_time() - before)
    watcher = threading.Thread(target=watch)
    watcher.start()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        import_archive(store, Path(sys.argv[2]))
        refused = ""
    except CellkeepError as error:
        refused = error.code
    done.set()
    watcher.join()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    print(json.dumps([refused, grown, worst]))
"""


@pytest.mark.parametrize("name", HOSTILE_ARCHIVES)
def test_a_small_zip_takes_neither_memory_nor_time(store: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / "hostile.zip"
    path.write_bytes(HOSTILE_ARCHIVES[name]())
    assert path.stat().st_size < 1_000_000
    begun = time.monotonic()
    told = run_script(IMPORT_WATCHED, store.root, path)
    refused, grown_mb, longest_stall_s = json.loads(told)
    assert refused == "BAD_REQUEST"
    assert grown_mb < 200
    assert longest_stall_s < 1
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize(
    "make",
    [
        lambda _store: io.BytesIO(b"this is no zip"),
        lambda _store: io.BytesIO(b""),
        lambda store: io.BytesIO(archive_of(store).getvalue()[:-300]),
        lambda store: rewritten(archive_of(store), **{"cellkeep.json": None}),
        lambda store: rewritten(archive_of(store), **{"cellkeep.json": b"[" * 100_000}),
        lambda store: rewritten(archive_of(store), **{"cellkeep.json": b"{}"}),
        with_entry("../evil"),
        with_entry("data/../../evil"),
        with_entry("/etc/evil"),
        with_entry("C:\\evil"),
        with_entry("data/link", stat.S_IFLNK),
        with_twin,
        with_blanks,
        with_manifest(format=2),
        with_manifest(runs=[]),
        with_manifest(artifact={"sha256": "../../../etc/passwd"}),
        with_manifest(artifact={"sha256": "0" * 64}),
        with_manifest(artifact={"size": 10**15}),
        with_manifest(artifact={"id": "../x"}),
        with_manifest(artifact={"size": -1}),
    ],
)
def test_a_hostile_archive_is_refused_and_nothing_of_it_is_stored(
    store: Store, other: Store, make: Any
) -> None:
    fill(store)
    archive = make(store)
    with refused("BAD_REQUEST"):
        import_archive(other, archive)
    assert other.catalog.artifacts().items == []
    assert blob_files(other.root) == []


def test_a_manifest_that_unpacks_to_too_much_is_refused_before_it_is_read(
    store: Store, other: Store
) -> None:
    fill(store)
    with pytest.raises(CellkeepError, match="unpacks to"):
        import_archive(other, with_blanks(store))


def test_an_archive_of_too_many_entries_is_refused(
    store: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    archive = archive_of(store)
    with zipfile.ZipFile(archive) as entries:
        count = len(entries.namelist())
    monkeypatch.setattr(unpack, "MAX_ENTRIES", count - 1)
    with pytest.raises(CellkeepError, match=f"it has {count} entries, and {count - 1} are"):
        import_archive(other, archive)
    assert other.catalog.artifacts().items == []


def test_bytes_that_are_not_their_digest_are_never_stored(store: Store, other: Store) -> None:
    store.ingest.put_bytes(make_offer(b"right"), b"right")
    (artifact,) = everything(store)
    archive = rewritten(archive_of(store), **{f"data/{artifact.sha256}": b"wrong"})
    with refused("DIGEST_MISMATCH"):
        import_archive(other, archive)
    assert other.catalog.artifacts().items == []
    assert blob_files(other.root) == []


MOST = {
    "summary": {"summary": "x" * 501},
    "metadata": {"metadata": {"a": "x" * 200_000}},
    "preview": {"preview": {"type": "text", "text": "x" * 600_000, "truncated": False}},
    "notes": {"notes": "x" * 100_001},
    "tags": {"tags": ["x"] * 100 + [f"{number}" for number in range(101)]},
    "alias": {"aliases": ["Not One"]},
    "aliases": {"aliases": [f"a{number}" for number in range(101)]},
    "depth": {"metadata": json.loads('{"a":' * 101 + "1" + "}" * 101)},
    "name": {"name": "a\nb"},
    "media type": {"media_type": "none"},
    "run": {},
    "picture": {},
    "pixels": {},
}


@pytest.mark.parametrize("what", MOST)
def test_an_archive_that_describes_too_much_changes_nothing(
    store: Store, other: Store, what: str
) -> None:
    fill(store)
    archive = archive_of(store)
    with zipfile.ZipFile(archive) as opened:
        manifest = json.loads(opened.read("cellkeep.json"))
    by_seq = sorted(manifest["artifacts"], key=lambda each: each["seq"])
    by_seq[-1].update(MOST[what])  # the last that would be stored
    changes = {"cellkeep.json": json.dumps(manifest).encode()}
    if what == "run":
        manifest["runs"][-1]["tags"] = ["x" * 129]
        changes["cellkeep.json"] = json.dumps(manifest).encode()
    if what in ("picture", "pixels"):
        (picture,) = [each["id"] for each in by_seq if each.get("thumbnail")]
        large = bytes(3 << 20) if what == "picture" else png(1, 20_000)
        changes[f"thumbnails/{picture}.png"] = large
    before = other.catalog.last_change()
    with pytest.raises(CellkeepError, match="Nothing"):
        import_archive(other, rewritten(archive, **changes))
    assert other.catalog.last_change() == before
    assert other.catalog.artifacts().items == []
    assert other.catalog.runs().items == []
    assert blob_files(other.root) == []


def test_an_archive_with_damage_in_the_middle_says_what_came_before(
    store: Store, other: Store
) -> None:
    for content in (b"first", b"second", b"third"):
        store.ingest.put_bytes(make_offer(content, name=content.decode()), content)
    damaged = next(each for each in everything(store) if each.name == "third")
    archive = rewritten(archive_of(store), **{f"data/{damaged.sha256}": b"wrong"})
    with refused("DIGEST_MISMATCH") as caught:
        import_archive(other, archive)
    assert "2 artifacts stored, whole and verified" in str(caught.value)
    assert "Nothing" not in str(caught.value)
    assert {each.name for each in everything(other)} == {"first", "second"}
    assert import_archive(other, archive_of(store)).existing == 2


def test_an_archive_that_would_not_fit_is_refused_before_its_first_byte(
    store: Store, other: Store
) -> None:
    content = bytes(5_000_000)  # five megabytes of zeros, five kilobytes in the zip
    store.ingest.put_bytes(make_offer(content), content)
    archive = archive_of(store)
    assert len(archive.getvalue()) < 50_000
    other.limit.change(1_000_000)
    with pytest.raises(StoreFullError):
        import_archive(other, archive)
    assert other.catalog.artifacts().items == []


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_no_damage_to_an_archive_gets_wrong_bytes_in(
    store: Store, other: Store, where: float, flip: int
) -> None:
    if not store.catalog.artifacts().items:
        for content in (b"one", b"two" * 50):
            store.ingest.put_bytes(make_offer(content), content)
    bad = bytearray(archive_of(store).getvalue())
    bad[int(where * len(bad))] ^= flip
    with suppress(CellkeepError):
        import_archive(other, io.BytesIO(bad))
    assert all(finding.ok for finding in other.maintenance.verify())
    known = {artifact.sha256 for artifact in everything(store)}
    assert {artifact.sha256 for artifact in everything(other)} <= known
