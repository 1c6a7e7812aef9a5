"""The ways to save whose record is taken: ``python routes.py ROUTE HOME SEED``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "faults")]

from children import Job, bytes_of, save_small_files, save_small_objects, save_some
from client import Client
from fault_jupyter import JupyterServer
from ledger import Ledger

from offers import make_offer, make_run

SIZES = (0, 11, 4_000, 70_000, 300_000)


def script(job: Job) -> None:
    """A script saves bytes and files, through its spool, into the store's folder."""
    from cellkeep.transfer import hashing

    # Large ones are synced while they are hashed, and not again; megabytes would take minutes.
    hashing._WORTH_SYNCING_BYTES = 100_000
    save_some(job)


def server(job: Job) -> None:
    """A client uploads to a Jupyter server, by tus and with the bytes on the offer."""
    server = JupyterServer(job.folder, job.environment)
    server.start()
    try:
        chance = Random(job.seed)
        client = Client(server, Ledger(job.ledger), chance, piece=100_000)
        run = make_run()
        for turn in range(job.saves):
            content = bytes_of(f"{job.seed} {turn}", chance.choice(job.sizes) + turn)
            along = len(content) < 100_000 and chance.random() < 0.5
            client.save(make_offer(content, run, f"save {turn % 3}"), content, along=along)
    finally:
        server.stop()


def library(job: Job) -> None:
    """The store's own interface: one by one, many at once, deleted and saved again."""
    from cellkeep_core.protocol import Receipt, to_builtins
    from cellkeep_store import BatchItem, Store

    ledger, chance, run = Ledger(job.ledger), Random(job.seed), make_run()
    ledger.run(run.id)
    with Store.open(Path(job.environment["CELLKEEP_STORE"])) as store:
        for turn in range(job.saves):
            contents = [
                bytes_of(f"{job.seed} {turn} {part}", chance.choice(job.sizes) + part)
                for part in range(chance.choice([1, 1, 5]))
            ]
            offers = [make_offer(one, run, f"{turn} {n}") for n, one in enumerate(contents)]
            for offer in offers:
                ledger.begin(offer.name, offer.sha256)
            if len(offers) > 1:
                items = [BatchItem(*pair) for pair in zip(offers, contents, strict=True)]
                receipts = list(store.ingest.put_many(items))
            else:
                receipts = [store.ingest.put_bytes(offers[0], contents[0])]
            if len(offers) == 1 and chance.random() < 0.4:
                store.trash.delete_artifact(receipts[0].artifact_id)
                again = make_offer(contents[0], run, f"{turn} again")
                ledger.begin(again.name, again.sha256)
                receipts = [store.ingest.put_bytes(again, contents[0])]
            for receipt in receipts:
                assert isinstance(receipt, Receipt)
                ledger.receipt(to_builtins(receipt))


ROUTES: dict[str, Callable[[Job], None]] = {
    "library": library,
    "script": script,
    "small objects": save_small_objects,
    "small files": save_small_files,
    "server": server,
}


def main() -> None:
    route, home, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    environment = {
        "CELLKEEP_STORE": str(home / "store"),
        "CELLKEEP_EXIT_TIMEOUT": "20",
        "CELLKEEP_NO_ENVIRONMENT": "1",
        "JUPYTER_DATA_DIR": str(home / "data"),
    }
    os.environ.update(environment)
    job = Job(environment, home, home / "ledger", seed, saves=12, quiet=False, sizes=SIZES)
    ROUTES[route](job)


if __name__ == "__main__":
    main()
