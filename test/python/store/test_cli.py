"""The `cellkeep` command, as a person and as a script use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_support import as_json, run, save
from click.testing import CliRunner
from store_samples import make_offer, make_run, write

from cellkeep_core.protocol import (
    Artifact,
    ArtifactEdit,
    ArtifactPage,
    Provenance,
)
from cellkeep_core.text import human_bytes, printable
from cellkeep_store import Store
from cellkeep_store.cli import main
from cellkeep_store.cli.output import columns
from run_script import run_script


def test_the_command_is_installed_and_takes_the_store_from_the_environment(
    store: Store, tmp_path: Path
) -> None:
    save(store, "loss")
    environment = {**os.environ, "CELLKEEP_STORE": str(store.root)}
    program = "from cellkeep_store.cli import main; main()"
    assert "loss" in run_script(program, "ls", env=environment, timeout=60)


def test_ls_shows_runs_with_the_latest_first_and_aligned_columns(store: Store) -> None:
    first, second = make_run("first run"), make_run("second run")
    for name, owner, content in (
        ("a", first, b"x" * 1500),
        ("b", second, b"x"),
        ("图表 long name", first, b"y" * 2_000_000),
    ):
        store.ingest.put_bytes(make_offer(content, owner, name), content)
    lines = run(store, "ls").stdout.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == ["first run", "second run"]
    assert "2 MB" in lines[1]
    assert "1.5 KB" in lines[2]
    # "图表" is two characters and four columns wide.
    assert lines[1].index("v1") + 2 == lines[2].index("v1")


def test_ls_filters_and_says_when_there_is_more(store: Store) -> None:
    owner = make_run("exp 1")
    for number in range(3):
        store.ingest.put_bytes(make_offer(b"%d" % number, owner, f"a{number}"), b"%d" % number)
    save(store, "other", category="code")
    page = as_json(store, ArtifactPage, "ls", "--run", "exp 1", "-n", 2)
    assert [item.name for item in page.items] == ["a2", "a1"]
    rest = store.catalog.artifacts(run=owner.id, cursor=page.next_cursor)
    assert [item.name for item in rest.items] == ["a0"]
    assert [item.name for item in as_json(store, ArtifactPage, "ls", "-c", "code").items] == [
        "other"
    ]
    assert len(as_json(store, ArtifactPage, "ls", "-q", "EXP").items) == 3
    made = Provenance(via="save", source="y = 2\nfit(lr=0.1)")
    store.ingest.put_bytes(make_offer(b"w", owner, "w", provenance=made), b"w")
    assert run(store, "ls", "-q", "fit(lr").stdout.splitlines()[1].endswith("  source: fit(lr=0.1)")
    assert "there are more" in run(store, "ls", "-n", 2).stderr
    assert "no run 'nope'" in run(store, "ls", "--run", "nope", code=1).stderr


def test_ls_of_an_empty_store_says_so(store: Store) -> None:
    assert run(store, "ls").stdout == "Nothing is stored yet.\n"
    assert as_json(store, ArtifactPage, "ls").items == []


def test_show_tells_everything_by_name_or_id(store: Store) -> None:
    receipt = save(store, "loss", b"x" * 1234, metadata={"lr": 0.1}, summary="1 × 2")
    text = run(store, "show", "loss").stdout
    for part in ("1.2 KB (1,234 bytes)", receipt.sha256, "metadata lr", "0.1", "1 × 2"):
        assert part in text
    artifact = as_json(store, Artifact, "show", receipt.artifact_id)
    assert artifact == store.catalog.artifact(receipt.artifact_id)


def test_show_chooses_version_and_run(store: Store) -> None:
    owner = make_run("exp")
    for content in (b"1", b"22"):
        store.ingest.put_bytes(make_offer(content, owner), content)
    save(store, "loss", b"333")
    assert as_json(store, Artifact, "show", "loss").size == 3
    assert as_json(store, Artifact, "show", "loss", "--run", "exp").size == 2
    assert as_json(store, Artifact, "show", "loss", "--run", owner.id, "--version", 1).size == 1
    assert "no 'loss@9'" in run(store, "show", "loss", "--version", 9, code=1).stderr
    assert "no 'nope'" in run(store, "show", "nope", code=1).stderr


def test_no_escape_sequence_is_printed_raw(store: Store, tmp_path: Path) -> None:
    evil = "a\x1b]0;title\x07\x9b31m\x1b[2Jb"
    where = make_run(evil, folder=f"/{evil}", tags=[evil], metadata={evil: evil}, notebook=evil)
    for content in (b"1\n", evil.encode() + b"\n2"):
        offer = make_offer(
            content,
            where,
            media_type="text/plain",
            summary=evil,
            metadata={evil: evil},
            provenance=Provenance(via="save", source=evil, notebook=evil, libraries={evil: evil}),
        )
        receipt = store.ingest.put_bytes(offer, content)
    store.editor.edit(receipt.artifact_id, ArtifactEdit(notes=evil))
    for words in (
        ["ls"],
        ["ls", "--json"],
        ["run", "show", where.id, "--json"],
        ["show", "loss"],
        ["show", receipt.artifact_id],
        ["run", "show", where.id],
        ["run", "ls"],
        ["runs"],
        ["runs", "--json"],
        ["lineage", "loss"],
        ["diff", "loss@1", "loss@2"],
        ["show", evil],
        ["ls", "--run", evil],
        ["rm", evil, "--yes"],
        ["trash"],
        ["export", evil, "-o", tmp_path / "x.zip"],
        ["verify"],
        ["doctor"],
    ):
        result = CliRunner().invoke(main, [*map(str, words), "--store", str(store.root)])
        said = result.stdout + result.stderr
        assert not set("\x1b\x07\x9b") & set(said), (words, said)


def test_an_error_is_a_sentence_on_stderr_without_a_traceback(tmp_path: Path) -> None:
    file = write(tmp_path / "file", b"")
    told = subprocess.run(
        [sys.executable, "-c", "from cellkeep_store.cli import main; main()", "ls"],
        env={**os.environ, "CELLKEEP_STORE": str(file / "store")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (told.returncode, told.stdout) == (1, "")
    assert "Traceback" not in told.stderr
    assert "CELLKEEP_STORE" in told.stderr


@pytest.mark.parametrize("command", ["ls", "show", "get", "put", "rm", "push", "verify", "doctor"])
def test_every_command_takes_json_and_store(command: str) -> None:
    text = CliRunner().invoke(main, [command, "--help"]).output
    assert "--json" in text
    assert "--store" in text


def test_sizes_are_written_as_on_the_page() -> None:
    vectors = Path(__file__).parents[3] / "schema" / "vectors" / "sizes.json"
    for size, text in json.loads(vectors.read_text())["sizes"]:
        assert human_bytes(size) == text


def test_what_could_deceive_on_a_terminal_is_shown_escaped() -> None:
    assert printable("a\x1b[31mb\u202ec") == "a\\u001b[31mb\\u202ec"
    assert printable("👩‍🔬 café") == "👩‍🔬 café"
    assert columns([["a", "1"], ["bbb", "22"]], right=frozenset({1})) == ["a     1", "bbb  22"]
    assert json.loads(json.dumps(columns([]))) == []
