"""Stores to share, and archives of them."""

from __future__ import annotations

import io

from store_samples import make_offer, make_run, png

from cellkeep_core.protocol import Artifact, ArtifactEdit, TextPreview
from cellkeep_store import Store
from cellkeep_store.sharing.archive import export

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "invoice\u202efdp.exe",
    "a\u200bb",
    "../../etc/passwd".replace("../", "dots "),
    "=1+1",
    "&amp;&lt;",
]


def everything(store: Store) -> list[Artifact]:
    return list(reversed(store.catalog.artifacts(limit=1000).items))


def archive_of(store: Store) -> io.BytesIO:
    sink = io.BytesIO()
    export(store, everything(store), sink)
    return sink


def fill(store: Store) -> None:
    run = make_run("my <b>run</b>", tags=["paper"])
    for number, name in enumerate(HOSTILE):
        content = b"shared" if number % 2 else name.encode() * 1000
        preview = TextPreview(text=f"{name}\nline", truncated=False)
        offer = make_offer(
            content, run, name, preview=preview, summary=name, metadata={"n": number}
        )
        store.ingest.put_bytes(offer, content, png() if number == 2 else None)
    first = everything(store)[0]
    store.editor.edit(first.id, ArtifactEdit(tags=["t"], notes="<i>note</i>"))
    store.editor.set_alias(first.id, "best")
    store.ingest.put_bytes(make_offer(b"", make_run("second"), "empty"), b"")
