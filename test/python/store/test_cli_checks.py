"""`cellkeep verify` and `doctor`."""

from __future__ import annotations

import pytest
from cli_support import as_json, run, save, waiting

from cellkeep_core.ids import new_id
from cellkeep_store import Store


def test_verify_agrees_with_a_sound_store_and_exits_1_otherwise(store: Store) -> None:
    receipt = save(store, "loss", b"the bytes")
    assert run(store, "verify").stdout == "1 blobs, all whole.\n"
    path = store.contents.local_path(receipt.artifact_id)
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
    store.contents.local_path(receipt.artifact_id).unlink()
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
    store.limit.change(5000)
    assert "5 B of 5,000 bytes (0%), set in Cellkeep's settings" in run(store, "doctor").stdout
    assert levels(store)["limit"] == "ok"
    store.limit.change(5)
    assert levels(store, code=1)["limit"] == "fail"
    store.limit.change(0)
    assert levels(store, code=1)["limit"] == "fail"
    store.limit.change(20)
    save(store, "more", b"x" * 14)
    assert levels(store)["limit"] == "warn"
