"""Files that somebody writes to while they are saved."""

from __future__ import annotations

import json
from random import Random

from children import Job, await_receipt, rewrite
from ledger import Ledger
from registry import scenario
from world import Lost, World, wait_until

import cellkeep
from cellkeep_core.errors import CellkeepError
from cellkeep_core.protocol import to_builtins
from cellkeep_store import Store
from offers import make_run

WAYS = ("rewrite", "append", "truncate", "delete", "replace")


@scenario("file-changed")
def changed_while_the_kernel_reads(world: World, chance: Random) -> None:
    """A file rewritten, grown, cut, deleted or replaced while `run.save` reads it."""
    path, how = world.work / "changing.bin", chance.choice(WAYS)
    path.write_bytes(b"\0" * chance.choice([4_096, 300_000, 5_000_000]))
    size = path.stat().st_size
    writer = world.start(rewrite, path, chance.getrandbits(32), how, 1.2)
    try:
        code = world.finish(
            world.start(_save_repeatedly, world.job(chance.getrandbits(32)), str(path))
        )
    finally:
        writer.kill()
        writer.join(10)
    if code != 0:
        raise Lost(f"a save broke its process: {world.child_log()}")
    world.injected(f"file changed while it was saved: {how}", 8)
    _none_is_torn(world, how, size)


def _save_repeatedly(job: Job, path: str) -> None:
    job.enter()
    ledger = Ledger(job.ledger)
    run = cellkeep.Run("changing")
    ledger.run(run.id)
    handles = []
    for turn in range(8):
        try:
            handles.append(run.save(path, "input", name=f"changing {turn}"))
        except CellkeepError as error:
            ledger.tell(f"changing {turn}", "", f"{error.code}: {error.message}")
    for handle in handles:
        receipt = handle.result(20)
        ledger.begin(handle.name, receipt.sha256)
        ledger.keep(handle.name, receipt.sha256)
        await_receipt(ledger, handle)
    run.close()


@scenario("contents-changed", weight=2)
def changed_while_the_server_reads(world: World, chance: Random) -> None:
    """The same, where the server itself reads the file (`POST contents`)."""
    path, how = world.home / "changing.bin", chance.choice(WAYS)
    path.write_bytes(b"\0" * chance.choice([300_000, 5_000_000]))
    size = path.stat().st_size
    server = world.server
    writer = world.start(rewrite, path, chance.getrandbits(32), how, 1.0)
    try:
        run = make_run("changing")
        world.ledger.run(run.id)
        request = {"paths": ["changing.bin"], "category": "input", "run": to_builtins(run)}
        body = json.dumps(request).encode()
        headers = {"Content-Type": "application/json"}
        ids = []
        for _ in range(4):
            answer = server.ask("POST", "contents", body, headers)
            if answer.status == 202:
                ids += [one["id"] for one in answer.json["transfers"]]
            elif not answer.json["message"]:
                raise Lost(f"a refusal without a word: {answer.body!r}")
        ended = wait_until(lambda: _ended(world, ids), "the server has read the files")
    finally:
        writer.kill()
        writer.join(10)
    world.injected(f"file changed while the server read it: {how}", 4)
    for transfer in ended:
        if transfer["state"] == "stored":
            receipt = transfer["receipt"]
            world.ledger.begin(receipt["name"], receipt["sha256"])
            world.ledger.receipt(receipt)
        elif not transfer.get("error", {}).get("message"):
            raise Lost(f"a file that could not be read, without a word: {transfer}")
    _none_is_torn(world, how, size)


def _ended(world: World, ids: list[str]) -> list[dict[str, object]] | None:
    found = {one["id"]: one for one in world.server.ask("GET", "transfers").json["transfers"]}
    mine = [found[one] for one in ids if one in found]
    ended = {"stored", "failed", "cancelled"}
    return mine if len(mine) == len(ids) and all(one["state"] in ended for one in mine) else None


def _none_is_torn(world: World, how: str, size: int) -> None:
    """What was stored is the file as it was at one moment."""
    with Store.open(world.store) as store:
        for receipt in world.ledger.read().receipts:
            content = store.contents.read(receipt["artifact_id"])
            parts = _parts(content[:size])
            if how == "append":
                right = (
                    len(parts) == 1 and len(content) >= size and (len(content) - size) % 4096 == 0
                )
            elif how == "rewrite":
                # At the moment of a write the file is its beginning and the rest of the one before.
                right = len(content) == size and (
                    len(parts) == 1 or (len(parts) == 2 and parts[0] == parts[1] % 250 + 1)
                )
            elif how == "replace":
                right = len(parts) == 1 and len(content) == size
            else:
                right = len(parts) <= 2 and len(content) <= size
            if not right:
                raise Lost(
                    f"{how}: {len(content)} bytes of {size} in parts of {parts[:9]} were kept"
                )


def _parts(content: bytes) -> list[int]:
    """Return the versions that a file is made of, from its beginning to its end."""
    found: list[int] = []
    at = 0
    while at < len(content):
        found.append(content[at])
        at += len(content[at:]) - len(content[at:].lstrip(content[at : at + 1]))
    return found
