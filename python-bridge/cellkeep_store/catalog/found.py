"""Where the words of a search were found in an artifact, for people who look at the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep_core.protocol import Artifact, FoundIn
from cellkeep_store.catalog.rows import folded
from cellkeep_store.catalog.texts import metadata_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    Place = Literal["alias", "tag", "notes", "metadata", "source", "notebook", "type", "run"]

_MOST = 80


def found_in(artifact: Artifact, words: list[str]) -> list[FoundIn]:
    """Return where each word was found that its name does not have, the nearest place of each.

    Parameters
    ----------
    words : list of str
        As they are searched for: composed and case folded.
    """
    name = folded(artifact.name)
    elsewhere = [word for word in words if word not in name]
    places = list(_places(artifact)) if elsewhere else []
    whole = folded("\n".join(text for _, text in places))
    found: dict[str, FoundIn] = {}
    for word in elsewhere:
        place = _place_of(places, word) if word in whole else None
        # Else of its run: the run's name is on the artifact, its folder and tags are not.
        place = place or FoundIn("run", artifact.run_name[:_MOST])
        found.setdefault(place.place, place)
    return list(found.values())


def _place_of(places: list[tuple[Place, str]], word: str) -> FoundIn | None:
    for place, text in places:
        if word in folded(text):
            for line in text.splitlines():
                if word in folded(line):
                    return FoundIn(place, _excerpt(line.strip(), word))
    return None


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
