"""Files that the server saves by itself, from Jupyter's contents manager."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from filesaving import ended, request

from cellkeep_core.ids import new_id
from cellkeep_server.app import CellkeepApp
from cellkeep_server.files import contents as contents_module
from cellkeep_server.files import transfers as transfers_module
from cellkeep_store.ingest.ingest import Ingest


async def test_files_and_folders_become_artifacts_under_their_names(
    api: Any, jp_root_dir: Path
) -> None:
    (jp_root_dir / "data" / "group 1").mkdir(parents=True)
    (jp_root_dir / "data" / "group 1" / "größe.csv").write_text("a,b\n1,2\n")
    (jp_root_dir / "data" / "empty.txt").touch()
    (jp_root_dir / "deep").mkdir()
    (jp_root_dir / "deep" / "note.md").write_text("# note")
    body = request("data", "/deep/note.md")
    answer = await api("POST", "contents", json_body=body)
    assert answer.status == 202
    started = answer.json["transfers"]
    assert [item["name"] for item in started] == [
        "data/empty.txt",
        "data/group 1/größe.csv",
        "note.md",
    ]
    assert {item["origin"] for item in started} == {"server"}
    found = await ended(api, 3)
    assert {item["state"] for item in found.values()} == {"stored"}
    receipt = found["data/group 1/größe.csv"]["receipt"]
    artifact = (await api("GET", f"artifacts/{receipt['artifact_id']}")).json
    assert artifact["media_type"] == "text/csv"
    assert artifact["category"] == "input"
    assert artifact["run_id"] == body["run"]["id"]
    assert artifact["provenance"] == {
        "via": "contents",
        "original_path": "data/group 1/größe.csv",
    }
    content = await api("GET", f"artifacts/{receipt['artifact_id']}/content")
    assert content.body == b"a,b\n1,2\n"


@pytest.mark.parametrize(
    ("paths", "status", "code"),
    [
        (["missing.txt"], 404, "FILE_NOT_FOUND"),
        (["there.txt", "missing.txt"], 404, "FILE_NOT_FOUND"),
        (["../outside.txt"], 404, "FILE_NOT_FOUND"),
        (["a/../../outside.txt"], 404, "FILE_NOT_FOUND"),
        (["a\x00b"], 404, "FILE_NOT_FOUND"),
        ([".hidden"], 404, "FILE_NOT_FOUND"),
        ([".secret/key"], 404, "FILE_NOT_FOUND"),
        (["leaves"], 403, "FORBIDDEN"),
        (["leaving-folder/outside.txt"], 403, "FORBIDDEN"),
        (["loop"], 404, "FILE_NOT_FOUND"),
        (["pipe"], 400, "NOT_A_FILE"),
        (["empty"], 400, "EMPTY_SELECTION"),
        ([], 400, "BAD_REQUEST"),
        (["one/same.txt", "two/same.txt"], 409, "NAME_CONFLICT"),
    ],
)
async def test_what_cannot_be_read_is_refused_before_anything_begins(
    api: Any, jp_root_dir: Path, paths: list[str], status: int, code: str
) -> None:
    (jp_root_dir.parent / "outside.txt").write_text("not yours")
    (jp_root_dir / "there.txt").write_text("x")
    (jp_root_dir / ".hidden").write_text("x")
    (jp_root_dir / ".secret").mkdir()
    (jp_root_dir / ".secret" / "key").write_text("x")
    (jp_root_dir / "leaves").symlink_to(jp_root_dir.parent / "outside.txt")
    (jp_root_dir / "leaving-folder").symlink_to(jp_root_dir.parent)
    (jp_root_dir / "loop").symlink_to(jp_root_dir / "loop")
    (jp_root_dir / "empty").mkdir()
    os.mkfifo(jp_root_dir / "pipe")
    for folder in ("one", "two"):
        (jp_root_dir / folder).mkdir()
        (jp_root_dir / folder / "same.txt").write_text(folder)
    answer = await api("POST", "contents", json_body=request(*paths))
    assert (answer.status, answer.json["code"]) == (status, code), answer.body
    assert (await api("GET", "transfers")).json["transfers"] == []
    assert str(jp_root_dir) not in answer.json["message"]


async def test_bad_file_in_a_folder_fails_alone_and_visibly(api: Any, jp_root_dir: Path) -> None:
    folder = jp_root_dir / "mixed"
    (folder / "inner").mkdir(parents=True)
    (folder / "good.txt").write_text("good")
    (folder / ".hidden.txt").write_text("hidden")
    (folder / "leaves.txt").symlink_to("/etc/hostname")
    (folder / "broken.txt").symlink_to(folder / "nowhere")
    (folder / "inner" / "up").symlink_to(folder)
    (folder / "linked.txt").symlink_to(folder / "good.txt")
    (folder / "line\u2028break.txt").write_text("x")
    await api("POST", "contents", json_body=request("mixed"))
    found = await ended(api, 6)
    codes = {name: item.get("error", {}).get("code", "") for name, item in found.items()}
    assert codes == {
        "mixed/broken.txt": "FILE_NOT_FOUND",
        "mixed/good.txt": "",
        "mixed/inner/up": "NOT_A_FILE",
        "mixed/leaves.txt": "FORBIDDEN",
        "mixed/line\u2028break.txt": "BAD_NAME",
        "mixed/linked.txt": "",
    }


async def test_a_folder_is_saved_without_the_store_in_it_and_what_it_leaves_out(
    api: Any, jp_root_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = jp_root_dir / "project"
    for name in ("a.csv", "b.tmp", "build/c.csv", "sub/d.tmp", "store/store.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    (folder / os.fsdecode(b"caf\xe9.csv")).write_text("byte")
    (folder / ".cellkeepignore").write_text("*.tmp\n/build/\n")
    (folder / "sub" / ".cellkeepignore").write_text("!d.tmp\n")
    monkeypatch.setenv("CELLKEEP_STORE", str(folder / "store"))
    await api("POST", "contents", json_body=request("project"))
    found = await ended(api, 3)
    assert set(found) == {"project/a.csv", "project/caf\\xE9.csv", "project/sub/d.tmp"}
    assert {one["state"] for one in found.values()} == {"stored"}


async def test_hidden_files_are_saved_where_jupyter_shows_them(
    api: Any, jp_root_dir: Path, jp_serverapp: Any
) -> None:
    jp_serverapp.contents_manager.allow_hidden = True
    (jp_root_dir / "folder").mkdir()
    (jp_root_dir / "folder" / ".hidden.txt").write_text("x")
    await api("POST", "contents", json_body=request("folder"))
    assert list(await ended(api, 1)) == ["folder/.hidden.txt"]


@pytest.mark.parametrize("allow_hidden", [False, True])
async def test_links_are_followed_as_jupyter_follows_them(
    api: Any, jp_root_dir: Path, jp_serverapp: Any, allow_hidden: bool
) -> None:
    jp_serverapp.contents_manager.allow_hidden = allow_hidden
    (jp_root_dir / ".secret").mkdir()
    for name in (".secret/key", ".hidden", "seen", "module.pyc"):
        (jp_root_dir / name).write_text("x")
    (jp_root_dir / "to-hidden").symlink_to(jp_root_dir / ".hidden")
    (jp_root_dir / "to-secret").symlink_to(jp_root_dir / ".secret")
    (jp_root_dir / ".to-seen").symlink_to(jp_root_dir / "seen")
    (jp_root_dir / "hard").hardlink_to(jp_root_dir / ".hidden")
    (jp_root_dir / ".hard").hardlink_to(jp_root_dir / "seen")
    paths = ["to-hidden", "to-secret/key", ".to-seen", "hard", ".hard", ".secret/key", "module.pyc"]
    served = {}
    for path in paths:
        jupyter = await api("GET", f"{api.base_url}api/contents/{path}")
        answer = await api("POST", "contents", json_body=request(path))
        assert (answer.status == 202) == (jupyter.status == 200), path
        served[path] = answer.status == 202
    hidden = {path for path in paths if path.startswith(".")}
    assert {path for path, is_served in served.items() if not is_served} == (
        set() if allow_hidden else hidden
    )


async def test_of_a_folder_goes_what_jupyter_lists(
    api: Any, jp_root_dir: Path, jp_serverapp: Any
) -> None:
    jp_serverapp.contents_manager.hide_globs = ["*.pyc", "__pycache__"]
    folder = jp_root_dir / "folder"
    (folder / "__pycache__").mkdir(parents=True)
    for name in ("a.py", "a.pyc", "__pycache__/b", ".hidden"):
        (folder / name).write_text("x")
    (folder / "to-hidden").symlink_to(folder / ".hidden")
    listed = (await api("GET", f"{api.base_url}api/contents/folder")).json["content"]
    await api("POST", "contents", json_body=request("folder"))
    found = await ended(api, len(listed))
    assert set(found) == {f"folder/{item['name']}" for item in listed}
    assert set(found) == {"folder/a.py", "folder/to-hidden"}


async def test_too_many_files_are_refused(
    api: Any, jp_root_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents_module, "MAX_FILES", 3)
    (jp_root_dir / "many").mkdir()
    for number in range(4):
        (jp_root_dir / "many" / f"{number}").write_text("x")
    answer = await api("POST", "contents", json_body=request("many"))
    assert (answer.status, answer.json["code"]) == (413, "TOO_LARGE")


async def test_progress_is_seen_and_a_save_can_be_cancelled_and_retried(
    api: Any, app: CellkeepApp, jp_root_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfers_module, "_PROGRESS_S", 0.0)
    content = os.urandom(6_000_000)
    (jp_root_dir / "big.bin").write_bytes(content)
    seen: list[tuple[str, int]] = []
    genuine = app.machine.transfers._on_change

    def watch(status: Any) -> None:
        seen.append((status.state, status.sent))
        if status.state == "uploading" and len(seen) < 10:
            app.machine.transfers.cancel(status.id)
        genuine(status)

    monkeypatch.setattr(app.machine.transfers, "_on_change", watch)
    slow = Ingest.ingest_file

    def slowed(self: Ingest, *args: Any, progress: Any, **kwargs: Any) -> Any:
        import time

        def waiting(done: int) -> None:
            time.sleep(0.05)
            progress(done)

        return slow(self, *args, progress=waiting, **kwargs)

    monkeypatch.setattr(Ingest, "ingest_file", slowed)
    started = await api("POST", "contents", json_body=request("big.bin"))
    (transfer,) = started.json["transfers"]
    found = await ended(api, 1)
    assert found["big.bin"]["state"] == "cancelled"
    assert 0 < found["big.bin"]["sent"] < 6_000_000
    assert [state for state, _ in seen][:3] == ["queued", "hashing", "uploading"]
    assert (await api("GET", "status")).json["artifacts"] == 0
    seen.extend([("", 0)] * 10)  # from here on nothing is cancelled
    retried = await api("POST", f"transfers/{transfer['id']}/retry")
    assert retried.json["transfers"][0]["state"] in ("queued", "hashing")
    found = await ended(api, 1)
    assert found["big.bin"]["state"] == "stored"
    assert found["big.bin"]["sent"] == 6_000_000
    assert "error" not in found["big.bin"]
    amounts = [sent for state, sent in seen if state in ("uploading", "verifying")]
    assert len(amounts) > 3


async def test_failed_save_says_why_and_succeeds_when_retried(api: Any, jp_root_dir: Path) -> None:
    (jp_root_dir / "folder").mkdir()
    (jp_root_dir / "folder" / "late.txt").symlink_to(jp_root_dir / "target.txt")
    (jp_root_dir / "folder" / "other.txt").write_text("x")
    started = await api("POST", "contents", json_body=request("folder"))
    failed = (await ended(api, 2))["folder/late.txt"]
    assert failed["error"]["code"] == "FILE_NOT_FOUND"
    (jp_root_dir / "target.txt").write_text("now it is there")
    assert started.status == 202
    assert (await api("POST", f"transfers/{failed['id']}/retry")).status == 200
    assert (await ended(api, 2))["folder/late.txt"]["state"] == "stored"


async def test_only_two_files_are_saved_at_once_and_queued_ones_can_be_cancelled(
    api: Any, app: CellkeepApp, jp_root_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    gate, running, most = threading.Event(), 0, 0
    lock = threading.Lock()
    genuine = Ingest.ingest_file

    def gated(self: Ingest, *args: Any, **kwargs: Any) -> Any:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        gate.wait(10)
        try:
            return genuine(self, *args, **kwargs)
        finally:
            with lock:
                running -= 1

    monkeypatch.setattr(Ingest, "ingest_file", gated)
    for number in range(5):
        (jp_root_dir / f"{number}.txt").write_text(str(number))
    paths = [f"{number}.txt" for number in range(5)]
    started = (await api("POST", "contents", json_body=request(*paths))).json["transfers"]
    assert app.current_activity() == 5
    cancelled = await api("POST", f"transfers/{started[4]['id']}/cancel")
    assert cancelled.json["transfers"][4]["state"] == "cancelled"
    gate.set()
    found = await ended(api, 5)
    assert [found[path]["state"] for path in paths] == ["stored"] * 4 + ["cancelled"]
    assert most == 2
    assert app.current_activity() is None


async def test_ended_transfers_are_listed_for_a_minute(
    api: Any, jp_root_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (jp_root_dir / "a.txt").write_text("a")
    await api("POST", "contents", json_body=request("a.txt"))
    await ended(api, 1)
    monkeypatch.setattr(transfers_module, "SHOWN_S", 0.0)
    assert (await api("GET", "transfers")).json == {"transfers": []}


async def test_actions_that_make_no_sense_are_refused(api: Any, jp_root_dir: Path) -> None:
    (jp_root_dir / "a.txt").write_text("a")
    await api("POST", "contents", json_body=request("a.txt"))
    transfer = (await ended(api, 1))["a.txt"]
    for action in ("pause", "resume", "retry", "explode"):
        answer = await api("POST", f"transfers/{transfer['id']}/{action}")
        assert (answer.status, answer.json["code"]) == (400, "BAD_REQUEST"), action
    for unknown in (new_id(), "x"):
        answer = await api("POST", f"transfers/{unknown}/cancel")
        assert (answer.status, answer.json["code"]) == (404, "UPLOAD_NOT_FOUND")
