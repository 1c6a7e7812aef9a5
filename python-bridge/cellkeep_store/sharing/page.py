"""The page of an archive: it opens from a disk, runs nothing, and shows names as they are."""

from __future__ import annotations

import html
import unicodedata
from typing import TYPE_CHECKING

from msgspec import UNSET

from cellkeep_core.protocol import ModelPreview, TablePreview, TextPreview
from cellkeep_store.sharing.export import file_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cellkeep_core.protocol import Artifact
    from cellkeep_store.sharing.manifest import Manifest

# Content from others is shown but cannot act: no scripts, network, frames or forms.
_POLICY = "default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 68rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2.5rem; }
article { border-top: 1px solid #8884; padding: 1rem 0; display: grid; gap: .5rem 1.2rem;
  grid-template-columns: 11rem minmax(0, 1fr); }
img { max-width: 11rem; max-height: 9rem; object-fit: contain; background: #fff; }
article:not(:has(img)) { grid-template-columns: minmax(0, 1fr); }
h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; } h3 small, p { opacity: .75; }
p { margin: .2rem 0; overflow-wrap: anywhere; } code { font-size: .8rem; }
pre, table { max-height: 14rem; overflow: auto; font-size: .8rem; display: block; }
td, th { padding: .1rem .7rem .1rem 0; text-align: left; white-space: nowrap; }
"""


def page(manifest: Manifest) -> bytes:
    """Return ``index.html``."""
    count = len(manifest.artifacts)
    title = "1 artifact from Cellkeep" if count == 1 else f"{count:,} artifacts from Cellkeep"
    made_at = f"{manifest.made_at[:10]} {manifest.made_at[11:16]} UTC"
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{title}</h1>",
        f"<p>Exported {shown(made_at)}. <em>Import Zip…</em> in JupyterLab, or <code>cellkeep "
        "import</code>, brings them into a store.</p>",
    ]
    for run in manifest.runs:
        its = [artifact for artifact in manifest.artifacts if artifact.run_id == run.id]
        about = " · ".join(filter(None, [run.folder.strip("/"), run.notebook or "", *run.tags]))
        parts.append(f"<h2><bdi>{shown(run.name)}</bdi></h2><p><bdi>{shown(about)}</bdi></p>")
        parts += [_article(artifact) for artifact in its]
    parts.append("</body></html>")
    return "\n".join(parts).encode()


def shown(text: str) -> str:
    """Return text as HTML, with what hides or reverses it written out."""
    return html.escape(
        "".join(
            f"\\u{ord(character):04x}" if _deceives(character) else character for character in text
        )
    )


def _article(artifact: Artifact) -> str:
    picture = ""
    if artifact.thumbnail:
        source = f"thumbnails/{artifact.id}.png"
        picture = f'<div><img loading="lazy" alt="" src="{source}"></div>'
    about = [artifact.category, artifact.media_type, f"{artifact.size:,} bytes"]
    if artifact.summary:
        about.insert(0, artifact.summary)
    notes = f"<p><bdi>{shown(artifact.notes)}</bdi></p>" if artifact.notes else ""
    tags = f"<p>{shown(', '.join(artifact.tags))}</p>" if artifact.tags else ""
    # `download`: a browser opens nothing of it as a page of this folder.
    return (
        f"<article>{picture}<div><h3><bdi>{shown(artifact.name)}</bdi> "
        f"<small>v{artifact.version}</small></h3>"
        f"<p><bdi>{shown(' · '.join(about))}</bdi></p>{tags}{notes}{_preview(artifact)}"
        f'<p><a href="data/{artifact.sha256}" download="{shown(file_name(artifact))}">Download</a> '
        f"<code>{artifact.sha256}</code></p></div></article>"
    )


def _preview(artifact: Artifact) -> str:
    preview = artifact.preview
    if preview is UNSET or artifact.thumbnail:
        return ""
    if isinstance(preview, (ModelPreview, TextPreview)):
        return f"<pre>{_lines(preview.text)}</pre>"
    if isinstance(preview, TablePreview):
        head = _cells("th", [column.name for column in preview.columns])
        rows = "".join(_cells("td", row) for row in preview.head)
        return f"<table>{head}{rows}</table>"
    return ""


def _cells(tag: str, values: Iterable[str | None]) -> str:
    cells = "".join(
        f"<{tag}><bdi>{'' if value is None else shown(value)}</bdi></{tag}>" for value in values
    )
    return f"<tr>{cells}</tr>"


def _lines(text: str) -> str:
    return "\n".join(shown(line) for line in text.split("\n"))


def _deceives(character: str) -> bool:
    category = unicodedata.category(character)
    # Joiners make emoji and scripts what they are; other format characters only deceive.
    return category in {"Cc", "Cs", "Zl", "Zp"} or (
        category == "Cf" and character not in "\u200c\u200d"
    )
