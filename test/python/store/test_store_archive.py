"""Sharing: out as a zip, in elsewhere with the same digests."""

from __future__ import annotations

import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from archive_support import archive_of, everything, fill
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from store_samples import blob_files, make_offer, make_run, png, write

from cellkeep_core.errors import BlobDamagedError
from cellkeep_core.protocol import Artifact
from cellkeep_store import Store
from cellkeep_store.cli import main
from cellkeep_store.sharing.markup import shown
from cellkeep_store.sharing.unpack import import_archive
from cellkeep_store.sharing.views.document import digest


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
        assert other.contents.read(after.id) == store.contents.read(before.id)
    assert other.catalog.thumbnail(there[2].id) == png()
    assert [path.name for path in blob_files(other.root)] == [
        path.name for path in blob_files(store.root)
    ]
    assert all(finding.ok for finding in other.maintenance.verify())
    again = import_archive(other, archive_of(store))
    assert (again.artifacts, again.existing) == (0, 8)


def test_what_was_deleted_comes_back_with_an_import(store: Store, other: Store) -> None:
    fill(store)
    archive = archive_of(store)
    import_archive(other, archive)
    trashed, gone = everything(other)[:2]
    other.trash.delete([trashed.id])
    other.trash.delete([gone.id], permanent=True)
    report = import_archive(other, archive)
    assert (report.artifacts, report.existing) == (1, 7)
    assert other.catalog.artifact(trashed.id).sha256 == trashed.sha256
    assert [each.name for each in other.catalog.artifacts(name=gone.name).items] == [gone.name]


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


def test_the_page_runs_nothing_of_others_and_shows_hostile_names_as_text(store: Store) -> None:
    fill(store)
    with zipfile.ZipFile(archive_of(store)) as archive:
        page = archive.read("index.html").decode()
        names = set(archive.namelist())
    parser = _Tags()
    parser.feed(page)
    tags = {tag for tag, _ in parser.seen}
    assert not tags & {"object", "embed", "form", "svg", "i", "base"}
    # The one script is ours: the policy knows it by its digest.
    (script,) = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    assert f"script-src '{digest(script)}';" in page
    assert all(
        attributes["sandbox"] == "allow-scripts"
        for tag, attributes in parser.seen
        if tag == "iframe"
    )
    for tag, attributes in parser.seen:
        assert not any(name.startswith("on") for name in attributes)
        for link in map(attributes.get, ("src", "data-src", "href")):
            assert link is None or link in names, (tag, link)
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page
    assert "\u202e" not in page
    assert "\\u202e" in page
    assert "&lt;script&gt;" in page


@given(st.text())
def test_no_text_becomes_markup_or_hides(text: str) -> None:
    html = shown(text)
    assert not set(html) & set("<>\"'\u202e\u200b\u2066\x00\x1b")


def test_an_import_touches_no_run_of_ones_own(store: Store, other: Store) -> None:
    mine = make_run("experiment")
    first = store.ingest.put_bytes(make_offer(b"mine", mine, "weights"), b"mine")
    store.editor.set_alias(first.artifact_id, "best")
    # Somebody has the run, saves into it, and sends it back.
    import_archive(other, archive_of(store))
    theirs = other.ingest.put_bytes(make_offer(b"theirs", mine, "weights"), b"theirs")
    other.editor.set_alias(theirs.artifact_id, "best")
    other.editor.set_alias(theirs.artifact_id, "final")
    extra = other.ingest.put_bytes(make_offer(b"new", mine, "new name"), b"new")
    archive = archive_of(other)
    report = import_archive(store, archive)
    assert (report.artifacts, report.existing, report.runs) == (2, 1, 1)
    assert store.catalog.find_artifact(mine.id, "weights", None).id == first.artifact_id
    assert store.catalog.resolve("weights").id == first.artifact_id
    aliases = {
        each.alias: each.version for each in store.catalog.history(first.artifact_id).aliases
    }
    assert aliases == {"best": 1}
    assert store.catalog.run(mine.id).artifacts == 1
    # What came in is there, in the run that the report names.
    assert isinstance(report.into, list)
    (into,) = report.into
    assert (into.name, into.artifacts, into.new) == ("experiment (imported)", 2, True)
    assert store.catalog.artifact(theirs.artifact_id).run_id == into.run_id != mine.id
    assert store.catalog.resolve("new name").id == extra.artifact_id
    again = import_archive(store, archive)
    assert (again.artifacts, again.existing, again.runs, again.into) == (0, 3, 0, UNSET)


def test_an_imported_name_never_stands_before_ones_own(store: Store, other: Store) -> None:
    other.ingest.put_bytes(make_offer(b"theirs", make_run("stranger"), "loss"), b"theirs")
    own = store.ingest.put_bytes(make_offer(b"mine", make_run("mine"), "loss"), b"mine")
    import_archive(store, archive_of(other))
    assert store.catalog.resolve("loss").id == own.artifact_id
    store.trash.delete([own.artifact_id])
    assert store.contents.read(store.catalog.resolve("loss").id) == b"theirs"


def test_the_report_says_what_came_back_from_the_trash(store: Store) -> None:
    fill(store)
    archive = archive_of(store)
    store.trash.delete([everything(store)[0].id])
    report = import_archive(store, archive)
    assert (report.artifacts, report.existing, report.restored, report.into) == (0, 8, 1, UNSET)


def test_damaged_bytes_are_never_exported(store: Store) -> None:
    receipt = store.ingest.put_bytes(make_offer(b"right"), b"right")
    path = store.contents.local_path(receipt.artifact_id)
    path.chmod(0o600)
    write(path, b"wrong")
    with pytest.raises(BlobDamagedError):
        archive_of(store)


def cli(store: Store, *words: object, code: int = 0) -> str:
    result = CliRunner().invoke(main, [*map(str, words), "--store", str(store.root)])
    assert result.exit_code == code, result.output
    return result.output


def test_the_commands_export_import_diff_tag_lineage_rm_and_gc(
    store: Store, other: Store, tmp_path: Path
) -> None:
    run = make_run("exp")
    for text in (b"a\nb\n", b"a\nc\n"):
        store.ingest.put_bytes(make_offer(text, run, "notes.txt", media_type="text/plain"), text)
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
    assert "would be moved" in cli(store, "rm", "-q", "notes", "--dry-run")
    assert "to the trash" in cli(store, "rm", "-q", "notes", "--yes")
    assert json.loads(cli(store, "trash", "--json"))["artifacts"] == 2
    assert "1 of 1" in cli(store, "restore", tagged["id"])
    assert "Not in the trash: 'notes.txt'." in cli(store, "restore", "notes.txt", code=1)
    assert store.catalog.artifact(tagged["id"]).aliases == ["best"]
    assert json.loads(cli(store, "gc", "--empty-trash", "--json"))["freed_bytes"] == 4
    report = json.loads(
        cli(store, "rm", "--run", "exp", "--whole-run", "--permanent", "--yes", "--json")
    )
    assert report["freed_bytes"] == 4
    assert blob_files(store.root) == []
