"""Fill a store with the runs of a study: `python study.py FOLDER RUNS`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from cellkeep_core.protocol import Provenance, TextPreview
from cellkeep_store import Store
from cellkeep_store.ingest.batch_item import BatchItem
from offers import make_offer, make_run

MODELS = ("cnn", "vit", "mlp")


def trial(number: int) -> BatchItem:
    run = make_run(
        f"trial {number:05}",
        notebook=f"study {number % 7}.ipynb",
        tags=["sky"] if number % 2 else [],
        metadata={"lr": round(0.001 * (1 + number * 37 % 101), 4), "model": MODELS[number % 3]},
        created_at=f"2026-11-{1 + number % 28:02}T{number % 24:02}:00:00.000Z",
    )
    content = str(number).encode()
    offer = make_offer(
        content,
        run,
        "results",
        media_type="application/json",
        codec="json.v1",
        provenance=Provenance(via="save", git_commit=f"{number:040x}"),
        preview=TextPreview(
            text="…", truncated=True, values={"loss": number * 7919 % 10007 / 10007}
        ),
    )
    return BatchItem(offer, content)


def main() -> None:
    folder, runs = sys.argv[1:]
    with Store.open(Path(folder)) as store:
        for start in range(0, int(runs), 2000):
            store.ingest.put_many([trial(n) for n in range(start, min(start + 2000, int(runs)))])


if __name__ == "__main__":
    main()
