"""Bytes that are damaged where they lie: in the store, and in the spool."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from children import Job, bytes_of, push, save_some, sha256
from client import Client
from registry import scenario
from world import Lost, World, flip_bit

import cellkeep
from cellkeep_core.errors import CellkeepError
from cellkeep_store import Store
from offers import make_offer, make_run


@scenario("damaged-blob")
def damaged_in_the_store(world: World, chance: Random) -> None:
    """A bit flipped, an end cut off, or a blob gone: no way of reading gives wrong bytes."""
    content = bytes_of(chance.random(), chance.choice([1_000, 600_000, 3_000_000]))
    client = Client(world.server, world.ledger, chance)
    offer = make_offer(content, make_run(), "damaged")
    receipt = client.save(offer, content)
    digest = receipt["sha256"]
    before = _read_all_ways(world, receipt, content, chance)  # it was read, so caches know it
    if before != ["whole"] * len(before):
        raise Lost(f"undamaged bytes were read as {before}")
    blob = world.store / "blobs" / digest[:2] / digest
    how = chance.choice(["flip", "flip", "truncate", "remove"])
    if how == "flip":
        flip_bit(blob, chance)
    elif how == "truncate":
        blob.chmod(0o600)
        with blob.open("r+b") as file:
            file.truncate(chance.randrange(len(content)))
    else:
        blob.unlink()
    world.injected(f"blob at rest: {how}")
    seen = _read_all_ways(world, receipt, content, chance)
    if "wrong" in seen or "whole" in seen:
        raise Lost(f"after {how} the ways of reading gave {seen}")
    with Store.open(world.store) as store:
        kinds = {finding.sha256: finding.kind for finding in store.maintenance.verify()}
    if kinds[digest] not in ("damaged", "missing"):
        raise Lost(f"verify found it {kinds[digest]}")
    # Found by reading or by verify, it is noted: the same bytes saved again bring all of it back.
    client.save(make_offer(content, offer.run, "damaged"), content)
    after = _read_all_ways(world, receipt, content, chance)
    if after != ["whole"] * len(after):
        raise Lost(f"saved again, it is read as {after}")


def _read_all_ways(
    world: World, receipt: dict[str, object], content: bytes, chance: Random
) -> list[str]:
    artifact = receipt["artifact_id"]
    seen = []
    begin = chance.randrange(len(content))
    for part in (None, (begin, len(content) - 1)):
        headers = {} if part is None else {"Range": f"bytes={part[0]}-{part[1]}"}
        try:
            answer = world.server.ask("GET", f"artifacts/{artifact}/content", headers=headers)
        except OSError:
            seen.append("cut")
            continue
        if answer.status >= 400:
            seen.append(answer.json["code"])
        else:
            expected = content if part is None else content[part[0] :]
            seen.append("whole" if answer.body == expected else "wrong")
    for read in (_by_command, _by_helper):
        result = world.work / f"{read.__name__}-{chance.getrandbits(32)}"
        code = world.finish(world.start(read, world.job(0), receipt, str(result)))
        if code != 0:
            seen.append(f"exit code {code}")
            continue
        told = json.loads(result.read_text())
        wrong = told != sha256(content) and len(told) == 64
        seen.append("wrong" if wrong else "whole" if len(told) == 64 else told)
    return seen


def _by_command(job: Job, receipt: dict[str, str], result: str) -> None:
    """Read by what `cellkeep get` does."""
    job.enter()
    from cellkeep_store.sharing.export import copy_out

    with Store.open() as store:
        try:
            artifact = store.catalog.artifact(receipt["artifact_id"])
            target = Path(result).with_suffix(".out")
            copy_out(store, artifact, target, overwrite=True)
            told = sha256(target.read_bytes())
        except CellkeepError as error:
            told = error.code
    Path(result).write_text(json.dumps(told))


def _by_helper(job: Job, receipt: dict[str, str], result: str) -> None:
    """Read by `cellkeep.load`."""
    job.enter()
    try:
        loaded = cellkeep.load(receipt["name"])
        content = loaded if isinstance(loaded, bytes) else loaded.read_bytes()
        told = sha256(content)
    except CellkeepError as error:
        told = error.code
    Path(result).write_text(json.dumps(told))


@scenario("damaged-spool", weight=2, alone=True)
def damaged_in_the_spool(world: World, chance: Random) -> None:
    """A bit flipped in the spool of a dead process: refused with the reason, bytes kept."""
    # Hashed and not stored yet: the store is too small for it until later.
    world.environment["CELLKEEP_STORE_LIMIT"] = "10"
    world.environment["CELLKEEP_EXIT_TIMEOUT"] = "2"
    job = world.job(chance.getrandbits(32), saves=1, sizes=(200_000,), waits=False)
    child = world.start(save_some, job)
    world.finish(child)
    del world.environment["CELLKEEP_STORE_LIMIT"]
    (content,) = (world.store / "spool").glob("*/*/content")
    flip_bit(content, chance)
    world.injected("spool at rest: flip")
    # os.environ of a fork server's children starts afresh, so the limit is gone here.
    code = world.finish(world.start(push, world.job(0)))
    if code == 0:
        raise Lost("push stored damaged bytes, or lost them silently")
    if "SHA-256" not in world.child_log():
        raise Lost(f"push did not say why: {world.child_log()}")
    if not content.exists():
        raise Lost("push removed the bytes that it refused")
    for name, digest in world.ledger.read().kept:
        world.ledger.tell(name, digest, "DIGEST_MISMATCH by push")
