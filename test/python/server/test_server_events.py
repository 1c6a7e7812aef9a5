"""Everybody hears of every change once: this server's, and those of other processes."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from conftest import Api, eventually
from jupyter_server.auth import Authorizer
from samples import changes_in, offer, run, stored

from cellkeep_core import limits
from cellkeep_core.protocol import ChangeEvent, ChangeList, TransferList, to_builtins
from cellkeep_server.events.announcer import CHANGE, CHANGES, SCHEMAS, TRANSFER
from cellkeep_store import Store
from cellkeep_store.ingest.ingest import BatchItem

ROOT = Path(__file__).resolve().parents[3]


class Heard:
    """What came over the event bus."""

    def __init__(self) -> None:
        self.changes: list[ChangeEvent] = []
        self.together: list[int] = []
        self.transfers: list[tuple[float, TransferList]] = []

    async def on_change(self, data: dict[str, Any], **_: Any) -> None:
        self.changes.append(msgspec.convert(data, ChangeEvent))

    async def on_changes(self, data: dict[str, Any], **_: Any) -> None:
        changes = msgspec.convert(data, ChangeList).changes
        self.changes += changes
        self.together.append(len(changes))

    async def on_transfer(self, data: dict[str, Any], **_: Any) -> None:
        self.transfers.append((time.monotonic(), msgspec.convert(data, TransferList)))

    async def until(self, count: int) -> list[ChangeEvent]:
        await eventually(lambda: len(self.changes) >= count)
        return self.changes


@pytest.fixture
def heard(jp_serverapp: Any) -> Heard:
    heard = Heard()
    bus = jp_serverapp.event_logger
    bus.add_listener(schema_id=CHANGE, listener=heard.on_change)
    bus.add_listener(schema_id=CHANGES, listener=heard.on_changes)
    bus.add_listener(schema_id=TRANSFER, listener=heard.on_transfer)
    return heard


@pytest.mark.parametrize("name", ["change", "changes", "transfer"])
def test_packaged_schemas_are_those_of_the_schema_folder(name: str) -> None:
    source = ROOT / "schema" / "events" / f"{name}.yaml"
    assert (SCHEMAS / f"{name}.yaml").read_text("utf-8") == source.read_text("utf-8")


@pytest.mark.parametrize("name", ["change", "changes", "transfer"])
def test_event_schemas_know_no_other_words_than_the_protocol(name: str) -> None:
    definitions = json.loads((ROOT / "schema" / "protocol.json").read_text("utf-8"))["definitions"]
    schema = yaml.safe_load((SCHEMAS / f"{name}.yaml").read_text("utf-8"))
    kind = {"change": "ChangeEvent", "changes": "ChangeList", "transfer": "TransferList"}[name]
    assert set(schema["properties"]) <= set(definitions[kind]["properties"])
    assert set(schema["required"]) <= set(definitions[kind]["required"])
    if name == "change":
        assert (
            schema["properties"]["kind"]["enum"]
            == (definitions["ChangeEvent"]["properties"]["kind"]["enum"])
        )
        artifact = schema["properties"]["artifact"]["required"]
        assert set(artifact) <= set(definitions["Artifact"]["required"])
    elif name == "changes":
        change = schema["properties"]["changes"]["items"]
        assert set(change["required"]) <= set(definitions["ChangeEvent"]["required"])
    else:
        status = schema["properties"]["transfers"]["items"]
        assert set(status["required"]) <= set(definitions["TransferStatus"]["required"])
        states = definitions["TransferState"]["enum"]
        assert status["properties"]["state"]["enum"] == states


async def test_own_saves_and_deletes_are_announced_in_order_and_once(
    api: Api, heard: Heard
) -> None:
    receipt = await stored(api, b"one", name="first")
    await heard.until(2)  # of what is deleted at once only the id would be told
    await api("DELETE", f"artifacts/{receipt['artifact_id']}")
    changes = await heard.until(3)
    await asyncio.sleep(0.3)  # longer than two looks: nothing is said twice
    assert len(changes) == 3
    assert [change.kind for change in changes] == ["run", "stored", "deleted"]
    assert [change.seq for change in changes] == sorted({change.seq for change in changes})
    assert isinstance(changes[1].artifact, msgspec.Struct)
    assert changes[1].artifact.name == "first"
    assert changes[2].artifact_id == receipt["artifact_id"]
    assert changes[2].artifact is msgspec.UNSET


async def test_first_request_of_all_is_already_announced(api: Api, heard: Heard) -> None:
    # The store is opened by this very request.
    made = run("first ever")
    await api("PUT", f"runs/{made.id}", json_body=to_builtins(made))
    assert [change.run_id for change in await heard.until(1)] == [made.id]


@pytest.mark.parametrize("cellkeep_config", [{"poll_interval": 60.0}])
async def test_a_change_is_announced_at_once_whoever_makes_it(
    api: Api, heard: Heard, store_folder: Path
) -> None:
    await api("GET", "status")
    await asyncio.sleep(0.3)  # the first look ends; the next one is a minute off
    before = time.monotonic()
    await stored(api, b"quick")
    await heard.until(2)
    program = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from pathlib import Path\n"
        "from cellkeep_store import Store\n"
        "from samples import offer\n"
        "with Store.open(Path(sys.argv[1])) as store:\n"
        "    receipt = store.ingest.put_bytes(offer(b'elsewhere'), b'elsewhere')\n"
        "print(receipt.artifact_id)"
    )
    folders = [str(Path(__file__).parents[above]) for above in (0, 2)]
    command = [sys.executable, "-c", program, str(store_folder), *folders]
    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, check=True, timeout=30
    )
    changes = await heard.until(4)
    assert time.monotonic() - before < 50
    assert changes[-1].artifact_id == done.stdout.strip()


async def test_a_change_that_nobody_tells_of_is_noticed_too(
    api: Api, heard: Heard, store_folder: Path
) -> None:
    await api("GET", "status")

    def save_silently() -> None:
        with Store.open(store_folder) as store:
            store.database.after_write = lambda: None  # as an earlier Cellkeep
            store.ingest.put_bytes(offer(b"x"), b"x")

    await asyncio.to_thread(save_silently)
    assert [change.kind for change in await heard.until(2)] == ["run", "stored"]


async def test_a_change_that_cannot_be_told_keeps_no_other_from_being_told(
    api: Api, heard: Heard, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As an earlier Cellkeep stored it; checking such an event goes deeper than Python lets it.
    limit = msgspec.structs.replace(limits.LIMITS, metadata_depth=10_000)
    monkeypatch.setattr(limits, "LIMITS", limit)
    deep: dict[str, Any] = {}
    for _ in range(700):
        deep = {"a": deep}
    # By one transaction, and so in one look.
    of = run()
    offers = [offer(b"0", of=of), offer(b"1", of=of, metadata=deep), offer(b"2", of=of)]
    items = [BatchItem(one, str(number).encode()) for number, one in enumerate(offers)]
    store = await app.service.store()
    await asyncio.to_thread(store.ingest.put_many, items)
    await heard.until(3)
    assert [each.artifact_id for each in heard.changes[1:]] == [offers[0].id, offers[2].id]


async def test_changes_of_one_transaction_are_told_together_in_their_order(
    api: Api, heard: Heard, app: Any, jp_ws_fetch: Any
) -> None:
    await api("GET", "status")
    # The very socket that JupyterLab's serviceManager.events reads.
    socket = await jp_ws_fetch("api", "events", "subscribe")
    of = run()
    # A tenth of what one event may hold.
    metadata = {"text": "x" * (100 << 10)}
    plain = [offer(b"%d" % n, name=f"n{n}", of=of) for n in range(80)]
    large = [offer(b"%d" % n, name=f"n{n}", of=of, metadata=metadata) for n in range(80, 100)]
    items = [BatchItem(one, b"%d" % number) for number, one in enumerate(plain + large)]
    store = await app.service.store()
    await asyncio.to_thread(store.ingest.put_many, items)
    changes = await heard.until(101)
    assert [change.artifact_id for change in changes[1:]] == [one.id for one in plain + large]
    assert len(heard.together) <= 4  # of 100 KB, 20
    told: list[int] = []
    async with asyncio.timeout(10):
        while len(told) < 101:
            message = await socket.read_message()
            assert len(message) < 2 << 20
            told += [one["seq"] for one in changes_in(json.loads(message))]
    socket.close()
    assert told == [change.seq for change in changes]


class Reading(Authorizer):
    """Lets everybody hear events, and read Cellkeep's artifacts for a while."""

    allowed = True

    def is_authorized(self, *asked: Any) -> bool:
        return self.allowed or asked[-2:] != ("read", "cellkeep")


