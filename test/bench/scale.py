"""A service under many clients, and its catalog when it is large: ``make bench-scale``.

Prints a table for docs/scale.md. The catalog is in a PostgreSQL of its own that syncs each commit,
the bytes are in a folder; each server is a real ``cellkeep serve`` whose persons say who they are
in a header. ``--folder`` is kept, and taken as it is once it is full. With ``--copies 100`` there
are ten million artifacts of 100,000 runs, which take 25 GB and an hour. Small files are saved into
object storage, too, by a service of its own whose catalog is empty.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import psutil

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent / "python"
sys.path[:0] = [str(HERE), str(HERE.parent), str(TESTS / "store"), str(TESTS / "server")]

from fill_store import fill
from multiply import multiply
from samples import MSGPACK, offer, packed, run
from test_service_process import serving

from cellkeep_core.ids import new_id
from cellkeep_core.protocol import to_msgpack
from cellkeep_store import Store
from cellkeep_store.blobs.objects.storage import ObjectStorage
from cellkeep_store.catalog.filters import ArtifactFilter
from cellkeep_store.catalog.grouping import By
from object_storage import BUCKET, CREDENTIALS, running_storage
from postgres_server import Server, drop_database, new_database

BASE, BASE_RUNS = 100_000, 1000
CLIENTS, QUESTIONS = 100, 10
WRITERS, WRITING_S = 24, 20
# As many as three servers store in one transaction each: a fourth one would find nothing to do.
SLOW_WRITERS, COMMIT_S = 192, 2.0
FILES, LINES, BATCHES = 2000, 24, 3
PERSON = {"X-Person": "olga"}
WORDS = ("loss", "needle", "resnet png", "learning_rate=0.0123")
ABSENT = ("zq", "nowhere", "nothing.has_it")
# A commit that takes as long as one that is sent to another place: its locks are held meanwhile.
# The trigger is called for each row, and sleeps for the first.
SLOW = f"""
CREATE FUNCTION bench_slow() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN IF current_setting('bench.slept', true) IS DISTINCT FROM 'yes' THEN
    PERFORM pg_sleep({COMMIT_S}), set_config('bench.slept', 'yes', true);
  END IF; RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER bench_slow AFTER INSERT ON receipts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION bench_slow()
"""
QUICK = "DROP TRIGGER bench_slow ON receipts; DROP FUNCTION bench_slow()"


def main() -> int:
    """Measure, and print the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="Of catalog and bytes.")
    parser.add_argument("--copies", type=int, default=10, help=f"Of {BASE:,} artifacts.")
    parser.add_argument("--only", choices=("catalog", "service", "objects"))
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = chosen.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(_postgres(folder / "postgres"))
        if chosen.only in (None, "objects"):
            _objects(folder, url)
        if chosen.only == "objects":
            return 0
        store = stack.enter_context(Store.open(folder / "store", catalog_url=url))
        _fill(store, chosen.copies)
        status = store.status()
        print(f"{status.artifacts:,} artifacts in {status.runs:,} runs; {os.cpu_count()} cores")
        if chosen.only != "service":
            _catalog(store)
        if chosen.only != "catalog":
            _share(store)
            for servers in (1, 3):
                _service(store, folder, url, servers)
        print(f"load at the end {os.getloadavg()[0]:.1f}")
    return 0


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(folder, ("shared_buffers=1GB", "max_wal_size=4GB"))
    try:
        yield f"postgresql://cellkeep@/postgres?host={server.socket}"
    finally:
        server.stop()


def _fill(store: Store, copies: int) -> None:
    if store.status().artifacts < BASE:
        fill(store, BASE, BASE_RUNS)
    if store.status().artifacts < BASE * copies:
        multiply(store, copies)


def _share(store: Store) -> None:
    """Let the person of the service have all runs."""
    with store.database.write() as tx:
        tx.exec_driver_sql(
            "INSERT INTO shares (run_id, who, level) SELECT id, 'person:olga', 4 FROM runs"
            " ON CONFLICT DO NOTHING"
        )


