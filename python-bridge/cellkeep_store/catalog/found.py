"""Where the words of a search were found in an artifact, for people who look at the list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from sqlalchemy import Connection, select

from cellkeep_core.protocol import Artifact, FoundIn
from cellkeep_store.catalog.rows import folded, run_from
from cellkeep_store.catalog.tables import runs
from cellkeep_store.catalog.texts import metadata_lines

Place = Literal["alias", "tag", "notes", "metadata", "source", "notebook", "type", "run"]

_MOST = 80


def tell_where_found(tx: Connection, artifacts: list[Artifact], words: list[str]) -> None:
    """Note at artifacts where each word was found that the name does not have, the nearest place.

    Parameters
    ----------
    words : list of str
        As they are searched for: composed and case folded.
    """
    told = [(each, _places_of(each, words)) for each in artifacts]
    # What nothing of the artifact has is of its run: the name is on the artifact, the rest is not.
    wanted = {each.run_id for each, places in told if None in places.values()}
    rows = tx.execute(select(runs).where(runs.c.id.in_(wanted))) if wanted else ()
    of_run = {
        run.id: "\n".join([run.name, run.folder, *run.tags, *metadata_lines(run.metadata)])
        for run in map(run_from, rows)
    }
    for artifact, places in told:
        found: dict[str, FoundIn] = {}
        for word, place in places.items():
            line = None if place else _line_with(of_run[artifact.run_id], word)
            text = artifact.run_name[:_MOST] if line is None else _excerpt(line, word)
            its = place or FoundIn("run", text)
            found.setdefault(its.place, its)
        if found:
            artifact.found_in = list(found.values())


def _places_of(artifact: Artifact, words: list[str]) -> dict[str, FoundIn | None]:
    """Return the nearest place of each word that the name does not have; None for its run."""
    name = folded(artifact.name)
    elsewhere = [word for word in words if word not in name]
    places = list(_places(artifact)) if elsewhere else []
    whole = folded("\n".join(text for _, text in places))
    return {word: _place_of(places, word) if word in whole else None for word in elsewhere}


def _place_of(places: list[tuple[Place, str]], word: str) -> FoundIn | None:
    for place, text in places:
        line = _line_with(text, word)
        if line is not None:
            return FoundIn(place, _excerpt(line, word))
    return None


def _line_with(text: str, word: str) -> str | None:
    if word not in folded(text):
        return None
    return next((line.strip() for line in text.splitlines() if word in folded(line)), None)


def _places(artifact: Artifact) -> Iterator[tuple[Place, str]]:
    for alias in artifact.aliases or ():
        yield "alias", alias
    for tag in artifact.tags or ():
        yield "tag", tag
    yield "notes", artifact.notes or ""
    yield "metadata", "\n".join(metadata_lines(artifact.metadata))
    yield "source", artifact.provenance.source or ""
    yield "notebook", artifact.provenance.notebook or ""
    yield "type", artifact.media_type


def _excerpt(line: str, word: str) -> str:
    if len(line) <= _MOST:
        return line
    # Folding may change the length a little; the word is still in what is cut out.
    middle = folded(line).index(word) + len(word) // 2
    start = max(0, min(middle - _MOST // 2, len(line) - _MOST + 2))
    end = start + _MOST - 2
    return f"{'…' if start else ''}{line[start:end].strip()}{'…' if end < len(line) else ''}"
