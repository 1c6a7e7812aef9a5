"""docs/performance.md: a part for each bench that writes into it."""

from __future__ import annotations

from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
_MILLION = "<!-- The rest: written by test/bench/million.py -->\n"


def write_peers(text: str) -> None:
    """Write what stands first."""
    _write(text, _parts()[1])


def write_million(text: str) -> None:
    """Write what stands last."""
    _write(_parts()[0], text)


def _parts() -> tuple[str, str]:
    peers, _, million = DOCUMENT.read_text("utf-8").partition(_MILLION)
    return peers, million


def _write(peers: str, million: str) -> None:
    parts = [peers.rstrip(), _MILLION + million.strip()] if million else [peers.rstrip()]
    DOCUMENT.write_text("\n\n".join(parts) + "\n", "utf-8")
