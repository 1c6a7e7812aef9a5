"""Pages that a browser opens by themselves, also where there is no network."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from cellkeep_store.forms.libraries import plotly_library, script_for

# A tag is not longer, unless it was made to take the time of who reads it.
_REMOTE = rb"""[^<>]{0,2000}?\s(?:src|href)\s{0,9}=\s{0,9}["']?((?:https?:)?//[^"'\s>]{1,2000})"""
_SCRIPT = re.compile(
    rb"<script\b" + _REMOTE + rb"[^<>]{0,2000}>\s{0,200}</script\s*>", re.IGNORECASE
)
_LOADED = re.compile(
    rb"<(?:script|img|iframe|video|audio|source|link\b(?=[^<>]{0,2000}stylesheet))\b" + _REMOTE,
    re.IGNORECASE,
)
_IMPORTED = re.compile(rb"""\b(?:import|from)\b\s{0,9}\(?\s{0,9}["'](https?://[^"'\s]{1,2000})""")
_TILES = re.compile(rb"""\.tileLayer\(\s{0,99}["'](https?://[^"'\s]{1,2000})""")
_BODY = re.compile(rb"<body\b[^>]{0,2000}>", re.IGNORECASE)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_MOST_NAMED = 5
_NOTE_STYLE = (
    "margin:8px;padding:8px;border:1px solid #b80;font:14px system-ui;color:#000;background:#ffd"
)


def page(body: str, scripts: Iterable[str] = ()) -> str:
    """Return a page with some HTML in it.

    Parameters
    ----------
    body : str
        The HTML.
    scripts : iterable of str
        The libraries that draw in it.
    """
    head = '<!doctype html>\n<html><head><meta charset="utf-8">'
    libraries = "".join(inline(script) for script in scripts)
    return f"{head}{libraries}</head><body>\n{body}\n</body></html>\n"


def inline(script: str) -> str:
    """Return the element with a script in it, in characters that mean the same in each encoding."""
    # These stand in texts and patterns only, where both spellings are the same.
    text = re.sub("<(?=/script|!--)", r"\\x3c", script, flags=re.IGNORECASE)
    return f"<script>{_NOT_ASCII.sub(_escaped, text)}</script>"


def _escaped(found: re.Match[str]) -> str:
    wide = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{wide[at : at + 2].hex()}" for at in range(0, len(wide), 2))


def plotly_part(figure: dict[str, Any], number: int = 0, height: str = "100vh") -> str:
    """Return the place of a Plotly figure, and the script that draws it by `plotly_library`."""
    text = _as_script({key: figure.get(key) for key in ("data", "layout")})
    return (
        f'<div id="figure-{number}" style="height:{height}"></div>\n<script>Plotly.newPlot('
        f"'figure-{number}', ...Object.values({text}), {{responsive: true}})</script>"
    )


def vega_part(spec: dict[str, Any], *, is_lite: bool, number: int = 0) -> str:
    """Return the place of a chart, and the script that draws it by `vega_library`."""
    mode = "vega-lite" if is_lite else "vega"
    return (
        f'<div id="chart-{number}"></div>\n<script>'
        f"vegaEmbed('#chart-{number}', {_as_script(spec)}, {{mode: '{mode}'}})</script>"
    )


def _as_script(value: object) -> str:
    # In a script nothing may look like its end.
    return json.dumps(value).replace("<", "\\u003c")


def write_plotly(file: BinaryIO, form: str, sink: BinaryIO) -> None:
    """Write a Plotly figure as a page that is as interactive as the figure was."""
    del form  # there is but one
    figure = json.load(file)
    sink.write(page(plotly_part(figure), [plotly_library()]).encode())


def write_standalone(file: BinaryIO, form: str, sink: BinaryIO) -> None:
    """Write a page with the scripts in it that it would load, as far as they are here."""
    del form  # there is but one
    sink.write(standalone(file.read()))


def standalone(markup: bytes) -> bytes:
    """Return a page with the scripts in it that it would load, as far as they are here.

    What else it would load is named at its beginning, since without a network it is not there.

    Parameters
    ----------
    markup : bytes
        HTML in an encoding that has ASCII in it.
    """

    def carried(found: re.Match[bytes]) -> bytes:
        script = script_for(html.unescape(found[1].decode("ascii", "replace")))
        return found[0] if script is None else inline(script).encode()

    whole = _SCRIPT.sub(carried, markup)
    note = _missing_note(remote_addresses(whole))
    body = _BODY.search(whole)
    at = body.end() if body else 0
    return whole[:at] + note + whole[at:]


def remote_addresses(markup: bytes) -> list[str]:
    """Return what a page loads from other servers by itself, each once."""
    found = (one[1] for way in (_LOADED, _IMPORTED, _TILES) for one in way.finditer(markup))
    return list(dict.fromkeys(html.unescape(one.decode("ascii", "replace")) for one in found))


def _missing_note(addresses: list[str]) -> bytes:
    if not addresses:
        return b""
    parts = [urlsplit(address) for address in addresses]
    hosts = list(dict.fromkeys(part.hostname or "?" for part in parts))
    names = list(dict.fromkeys(part.path.rpartition("/")[2] or part.netloc for part in parts))
    more = len(names) - _MOST_NAMED
    named = ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    text = (
        f"This page loads {named} from {', '.join(hosts[:_MOST_NAMED])}. They are not in this "
        "file: without a network, what they draw is missing."
    )
    note = f'<p role="note" style="{_NOTE_STYLE}">{html.escape(text)}</p>'
    return note.encode("ascii", "xmlcharrefreplace")
