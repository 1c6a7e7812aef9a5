"""The page of an archive: it opens from a disk, and shows names as they are.

What an artifact holds is a document beside it (see `views`), in a frame that is loaded when a
person opens it. The page's only script does that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote

from msgspec import UNSET

from cellkeep_core.addresses import link
from cellkeep_core.protocol import Artifact, ModelPreview, TablePreview, TextPreview
from cellkeep_store.sharing.export import file_name
from cellkeep_store.sharing.manifest import Manifest, blob_name, thumbnail_name
from cellkeep_store.sharing.markup import lines, shown
from cellkeep_store.sharing.views.document import asset, digest
from cellkeep_store.sharing.views.maker import MOST_VIEWS

# Content from others is shown but cannot act: no script but ours, no network, no forms. Frames
# show files of this folder, and cannot go to another server.
_POLICY = (
    "default-src 'none'; img-src 'self' file: data:; media-src 'self' file:; "
    "frame-src 'self' file:; "
    f"style-src 'unsafe-inline'; script-src '{digest(asset('page.js'))}'; "
    "form-action 'none'; base-uri 'none'"
)
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"}
_PLAYED = ("audio", "video")
_STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 68rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2.5rem; }
article { border-top: 1px solid #8884; padding: 1rem 0; display: grid; gap: .5rem 1.2rem;
  grid-template-columns: 11rem minmax(0, 1fr); }
.picture { all: unset; cursor: zoom-in; } div.picture { cursor: default; }
.picture img { max-width: 11rem; max-height: 9rem; object-fit: contain; background: #fff; }
article:not(:has(> .picture)) { grid-template-columns: minmax(0, 1fr); }
h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; } h3 small, p { opacity: .75; }
p { margin: .2rem 0; overflow-wrap: anywhere; } code { font-size: .8rem; }
pre, table { max-height: 14rem; overflow: auto; font-size: .8rem; display: block; }
td, th { padding: .1rem .7rem .1rem 0; text-align: left; white-space: nowrap; }
button { font: inherit; } :focus-visible { outline: 2px solid Highlight; outline-offset: 2px; }
[popover] { width: 96vw; height: 96vh; max-width: none; max-height: none; padding: 0; border: 1px
  solid #8888; border-radius: 4px; box-shadow: 0 4px 30px #0006; overflow: hidden; }
[popover]:popover-open { display: flex; flex-direction: column; }
[popover]::backdrop { background: #0006; }
[popover] header { display: flex; gap: 1rem; align-items: center; padding: .4rem .8rem; }
[popover] b { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
[popover] iframe { flex: 1; border: 0; } .full { flex: 1; overflow: auto; background: #fff; }
.full > :is(audio, video) { display: block; max-width: 100%; max-height: 100%; margin: auto; }
"""


class Opened(NamedTuple):
    """The document of an artifact's view: its entry, and whether it has frames with others."""

    entry: str
    has_frames: bool


def page(manifest: Manifest, views: Mapping[str, Opened], library: str | None = None) -> bytes:
    """Return ``index.html``.

    Parameters
    ----------
    views : mapping of str to Opened
        The documents of artifacts, by their ids.
    library : str, optional
        What comes before a permanent link in an address that opens it in a team's library.
    """
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
    if count > MOST_VIEWS:
        parts.append(f"<p>The first {MOST_VIEWS:,} of them can be opened in this page.</p>")
    for run in manifest.runs:
        its = [artifact for artifact in manifest.artifacts if artifact.run_id == run.id]
        about = " · ".join(filter(None, [run.folder.strip("/"), run.notebook or "", *run.tags]))
        parts.append(f"<h2><bdi>{shown(run.name)}</bdi></h2><p><bdi>{shown(about)}</bdi></p>")
        for artifact in its:
            address = None
            if library is not None:
                its_link = link(manifest.store_id, run.id, artifact.name, artifact.version)
                address = library + quote(its_link, safe="")
            parts.append(_article(artifact, views.get(artifact.id), address))
    parts.append(f"<script>{asset('page.js')}</script></body></html>")
    return "\n".join(parts).encode()


def _article(artifact: Artifact, view: Opened | None, address: str | None) -> str:
    name = shown(artifact.name)
    full = artifact.media_type in _PICTURES or artifact.kind in _PLAYED
    popover = f"view-{artifact.id}"
    opens = f'popovertarget="{popover}" aria-label="Open {name}"' if view or full else ""
    picture = ""
    if artifact.thumbnail:
        image = f'<img loading="lazy" alt="" src="{thumbnail_name(artifact.id)}">'
        picture = f'<div class="picture">{image}</div>'
        if opens:
            picture = f'<button class="picture" {opens}>{image}</button>'
    about = [artifact.category, artifact.media_type, f"{artifact.size:,} bytes"]
    if artifact.summary:
        about.insert(0, artifact.summary)
    notes = f"<p><bdi>{shown(artifact.notes)}</bdi></p>" if artifact.notes else ""
    tags = f"<p>{shown(', '.join(artifact.tags))}</p>" if artifact.tags else ""
    button = f"<button {opens}>Open</button> " if opens else ""
    elsewhere = ""
    if address is not None:
        elsewhere = (
            f'<a href="{shown(address)}" target="_blank" rel="noopener noreferrer">'
            "Open in the team's library</a> "
        )
    # `download`: a browser opens nothing of it as a page of this folder.
    return (
        f"<article>{picture}<div><h3><bdi>{name}</bdi> "
        f"<small>v{artifact.version}</small></h3>"
        f"<p><bdi>{shown(' · '.join(about))}</bdi></p>{tags}{notes}{_preview(artifact)}"
        f'<p>{button}<a href="{blob_name(artifact.sha256)}" '
        f'download="{shown(file_name(artifact))}">Download</a> {elsewhere}'
        f"<code>{artifact.sha256}</code></p></div>"
        f"{_popover(artifact, popover, view) if opens else ''}</article>"
    )


def _popover(artifact: Artifact, popover: str, view: Opened | None) -> str:
    name = shown(artifact.name)
    source = blob_name(artifact.sha256)
    if view is None and artifact.kind in _PLAYED:
        played = f'<{artifact.kind} controls aria-label="{name}" data-src="{source}">'
        shows = f'<div class="full">{played}</{artifact.kind}></div>'
    elif view is None:
        shows = f'<div class="full" tabindex="0"><img loading="lazy" alt="" src="{source}"></div>'
    else:
        # A frame in it is a file too: Firefox loads none into one that is nobody's. No script of
        # others runs in the document, by its policy.
        own = " allow-same-origin" if view.has_frames else ""
        shows = (
            f'<iframe title="{name}" sandbox="allow-scripts{own}" data-src="{view.entry}"></iframe>'
        )
    return (
        f'<div popover id="{popover}" role="dialog" aria-label="{name}"><header>'
        f'<b><bdi>{name}</bdi> v{artifact.version}</b><button popovertarget="{popover}" '
        f'popovertargetaction="hide" autofocus>Close</button></header>{shows}</div>'
    )


def _preview(artifact: Artifact) -> str:
    preview = artifact.preview
    if preview is UNSET or artifact.thumbnail:
        return ""
    if isinstance(preview, (ModelPreview, TextPreview)):
        return f"<pre>{lines(preview.text)}</pre>"
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