def _catalog(store: Store) -> None:
    """Ask and write a hundred times each, without a server between."""
    made = run("scale")
    kept: list[str] = []

    def insert() -> None:
        content = os.urandom(2000)
        kept.append(store.ingest.put_bytes(offer(content, of=made), content).artifact_id)

    def search(words: tuple[str, ...], turn: int) -> None:
        store.catalog.artifacts(where=ArtifactFilter(q=words[turn % len(words)]))

    def groups(by: By, _turn: int) -> None:
        store.catalog.groups(by, limit=100)

    memory = psutil.Process().memory_info
    before = memory().rss
    for work, one in (
        ("first page", lambda _: store.catalog.artifacts()),
        *((f"search, {word}", partial(search, (word,))) for word in WORDS),
        ("search, what nothing has", partial(search, ABSENT)),
        *((f"facets, {by}", partial(groups, by)) for by in ("kind", "day", "run")),
        ("insert", lambda _: insert()),
        ("delete", lambda turn: store.trash.delete_artifact(kept[turn])),
    ):
        one(0) if work != "delete" else None
        _tell(f"catalog, {work}", [_timed(one, turn) for turn in range(100)])
    print(f"memory of the process after all of that: {(memory().rss - before) / 1e6:+.0f} MB")


def _service(store: Store, folder: Path, url: str, count: int) -> None:
    with ExitStack() as stack:
        place = folder / "servers"
        place.mkdir(exist_ok=True)
        own = {"CELLKEEP_STORE": str(folder / "store"), "CELLKEEP_CATALOG_URL": url}
        started = [stack.enter_context(serving(place, **own)) for _ in range(count)]
        urls = [address for address, _ in started]
        servers = [psutil.Process(process.pid) for _, process in started]
        memory = sum(each.memory_info().rss for each in servers)
        asyncio.run(_questions(urls, servers))
        asyncio.run(_commits(urls, "as the disk is", WRITERS))
        with _slow_commits(store):
            how = f"a commit takes {1000 * COMMIT_S:.0f} ms"
            asyncio.run(_commits(urls, how, SLOW_WRITERS))
        asyncio.run(_files(urls, "a folder"))
        grown = sum(each.memory_info().rss for each in servers) - memory
        print(f"| {count} server(s), memory | {grown / count / 2**20:.0f} MB more each | |")


def _objects(folder: Path, url: str) -> None:
    """Save small files where the bytes are in object storage."""
    socket, name = url.partition("host=")[2], new_id()
    place = folder / "objects"
    place.mkdir(exist_ok=True)
    with running_storage() as endpoint:
        own = {
            **CREDENTIALS,
            "AWS_ENDPOINT_URL": endpoint,
            "CELLKEEP_STORAGE_URL": f"s3://{BUCKET}/bench",
            "CELLKEEP_CATALOG_URL": new_database(socket, name),
        }
        os.environ.update({one: own[one] for one in own if one.startswith("AWS_")})
        storage = ObjectStorage(own["CELLKEEP_STORAGE_URL"])
        with serving(place, **own) as (address, _):
            asyncio.run(_files([address], "objects"))
        count = sum(len(page) for page in storage.walk())
        storage.close()
        print(f"| objects of {FILES * (1 + BATCHES):,} small files | {count:,} | |")
    drop_database(socket, name)


@contextmanager
def _slow_commits(store: Store) -> Iterator[None]:
    for_all = store.database.write
    with for_all() as tx:
        tx.exec_driver_sql(SLOW)
    try:
        yield
    finally:
        with for_all() as tx:
            tx.exec_driver_sql(QUICK)