@pytest.mark.parametrize("server_options", [{"authorizer_class": Reading}])
async def test_who_may_not_read_artifacts_hears_of_none(
    api: Api, jp_ws_fetch: Any, jp_serverapp: Any, heard: Heard, jp_root_dir: Path
) -> None:
    socket = await jp_ws_fetch("api", "events", "subscribe")
    await stored(api, b"told")
    async with asyncio.timeout(10):
        told = changes_in(json.loads(await socket.read_message()))
        assert [one["kind"] for one in told] == ["run", "stored"]
        jp_serverapp.authorizer.allowed = False
        assert (await api("GET", "artifacts")).status == 403
        await stored(api, b"secret", name="a name that tells")
        (jp_root_dir / "secret.bin").write_bytes(b"secret")
        body = {"paths": ["secret.bin"], "run": to_builtins(run()), "category": "input"}
        assert (await api("POST", "contents", json_body=body)).status == 202
        await heard.until(6)
        # Jupyter's own events come as ever; this one after all that there was to hear.
        end = "https://events.jupyter.org/jupyter_server/contents_service/v1"
        jp_serverapp.event_logger.emit(schema_id=end, data={"action": "get", "path": "x"})
        assert json.loads(await socket.read_message())["schema_id"] == end
    socket.close()


async def test_transfers_are_announced_ten_times_a_second_with_every_final_state(
    api: Api, heard: Heard, jp_root_dir: Path
) -> None:
    for number in range(30):
        (jp_root_dir / f"{number}.bin").write_bytes(os.urandom(20_000))
    paths = [f"{number}.bin" for number in range(30)]
    body = {"paths": paths, "run": to_builtins(run()), "category": "input"}
    started = (await api("POST", "contents", json_body=body)).json["transfers"]
    wanted = {item["id"] for item in started}
    async with asyncio.timeout(15):
        stored_ids: set[str] = set()
        while stored_ids != wanted:
            await asyncio.sleep(0.05)
            stored_ids = {
                status.id
                for _, heard_list in heard.transfers
                for status in heard_list.transfers
                if status.state == "stored" and status.receipt is not msgspec.UNSET
            }
    times = [at for at, _ in heard.transfers]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert all(gap > 0.05 for gap in gaps), gaps
    assert len(times) <= (times[-1] - times[0]) * 10 + 2
