"""The table of runs, and the comparison of those that are picked in it."""

from __future__ import annotations

from lab_server import ROOT

SHOTS = ROOT / "test-results" / "runs"
# Runs of a study, each with its settings and its results.
_FILL = """
import sys
sys.path.insert(0, {samples!r})
from store_samples import make_offer, make_run
from cellkeep_core.protocol import Provenance, TextPreview
from cellkeep_store import Store

store = Store.open({store!r})
MODELS = ("cnn", "vit", "mlp")
for start in range(0, {runs}, 1000):
    offers = []
    for n in range(start, min(start + 1000, {runs})):
        run = make_run(
            f"trial {{n:05}}",
            notebook=f"study {{n % 7}}.ipynb",
            tags=["sky"] if n % 2 else [],
            metadata={{"lr": round(0.001 * (1 + n * 37 % 101), 4), "model": MODELS[n % 3]}},
            created_at=f"2026-11-{{1 + n % 28:02}}T{{n % 24:02}}:00:00.000Z",
        )
        content = b"%d" % n
        loss = (n * 7919 % 10007) / 10007
        preview = TextPreview(text="…", truncated=True, values={{"loss": loss}})
        offers.append((
            make_offer(content, run, "results", media_type="application/json", codec="json.v1",
                preview=preview, provenance=Provenance(via="save", git_commit=f"{{n:040x}}")),
            content,
            None,
        ))
    store.ingest.put_many(offers)
store.close()
"""