async def _questions(urls: list[str], servers: list[psutil.Process]) -> None:
    """Let a hundred clients ask something once a second, each at its own time."""
    times: dict[str, list[float]] = {"list": [], "search": []}
    spent = sum(sum(each.cpu_times()[:2]) for each in servers)

    async def client(session: aiohttp.ClientSession, number: int) -> None:
        await asyncio.sleep(number / CLIENTS)
        for turn in range(QUESTIONS):
            what = "search" if (number + turn) % 2 else "list"
            words = {"q": WORDS[(number + turn) % len(WORDS)]} if what == "search" else {}
            begun = time.perf_counter()
            address = f"{urls[number % len(urls)]}artifacts"
            async with session.get(address, params={"limit": "50", **words}) as answer:
                assert answer.status == 200, await answer.text()
                await answer.read()
            if turn:
                times[what].append(time.perf_counter() - begun)
            await asyncio.sleep(max(0, begun + 1 - time.perf_counter()))

    await _all(client, CLIENTS)
    spent = sum(sum(each.cpu_times()[:2]) for each in servers) - spent
    for what, seconds in times.items():
        _tell(f"{len(urls)} server(s), {CLIENTS} clients, {what}", seconds)
    each_ms = 1000 * spent / (CLIENTS * QUESTIONS)
    print(f"| {len(urls)} server(s), processor time of a question | {each_ms:.1f} ms | |")


async def _commits(urls: list[str], how: str, writers: int) -> None:
    """Let writers save into runs of their own, one thing after the other."""
    end = time.perf_counter() + WRITING_S
    seconds: list[float] = []

    async def writer(session: aiohttp.ClientSession, number: int) -> None:
        made = run(f"writer {number}")
        while time.perf_counter() < end:
            took = await _save(session, urls[number % len(urls)], made)
            if time.perf_counter() < end:
                seconds.append(took)

    await _all(writer, writers)
    rate = len(seconds) / WRITING_S
    _tell(f"{len(urls)} server(s), {writers} writers, {how}: {rate:.0f} receipts/s", seconds)


async def _files(urls: list[str], where: str) -> None:
    """Save small files one by one on a few connections, then in batches; the best one counts."""
    left = iter(range(FILES))
    made = run("files")

    async def line(session: aiohttp.ClientSession, number: int) -> None:
        for _ in left:
            await _save(session, urls[number % len(urls)], made)

    begun = time.perf_counter()
    await _all(line, LINES)
    one_by_one = FILES / (time.perf_counter() - begun)
    batch = max([await _batch(urls[0], made) for _ in range(BATCHES)])
    for how, rate in (("one by one", one_by_one), ("in a batch", batch)):
        print(f"| {len(urls)} server(s), small files into {where} {how} | {rate:.0f}/s | |")


async def _batch(url: str, made: Any) -> float:
    """Return how many small files a second one batch stores."""
    contents = [os.urandom(2000) for _ in range(FILES)]
    offers = [offer(one, of=made, name=f"{n}") for n, one in enumerate(contents)]
    its = zip(offers, contents, strict=True)
    body = to_msgpack([{"offer": one, "content": content} for one, content in its])
    async with aiohttp.ClientSession(headers={**PERSON, **MSGPACK}) as session:
        begun = time.perf_counter()
        async with session.post(f"{url}batch", data=body) as answer:
            assert answer.status == 200, await answer.text()
        return FILES / (time.perf_counter() - begun)


async def _save(session: aiohttp.ClientSession, url: str, made: Any) -> float:
    content = os.urandom(2000)
    body = packed(offer(content, of=made), content)
    begun = time.perf_counter()
    async with session.post(f"{url}offers", data=body, headers=MSGPACK) as answer:
        assert answer.status == 200, await answer.text()
        await answer.read()
    return time.perf_counter() - begun


async def _all(client: Callable[[aiohttp.ClientSession, int], Awaitable[None]], count: int) -> None:
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(headers=PERSON, connector=connector) as session:
        await asyncio.gather(*(client(session, number) for number in range(count)))


def _timed(work: Callable[[int], object], turn: int) -> float:
    begun = time.perf_counter()
    work(turn)
    return time.perf_counter() - begun


def _tell(work: str, seconds: list[float]) -> None:
    p99 = statistics.quantiles(seconds, n=100)[98]
    print(
        f"| {work} | p99 {1000 * p99:.0f} ms | median {1000 * statistics.median(seconds):.1f} ms |",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
