"""The values that the golden messages are made of (see `make_message_vectors.py`)."""

from __future__ import annotations

from typing import Any

from cellkeep_core import protocol as p

MOST = 2**53 - 1


def an_id(digit: str) -> str:
    """Return an id of one digit, over and over."""
    return digit * 32


SHA = "3f9a" * 16
TIME = "2026-11-23T16:58:14.120Z"
RUN = p.Run(
    id=an_id("a"),
    name="analysis.ipynb · 今日 🚀",
    folder="/team/naïve",
    tags=["ünï", "b"],
    metadata={"seed": 7, "deep": {"list": [1, -1, 2.5, None, True, "x"]}, "large": MOST},
    created_at=TIME,
    notebook="work/analysis.ipynb",
    kernel_id="0a1b2c3d-0000-4000-8000-0123456789ab",
    versions="overwrite",
)
SMALL_RUN = p.Run(id=an_id("b"), name="r", folder="/", tags=[], metadata={}, created_at=TIME)
PROVENANCE = p.Provenance(
    via="output",
    notebook="work/analysis.ipynb",
    cell_id="c-1",
    execution_count=7,
    source="df.describe()\n# é",
    source_sha256=SHA,
    original_path="../data/in.csv",
    kernel_id="k",
    language="python 3.11.7",
    libraries={"numpy": "2.4.1"},
    git_commit="0123abc",
    captured="object",
    output_index=2,
    object_id=an_id("5"),
    process=an_id("6"),
    output_sha256=SHA,
    inputs=[
        p.ArtifactRef(artifact_id=an_id("2"), run_id=an_id("a"), name="in", version=1, sha256=SHA)
    ],
)
BARE = p.Provenance(via="save")
ERROR = p.ErrorInfo(
    code="STORE_FULL", message="Kein Platz – voll.", hint="Free some space.", retryable=True
)
RECEIPT = p.Receipt(
    offer_id=an_id("1"),
    artifact_id=an_id("1"),
    run_id=an_id("a"),
    name="results",
    version=3,
    size=MOST,
    sha256=SHA,
    stored_at=TIME,
    existing=False,
)
PREVIEWS: dict[str, Any] = {
    "array": p.ArrayPreview(
        shape=[2, 0, MOST],
        dtype="float64",
        minimum="-inf",
        maximum="1.5",
        text="[[]]",
    ),
    "array-0d": p.ArrayPreview(shape=[], dtype="bool"),
    "table": p.TablePreview(
        rows=1_000_000,
        columns=[p.ColumnPreview(name="größe", dtype="int64")],
        column_count=8,
        head=[["1"], [None], ["🚀"]],
    ),
    "tensors": p.TensorsPreview(
        count=1,
        parameters=4_294_967_296,
        tensors=[p.TensorPreview(name="a.weight", dtype="bfloat16", shape=[65536, 65536])],
    ),
    "model": p.ModelPreview(
        class_name="sklearn.pipeline.Pipeline",
        library="sklearn",
        version="1.9.1",
        parameters=MOST,
        text="Pipeline(steps=[…])",
    ),
    "image": p.ImagePreview(media_type="image/png", width=640, height=480),
    "plotly": p.PlotlyPreview(traces=["scatter", "bar"], title="Verlust", plotly_version="6.0.1"),
    "text": p.TextPreview(text="line\nline\u2028end", truncated=True),
    "output": p.OutputPreview(
        media_types=["image/png", "text/plain"],
        text="<Figure>",
        width=640,
        height=480,
    ),
}


def an_offer(preview: Any, **changes: Any) -> p.Offer:
    """Return an offer with every field, but for what ``changes`` says."""
    fields: dict[str, Any] = {
        "id": an_id("1"),
        "run": RUN,
        "name": "group/résultats ✓",
        "category": "output",
        "media_type": "application/vnd.apache.arrow.file",
        "codec": "table-arrow.v1",
        "size": MOST,
        "sha256": SHA,
        "created_at": TIME,
        "summary": "1,000,000 × 8",
        "preview": preview,
        "provenance": PROVENANCE,
        "metadata": {"note": "x" * 40, "list": list(range(20))},
        "new_version": True,
    }
    return p.Offer(**{**fields, **changes})


SMALL_OFFER = p.Offer(
    id=an_id("2"),
    run=SMALL_RUN,
    name="x",
    category="input",
    media_type="text/plain",
    codec="bytes.v1",
    size=0,
    sha256=SHA,
    created_at=TIME,
    provenance=BARE,
    metadata={},
)


def an_artifact(**changes: Any) -> p.Artifact:
    """Return a stored artifact with every field."""
    fields: dict[str, Any] = {
        "id": an_id("1"),
        "seq": MOST,
        "run_id": an_id("a"),
        "run_name": RUN.name,
        "name": "results",
        "version": 3,
        "category": "output",
        "media_type": "image/png",
        "codec": "bytes.v1",
        "kind": "image",
        "size": 65535,
        "sha256": SHA,
        "created_at": TIME,
        "stored_at": TIME,
        "summary": "640 × 480",
        "preview": PREVIEWS["image"],
        "provenance": PROVENANCE,
        "metadata": {"k": [1.5]},
        "thumbnail": True,
    }
    return p.Artifact(**{**fields, **changes})


def a_transfer(state: str, **changes: Any) -> p.TransferStatus:
    """Return a transfer in a state."""
    fields: dict[str, Any] = {
        "id": an_id("3"),
        "run_id": an_id("a"),
        "run_name": RUN.name,
        "name": "weights",
        "category": "output",
        "media_type": "application/vnd.safetensors",
        "codec": "tensors-safetensors.v1",
        "size": 4_294_967_296,
        "origin": "kernel",
        "state": state,
        "sent": 4_294_967_295,
        "updated_at": TIME,
    }
    return p.TransferStatus(**{**fields, **changes})


def card_saves() -> list[p.CardSave]:
    """Return a stored save, of which nothing is random, and one that failed."""
    about: dict[str, Any] = {
        "name": "loss",
        "category": "output",
        "media_type": "image/png",
        "codec": "bytes.v1",
        "size": 80,
        "cell_id": "c1",
    }
    return [
        p.CardSave(**about, state="stored", sha256="a" * 64, summary="8 × 8"),
        p.CardSave(**about, state="failed", id=an_id("d"), error=ERROR),
    ]


MOVED = p.Moved(
    version=3,
    last_version=MOST,
    stored_at=TIME,
    tags=["größe"],
    notes="Kept.",
    aliases=["best"],
    former=[p.FormerName(name="old", version=2, artifact_id=an_id("1"))],
)
