"""Fill a store: 100,000 artifacts in 1,000 runs, through the code that commits every save.

Run as ``python test/bench/fill_store.py FOLDER [--artifacts N] [--runs N]``. Only the bytes
are made up: a few hundred small blobs that the artifacts share, so that it takes seconds.
Names, tags, notebooks and sizes repeat as those of real work do, and each day of 2026 has
its share. The same numbers make the same store.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from cellkeep_core.protocol import Offer, Provenance, Run
from cellkeep_store import Store
from cellkeep_store.catalog.commit import commit_offers

BLOBS = 300
PER_DAY = 400

_NAMES = ("loss", "accuracy", "weights", "confusion_matrix", "residuals", "predictions", "train.py")
_TYPES = (
    ("image/png", "bytes.v1", "output"),
    ("application/vnd.apache.arrow.file", "table-arrow.v1", "output"),
    ("application/json", "json.v1", "output"),
    ("text/x-python", "bytes.v1", "code"),
    ("text/csv", "bytes.v1", "input"),
    ("application/vnd.plotly.v1+json", "plotly.v1", "output"),
)
_MODELS = ("resnet", "vit", "mlp", "unet", "transformer")
_SOURCE = "model.fit(x, y)\nplot(model.history)\n" * 8


def fill(store: Store, artifacts: int = 100_000, runs: int = 1000, seed: int = 6) -> None:
    """Commit so many artifacts in so many runs, a day's in each transaction."""
    chance = random.Random(seed)
    bytes_run = _run(0, chance)
    blobs = [_blob(store, number, bytes_run, chance) for number in range(BLOBS)]
    there = {sha256 for sha256, _ in blobs}
    made = [bytes_run, *(_run(number, chance) for number in range(1, runs))]
    for start in range(BLOBS, artifacts, PER_DAY):
        # Runs come one after the other, as they do in life.
        offers = [
            _offer(number, made[number * runs // artifacts], *chance.choice(blobs), chance)
            for number in range(start, min(start + PER_DAY, artifacts))
        ]
        stored_at = _time(start)
        with (
            store.database.write() as tx,
            patch("cellkeep_store.catalog.commit.utc_now", lambda at=stored_at: at),
        ):
            commit_offers(tx, [(offer, None) for offer in offers], there)


def _blob(store: Store, number: int, run: Run, chance: random.Random) -> tuple[str, int]:
    content = chance.randbytes(chance.choice((0, 100, 2000, 50_000)) + number)
    offer = _offer(number, run, hashlib.sha256(content).hexdigest(), len(content), chance)
    store.ingest.put_bytes(offer, content)
    return offer.sha256, offer.size


def _run(number: int, chance: random.Random) -> Run:
    model = chance.choice(_MODELS)
    return Run(
        id=hashlib.md5(f"run {number}".encode()).hexdigest(),
        name=f"{model}-{number:04d}",
        folder=f"/team-{number % 7}/{model}",
        tags=[model, *(["paper"] if number % 50 == 0 else [])],
        metadata={"lr": chance.random()},
        created_at=_time(100 * number),
        notebook=f"work/{model}/analysis-{number % 40}.ipynb",
    )


def _offer(number: int, run: Run, sha256: str, size: int, chance: random.Random) -> Offer:
    media_type, codec, category = chance.choice(_TYPES)
    name = f"{chance.choice(_NAMES)}_{number % 97}" if number % 3000 else f"rare needle {number}"
    return Offer(
        id=hashlib.md5(f"{run.id} {number}".encode()).hexdigest(),
        run=run,
        name=name,
        category=category,  # type: ignore[arg-type]
        media_type=media_type,
        codec=codec,
        size=size,
        sha256=sha256,
        created_at=_time(number),
        summary="640 × 480",
        provenance=Provenance(
            via="save",
            notebook=f"{run.notebook or 'bench.ipynb'}",
            cell_id="a1b2",
            execution_count=number % 300,
            source=f"{_SOURCE}fit(learning_rate={number // 5 / 1e6:.6f})",  # 5 of each cell
            libraries={"numpy": "2.4.1", "torch": "2.13.0"},
        ),
        metadata={"step": number},
        new_version=True,
    )


def _time(number: int) -> str:
    """Return when that many artifacts were there, after a beginning with the year."""
    day = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number // PER_DAY)
    return f"{day:%Y-%m-%d}T{8 + number // 40 % 10:02d}:00:00.000Z"


def main() -> int:
    """Fill the store of a folder and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--artifacts", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=1000)
    chosen = parser.parse_args()
    start = time.monotonic()
    with Store.open(chosen.folder) as store:
        fill(store, chosen.artifacts, chosen.runs)
        status = store.status()
    print(f"{status.artifacts} artifacts in {status.runs} runs: {time.monotonic() - start:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
