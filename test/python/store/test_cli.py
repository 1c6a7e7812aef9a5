"""The `cellkeep` command, as a person and as a script use it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from store_samples import make_offer, make_run, png, write

from cellkeep_core.ids import new_id
from cellkeep_core.protocol import Artifact, ArtifactPage, DeleteResult, Offer, Receipt
from cellkeep_core.spool import UNHASHED, SpoolSession
from cellkeep_store import Store
from cellkeep_store.cli import main
from cellkeep_store.cli.output import columns, printable, size_text
from cellkeep_store.export import file_name


def run(store: Store, *arguments: object, code: int = 0, stdin: str | None = None) -> Result:
    words = [str(argument) for argument in arguments]
    result = CliRunner().invoke(main, [*words, "--store", str(store.root)], input=stdin)
    assert result.exit_code == code, result.output
    return result


def as_json(store: Store, kind: Any, *arguments: object, code: int = 0) -> Any:
    return msgspec.json.decode(run(store, *arguments, "--json", code=code).stdout, type=kind)


def save(store: Store, name: str, content: bytes = b"content", **fields: Any) -> Receipt:
    return store.put_bytes(make_offer(content, name=name, **fields), content)


def test_the_command_is_installed_and_takes_the_store_from_the_environment(
    store: Store, tmp_path: Path
) -> None:
    save(store, "loss")
    environment = {**os.environ, "CELLKEEP_STORE": str(store.root)}
    told = subprocess.run(
        [sys.executable, "-c", "from cellkeep_store.cli import main; main()", "ls"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "loss" in told.stdout


def test_ls_shows_runs_with_the_latest_first_and_aligned_columns(store: Store) -> None:
    first, second = make_run("first run"), make_run("second run")
    for name, owner, content in (
        ("a", first, b"x" * 1500),
        ("b", second, b"x"),
        ("图表 long name", first, b"y" * 2_000_000),
    ):
        store.put_bytes(make_offer(content, owner, name), content)
    lines = run(store, "ls").stdout.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == ["first run", "second run"]
    assert "2.0 MB" in lines[1]
    assert "1.5 KB" in lines[2]
    # "图表" is two characters and four columns wide.
    assert lines[1].index("v1") + 2 == lines[2].index("v1")


def test_ls_filters_and_says_when_there_is_more(store: Store) -> None:
    owner = make_run("exp 1")
    for number in range(3):
        store.put_bytes(make_offer(b"%d" % number, owner, f"a{number}"), b"%d" % number)
    save(store, "other", category="code")
    page = as_json(store, ArtifactPage, "ls", "--run", "exp 1", "-n", 2)
    assert [item.name for item in page.items] == ["a2", "a1"]
    rest = store.artifacts(run=owner.id, cursor=page.next_cursor)
    assert [item.name for item in rest.items] == ["a0"]
    assert [item.name for item in as_json(store, ArtifactPage, "ls", "-c", "code").items] == [
        "other"
    ]
    assert len(as_json(store, ArtifactPage, "ls", "-q", "EXP").items) == 3
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
    assert artifact == store.artifact(receipt.artifact_id)


def test_show_chooses_version_and_run(store: Store) -> None:
    owner = make_run("exp")
    for content in (b"1", b"22"):
        store.put_bytes(make_offer(content, owner), content)
    save(store, "loss", b"333")
    assert as_json(store, Artifact, "show", "loss").size == 3
    assert as_json(store, Artifact, "show", "loss", "--run", "exp").size == 2
    assert as_json(store, Artifact, "show", "loss", "--run", owner.id, "--version", 1).size == 1
    assert "no version 9" in run(store, "show", "loss", "--version", 9, code=1).stderr
    assert "no artifact named 'nope'" in run(store, "show", "nope", code=1).stderr


def test_get_writes_verified_bytes_and_never_over_a_file(store: Store, tmp_path: Path) -> None:
    save(store, "figures/loss.bin", b"the bytes")
    target = tmp_path / "out"
    target.mkdir()
    told = as_json(store, dict, "get", "figures/loss.bin", "-o", target)
    assert told["path"] == str(target / "loss.bin")
    assert (target / "loss.bin").read_bytes() == b"the bytes"
    (target / "loss.bin").write_bytes(b"mine")
    assert "--force" in run(store, "get", "figures/loss.bin", "-o", target, code=1).stderr
    assert (target / "loss.bin").read_bytes() == b"mine"
    run(store, "get", "figures/loss.bin", "-o", target, "--force")
    assert (target / "loss.bin").read_bytes() == b"the bytes"
    assert stat.S_IMODE((target / "loss.bin").stat().st_mode) & 0o200, "a copy can be changed"
    assert [path.name for path in target.iterdir()] == ["loss.bin"]


def test_get_refuses_damaged_bytes_and_leaves_no_file(store: Store, tmp_path: Path) -> None:
    receipt = save(store, "loss", b"the bytes")
    path = store.content_path(receipt.artifact_id)
    path.chmod(0o644)
    path.write_bytes(b"The bytes")
    assert "damaged" in run(store, "get", "loss", "-o", tmp_path / "out", code=1).stderr
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".*"))


def test_get_into_a_folder_that_is_not_there_says_so(store: Store, tmp_path: Path) -> None:
    save(store, "loss")
    result = run(store, "get", "loss", "-o", tmp_path / "no" / "where", code=1)
    assert "No such file" in result.stderr


@pytest.mark.parametrize(
    ("name", "codec", "expected"),
    [
        ("a/b/loss.png", "bytes.v1", "loss.png"),
        ("results", "table-arrow.v1", "results.arrow"),
        ("results.arrow", "table-arrow.v1", "results.arrow"),
        ("C:\\windows\\x", "bytes.v1", "C__windows_x"),
        ("what? *.txt", "bytes.v1", "what_ _.txt"),
        (".hidden", "bytes.v1", "hidden"),
        ("...", "bytes.v1", "artifact"),
        ("con.txt", "bytes.v1", "_con.txt"),
        ("evil\u202egnp.exe", "bytes.v1", "evil_gnp.exe"),
        ("😀" * 100 + ".txt", "bytes.v1", "😀" * 62 + ".txt"),
    ],
)
def test_the_name_of_the_file_is_safe_anywhere(
    store: Store, name: str, codec: str, expected: str
) -> None:
    artifact = store.artifact(save(store, name, codec=codec).artifact_id)
    assert file_name(artifact) == expected
    assert len(expected.encode()) <= 255


def test_put_stores_files_and_makes_the_run(store: Store, tmp_path: Path) -> None:
    plot = write(tmp_path / "plot.png", png())
    data = write(tmp_path / "data.csv", b"a,b\n")
    receipts = as_json(store, list[Receipt], "put", plot, data, "-c", "input", "--run", "new run")
    items = store.artifacts().items
    assert {item.name: item.media_type for item in items} == {
        "plot.png": "image/png",
        "data.csv": "text/csv",
    }
    assert {item.run_name for item in items} == {"new run"}
    assert {item.provenance.via for item in items} == {"cli"}
    assert len(receipts) == 2
    again = run(store, "put", data, "-c", "input", "--run", "new run").stdout
    assert "was stored already" in again
    assert len(store.runs().items) == 1


def test_put_takes_a_name_and_a_type_and_defaults_to_uploads(store: Store, tmp_path: Path) -> None:
    run(store, "put", write(tmp_path / "x", b"1"), "-c", "code", "--name", "y", "--type", "a/b")
    artifact = store.latest_by_name("y")
    assert artifact.media_type == "a/b"
    assert artifact.run_id == store.uploads_run().id


def test_put_refuses_before_it_stores_anything(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    one, two = write(tmp_path / "x", b"1"), write(other / "x", b"2")
    result = run(store, "put", one, two, "-c", "input", code=1)
    assert str(one) in result.stderr
    assert str(two) in result.stderr
    run(store, "put", one, two, "-c", "input", "--name", "n", code=2)
    run(store, "put", one, "-c", "outputs", code=2)
    run(store, "put", one, code=2)
    run(store, "put", one, "-c", "input", "--type", "nonsense", code=1)
    run(store, "put", tmp_path / "missing", "-c", "input", code=1)
    run(store, "put", other, "-c", "input", code=1)
    assert store.artifacts().items == []


def test_rm_asks_and_never_guesses(store: Store) -> None:
    owner = make_run("exp")
    for content in (b"1", b"22"):
        store.put_bytes(make_offer(content, owner), content)
    assert "2 versions" in run(store, "rm", "loss", "--yes", code=2).stderr
    assert "--yes" in run(store, "rm", "loss", "--version", 1, code=2).stderr
    (result,) = as_json(store, list[DeleteResult], "rm", "loss", "--version", 1, "--yes")
    assert result.freed_bytes == 1
    assert "loss v2 deleted, 2 B freed" in run(store, "rm", "loss", "--yes").stdout
    assert store.artifacts().items == []


def test_rm_removes_all_versions_when_told(store: Store) -> None:
    owner = make_run()
    for content in (b"1", b"22"):
        store.put_bytes(make_offer(content, owner), content)
    other = save(store, "loss", b"333")
    run(store, "rm", "loss", "--run", owner.id, "--all-versions", "--yes")
    assert [item.id for item in store.artifacts().items] == [other.artifact_id]


def waiting(
    root: Path, content: bytes, name: str, *, hashed: bool, thumbnail: bytes | None = None
) -> tuple[SpoolSession, Offer]:
    session = SpoolSession.open([root / "spool"])
    offer = make_offer(content, name=name)
    sent = offer if hashed else msgspec.structs.replace(offer, sha256=UNHASHED)
    draft = session.draft(offer.id)
    draft.content.write_bytes(content)
    draft.commit(sent, thumbnail)
    return session, offer


@pytest.mark.parametrize("hashed", [True, False])
def test_push_stores_what_dead_sessions_left_and_leaves_living_ones(
    store: Store, hashed: bool
) -> None:
    dead, left = waiting(store.root, b"left", "left", hashed=hashed, thumbnail=png())
    dead.close()
    alive, _ = waiting(store.root, b"mine", "mine", hashed=True)
    told = as_json(store, dict, "push")
    assert [receipt["offer_id"] for receipt in told["receipts"]] == [left.id]
    assert (told["failed"], told["spooled"], told["spooled_bytes"]) == ([], 1, 4)
    artifact = store.artifact(left.id)
    assert store.content_path(artifact.id).read_bytes() == b"left"
    assert store.thumbnail(artifact.id) == png()
    assert not dead.folder.exists()
    assert store.status().spooled == 1
    assert "running" in run(store, "push").stdout
    alive.close()


def test_push_keeps_what_it_cannot_store_and_goes_on(store: Store) -> None:
    broken, _ = waiting(store.root, b"whole", "broken", hashed=True)
    [entry] = broken.entries()
    entry.content.write_bytes(b"WHOLE")
    broken.close()
    fine, _ = waiting(store.root, b"fine", "fine", hashed=True)
    fine.close()
    result = run(store, "push", code=1)
    assert "broken: The bytes of 'broken'" in result.stderr
    assert "fine  v1  4 B  stored" in result.stdout
    assert entry.content.read_bytes() == b"WHOLE"
    told = as_json(store, dict, "push", code=1)
    assert told["failed"][0]["error"]["code"] == "DIGEST_MISMATCH"


def test_push_with_nothing_to_do_says_so(store: Store) -> None:
    assert run(store, "push").stdout == "Nothing waits.\n"


def test_verify_agrees_with_a_sound_store_and_exits_1_otherwise(store: Store) -> None:
    receipt = save(store, "loss", b"the bytes")
    assert run(store, "verify").stdout == "1 blobs, all whole.\n"
    path = store.content_path(receipt.artifact_id)
    path.chmod(0o644)
    path.write_bytes(b"The bytes")
    result = run(store, "verify", code=1)
    assert "damaged" in result.stdout
    assert "loss v1" in result.stdout
    told = as_json(store, dict, "verify", code=1)
    assert (told["ok"], told["damaged"], told["whole"]) == (False, 1, 0)
    assert told["findings"][0]["sha256"] == receipt.sha256


def levels(store: Store, code: int = 0) -> dict[str, str]:
    told = as_json(store, dict, "doctor", code=code)
    return {check["name"]: check["level"] for check in told["checks"]}


def test_doctor_finds_nothing_wrong_with_a_sound_store(store: Store) -> None:
    save(store, "loss")
    assert set(levels(store).values()) == {"ok"}
    assert "cellkeep" in run(store, "doctor").stdout


def test_doctor_tells_what_is_wrong_and_what_to_do(store: Store) -> None:
    receipt = save(store, "loss")
    waiting(store.root, b"left", "left", hashed=True)[0].close()
    store.root.chmod(0o777)
    store.content_path(receipt.artifact_id).unlink()
    found = levels(store, code=1)
    assert (found["catalog"], found["spools"], found["permissions"]) == ("fail", "warn", "warn")
    text = run(store, "doctor", code=1).stdout
    assert "cellkeep push" in text
    assert "chmod o-w" in text
    assert "cellkeep verify" in text


def test_doctor_lists_folders_of_a_spool_that_cannot_be_read(store: Store) -> None:
    session, _ = waiting(store.root, b"left", "left", hashed=True)
    (session.entries()[0].folder / "offer.json").write_text("{")
    session.close()
    session.folder.mkdir(exist_ok=True)
    odd = session.folder / new_id()
    odd.mkdir(exist_ok=True)
    (session.folder / "lock").touch()
    assert levels(store)["spools"] == "warn"
    assert str(odd) in run(store, "doctor").stdout


def test_doctor_works_where_the_store_does_not(store: Store) -> None:
    (store.root / "store.json").write_text("{")
    found = levels(store, code=1)
    assert found["store"] == "fail"
    assert found["spools"] == "ok"


def test_doctor_warns_of_a_network_file_system(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cellkeep_store.cli.checks.file_system_of", lambda _path: "nfs4")
    assert levels(store)["file system"] == "warn"


def test_doctor_fails_a_store_that_reached_its_limit(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(store, "loss", b"12345")
    monkeypatch.setenv("CELLKEEP_STORE_LIMIT", "5")
    assert levels(store, code=1)["limit"] == "fail"
    told = run(store, "doctor", code=1).stdout
    assert "5 B of 5 bytes (100%), set in the environment variable CELLKEEP_STORE_LIMIT" in told


def test_doctor_says_how_full_the_store_is(store: Store) -> None:
    save(store, "loss", b"12345")
    assert "none; 5 B stored" in run(store, "doctor").stdout
    store.set_limit(5000)
    assert "5 B of 5,000 bytes (0%), set in Cellkeep's settings" in run(store, "doctor").stdout
    assert levels(store)["limit"] == "ok"
    store.set_limit(5)
    assert levels(store, code=1)["limit"] == "fail"
    store.set_limit(0)
    assert levels(store, code=1)["limit"] == "fail"
    store.set_limit(20)
    save(store, "more", b"x" * 14)
    assert levels(store)["limit"] == "warn"


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


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 KB"),
        (9949, "9.9 KB"),
        (9950, "10 KB"),
        (12_345, "12 KB"),
        (999_499, "999 KB"),
        (999_500, "1.0 MB"),
        (61_000_000, "61 MB"),
        (5 * 10**12, "5.0 TB"),
        (2**53 - 1, "9.0 PB"),
    ],
)
def test_sizes_are_written_as_people_read_them(size: int, text: str) -> None:
    assert size_text(size) == text


def test_what_could_deceive_on_a_terminal_is_shown_escaped() -> None:
    assert printable("a\x1b[31mb\u202ec") == "a\\u001b[31mb\\u202ec"
    assert printable("👩‍🔬 café") == "👩‍🔬 café"
    assert columns([["a", "1"], ["bbb", "22"]], right=frozenset({1})) == ["a     1", "bbb  22"]
    assert json.loads(json.dumps(columns([]))) == []
