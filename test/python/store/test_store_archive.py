"""Sharing: out as a zip, in elsewhere with the same digests; hostile ones refused."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import blob_files, make_offer, make_run, png, write

from cellkeep_core.errors import BlobDamagedError, CellkeepError, StoreFullError
from cellkeep_core.protocol import Artifact, ArtifactEdit, TextPreview
from cellkeep_store import Store
from cellkeep_store.archive import export
from cellkeep_store.archive_page import shown
from cellkeep_store.cli import main
from cellkeep_store.unpack import import_archive

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "invoice\u202efdp.exe",
    "a\u200bb",
    "../../etc/passwd".replace("../", "dots "),
    "=1+1",
    "&amp;&lt;",
]


@pytest.fixture
def other(tmp_path: Path) -> Any:
    with Store.open(tmp_path / "other") as opened:
        yield opened


def everything(store: Store) -> list[Artifact]:
    return list(reversed(store.artifacts(limit=1000).items))


def archive_of(store: Store) -> io.BytesIO:
    sink = io.BytesIO()
    export(store, everything(store), sink)
    return sink


def fill(store: Store) -> None:
    run = make_run("my <b>run</b>", tags=["paper"])
    for number, name in enumerate(HOSTILE):
        content = b"shared" if number % 2 else name.encode() * 1000
        preview = TextPreview(text=f"{name}\nline", truncated=False)
        offer = make_offer(
            content, run, name, preview=preview, summary=name, metadata={"n": number}
        )
        store.put_bytes(offer, content, png() if number == 2 else None)
    first = everything(store)[0]
    store.edit(first.id, ArtifactEdit(tags=["t"], notes="<i>note</i>"))
    store.set_alias(first.id, "best")
    store.put_bytes(make_offer(b"", make_run("second"), "empty"), b"")


def test_a_round_trip_brings_the_same_digests_and_everything_about_them(
    store: Store, other: Store
) -> None:
    fill(store)
    report = import_archive(other, archive_of(store))
    assert (report.artifacts, report.existing, report.runs) == (8, 0, 2)
    there = everything(other)
    assert len(there) == 8
    for before, after in zip(everything(store), there, strict=True):
        for field in Artifact.__struct_fields__:
            if field not in ("seq", "stored_at"):
                assert getattr(after, field) == getattr(before, field), field
        assert (
            other.content_path(after.id).read_bytes() == store.content_path(before.id).read_bytes()
        )
    assert other.thumbnail(there[2].id) == png()
    assert [path.name for path in blob_files(other.root)] == [
        path.name for path in blob_files(store.root)
    ]
    assert all(finding.ok for finding in other.verify())
    again = import_archive(other, archive_of(store))
    assert (again.artifacts, again.existing) == (0, 8)


def test_what_was_deleted_comes_back_with_an_import(store: Store, other: Store) -> None:
    fill(store)
    archive = archive_of(store)
    import_archive(other, archive)
    trashed, gone = everything(other)[:2]
    other.delete([trashed.id])
    other.delete([gone.id], permanent=True)
    report = import_archive(other, archive)
    assert (report.artifacts, report.existing) == (1, 7)
    assert other.artifact(trashed.id).sha256 == trashed.sha256
    assert [each.name for each in other.artifacts(name=gone.name).items] == [gone.name]


def test_the_archive_is_an_ro_crate(store: Store) -> None:
    fill(store)
    with zipfile.ZipFile(archive_of(store)) as archive:
        assert archive.testzip() is None
        crate = json.loads(archive.read("ro-crate-metadata.json"))
        names = set(archive.namelist())
    graph = {entity["@id"]: entity for entity in crate["@graph"]}
    assert len(graph) == len(crate["@graph"])
    descriptor = graph["ro-crate-metadata.json"]
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    dataset = graph[descriptor["about"]["@id"]]
    assert {"name", "description", "datePublished", "license"} <= set(dataset)
    for part in dataset["hasPart"]:
        assert part["@id"] in names
        assert graph[part["@id"]]["@type"] == "File"
    for mention in dataset["mentions"]:
        assert graph[mention["@id"]]["@type"] == "CreateAction"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_the_page_runs_nothing_and_shows_hostile_names_as_text(store: Store) -> None:
    fill(store)
    with zipfile.ZipFile(archive_of(store)) as archive:
        page = archive.read("index.html").decode()
        names = set(archive.namelist())
    parser = _Tags()
    parser.feed(page)
    tags = {tag for tag, _ in parser.seen}
    assert not tags & {"script", "iframe", "object", "embed", "form", "svg", "b", "i", "base"}
    for tag, attributes in parser.seen:
        assert not any(name.startswith("on") for name in attributes)
        for link in (attributes.get("src"), attributes.get("href")):
            assert link is None or link in names, (tag, link)
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page
    assert "\u202e" not in page
    assert "\\u202e" in page
    assert "&lt;script&gt;" in page


@given(st.text())
def test_no_text_becomes_markup_or_hides(text: str) -> None:
    html = shown(text)
    assert not set(html) & set("<>\"'\u202e\u200b\u2066\x00\x1b")


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


def with_manifest(**changes: Any) -> Any:
    def change(store: Store) -> io.BytesIO:
        archive = archive_of(store)
        with zipfile.ZipFile(archive) as opened:
            manifest = json.loads(opened.read("cellkeep.json"))
        manifest["artifacts"][0].update(changes.pop("artifact", {}))
        manifest.update(changes)
        return rewritten(archive, **{"cellkeep.json": json.dumps(manifest).encode()})

    return change


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
    with pytest.raises(CellkeepError) as caught:
        import_archive(other, archive)
    assert caught.value.code == "BAD_REQUEST"
    assert other.artifacts().items == []
    assert blob_files(other.root) == []


def test_bytes_that_are_not_their_digest_are_never_stored(store: Store, other: Store) -> None:
    store.put_bytes(make_offer(b"right"), b"right")
    (artifact,) = everything(store)
    archive = rewritten(archive_of(store), **{f"data/{artifact.sha256}": b"wrong"})
    with pytest.raises(CellkeepError) as caught:
        import_archive(other, archive)
    assert caught.value.code == "DIGEST_MISMATCH"
    assert other.artifacts().items == []
    assert blob_files(other.root) == []


def test_an_archive_that_would_not_fit_is_refused_before_its_first_byte(
    store: Store, other: Store
) -> None:
    content = bytes(5_000_000)  # five megabytes of zeros, five kilobytes in the zip
    store.put_bytes(make_offer(content), content)
    archive = archive_of(store)
    assert len(archive.getvalue()) < 50_000
    other.set_limit(1_000_000)
    with pytest.raises(StoreFullError):
        import_archive(other, archive)
    assert other.artifacts().items == []


def test_damaged_bytes_are_never_exported(store: Store) -> None:
    receipt = store.put_bytes(make_offer(b"right"), b"right")
    path = store.content_path(receipt.artifact_id)
    path.chmod(0o600)
    write(path, b"wrong")
    with pytest.raises(BlobDamagedError):
        archive_of(store)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_no_damage_to_an_archive_gets_wrong_bytes_in(
    store: Store, other: Store, where: float, flip: int
) -> None:
    if not store.artifacts().items:
        for content in (b"one", b"two" * 50):
            store.put_bytes(make_offer(content), content)
    bad = bytearray(archive_of(store).getvalue())
    bad[int(where * len(bad))] ^= flip
    with suppress(CellkeepError):
        import_archive(other, io.BytesIO(bad))
    assert all(finding.ok for finding in other.verify())
    known = {artifact.sha256 for artifact in everything(store)}
    assert {artifact.sha256 for artifact in everything(other)} <= known


def cli(store: Store, *words: object, code: int = 0) -> str:
    result = CliRunner().invoke(main, [*map(str, words), "--store", str(store.root)])
    assert result.exit_code == code, result.output
    return result.output


def test_the_commands_export_import_diff_tag_lineage_rm_and_gc(
    store: Store, other: Store, tmp_path: Path
) -> None:
    run = make_run("exp")
    for text in (b"a\nb\n", b"a\nc\n"):
        store.put_bytes(make_offer(text, run, "notes.txt", media_type="text/plain"), text)
    target = tmp_path / "out.zip"
    assert "2 artifacts" in cli(store, "export", "--run", "exp", "-o", target)
    assert "there already" in cli(store, "export", "notes.txt", "-o", target, code=1)
    assert "2 artifacts in 1 new runs" in cli(other, "import", target)
    assert json.loads(cli(other, "import", target, "--json"))["existing"] == 2
    told = cli(store, "diff", "notes.txt@1", "notes.txt", code=1)
    assert "-b" in told
    assert "+c" in told
    compared = json.loads(cli(store, "diff", "notes.txt@1", "notes.txt@2", "--json", code=1))
    assert compared["same_bytes"] is False
    assert "1 the same" in cli(store, "diff", "--runs", "exp", "exp")
    assert "best" in cli(store, "tag", "notes.txt", "--add", "t", "--alias", "best")
    tagged = json.loads(cli(store, "tag", "notes.txt@best", "--json"))
    assert tagged["tags"] == ["t"]
    assert "notes.txt v2  (exp)  *" in cli(store, "lineage", "notes.txt")
    assert json.loads(cli(store, "lineage", "notes.txt", "--json"))["root"] == tagged["id"]
    assert "would be deleted" in cli(store, "rm", "-q", "notes", "--dry-run")
    assert "in the trash" in cli(store, "rm", "-q", "notes", "--trash", "--yes")
    assert json.loads(cli(store, "trash", "--json"))["artifacts"] == 2
    assert "1 of 1" in cli(store, "restore", tagged["id"])
    assert store.artifact(tagged["id"]).aliases == ["best"]
    assert json.loads(cli(store, "gc", "--empty-trash", "--json"))["freed_bytes"] == 4
    report = json.loads(cli(store, "rm", "--run", "exp", "--whole-run", "--yes", "--json"))
    assert report["freed_bytes"] == 4
    assert blob_files(store.root) == []
