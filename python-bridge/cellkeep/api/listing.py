"""Lists of artifacts, shown as tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from html import escape
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from cellkeep.errors import ArtifactNotFoundError
from cellkeep.transfer.session import current_session
from cellkeep_core.registry import registry
from cellkeep_core.text import counted, human_bytes, printable

if TYPE_CHECKING:
    from cellkeep.transfer.transfer import Transfer
    from cellkeep_core.protocol import Artifact

_COLUMNS = ("name", "version", "category", "type", "summary", "size", "state")
_ROWS_SHOWN = 100
_MOST_SEARCHED = 1000


@dataclass(frozen=True)
class ListedArtifact:
    """One row: an artifact, or a save that is still under way.

    Attributes
    ----------
    id : str
        The artifact's id.
    version : int or None
        None until it is stored.
    kind : str
        What it is: array, table, figure, …
    state : str
        ``stored``, or the state of the save.
    run : str
        The name of its run.
    """

    id: str
    name: str
    version: int | None
    category: str
    kind: str
    media_type: str
    summary: str
    size: int
    state: str
    run: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return the row as text, in the order of the columns."""
        version = f"v{self.version}" if self.version is not None else "–"
        size = human_bytes(self.size)
        return (self.name, version, self.category, self.kind, self.summary, size, self.state)


class ArtifactList(Sequence[ListedArtifact]):
    """Artifacts, newest first.

    Parameters
    ----------
    rows : iterable of ListedArtifact
        The artifacts.
    with_runs : bool
        Show the run of each.
    nothing : str
        What to show where there are none.
    """

    def __init__(
        self,
        rows: Iterable[ListedArtifact],
        *,
        with_runs: bool = False,
        nothing: str = "No artifacts yet.",
    ) -> None:
        self._rows = list(rows)
        self._with_runs = with_runs
        self._nothing = nothing

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: Any) -> Any:
        return self._rows[index]

    def __repr__(self) -> str:
        if not self._rows:
            return self._nothing
        table = [self._head(), *map(self._cells, self._rows[:_ROWS_SHOWN])]
        widths = [max(len(cell) for cell in column) for column in zip(*table, strict=True)]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in table
        ]
        return "\n".join(lines + self._rest())

    def _repr_html_(self) -> str:
        if not self._rows:
            return f"<p>{escape(self._nothing)}</p>"
        head = "".join(f"<th>{name}</th>" for name in self._head())
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in self._cells(row)) + "</tr>"
            for row in self._rows[:_ROWS_SHOWN]
        )
        rest = "".join(f"<p>{escape(line)}</p>" for line in self._rest())
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"

    def _head(self) -> tuple[str, ...]:
        return (*_COLUMNS, "run") if self._with_runs else _COLUMNS

    def _cells(self, row: ListedArtifact) -> tuple[str, ...]:
        cells = (*row.cells(), row.run) if self._with_runs else row.cells()
        return tuple(map(printable, cells))

    def _rest(self) -> list[str]:
        more = len(self._rows) - _ROWS_SHOWN
        return [f"and {counted(more, 'artifact')} more"] if more > 0 else []


def list_run(run_id: str) -> ArtifactList:
    """Return what the store has of a run, under what this process is still saving to it."""
    session = current_session()
    # Asked in this order: what is stored between the two questions is listed once, as stored.
    under_way = [one for one in session.engine.transfers_of(run_id) if one.state != "stored"]
    stored = session.reader.artifacts(run_id)
    there = {artifact.id for artifact in stored}
    rows = [_of_transfer(one) for one in reversed(under_way) if one.id not in there]
    return ArtifactList(rows + [_of_artifact(artifact) for artifact in stored])


def find_in_run(
    run_id: str, pattern: str | None, *, category: str | None = None, kind: str | None = None
) -> ArtifactList:
    """Return those of a run whose name matches: a pattern with ``*`` and ``?``, or a part of it.

    Where there is none, it is the one that is meant by the pattern as an address, of any run.
    """
    rows = _fitting(list_run(run_id), pattern, category, kind)
    if rows or not pattern:
        nothing = "No such artifact." if category or kind else "No artifacts yet."
        return ArtifactList(rows, nothing=nothing)
    # As an address it may mean one of another run, as it does where it is loaded.
    session = current_session()
    try:
        found = _of_artifact(session.reader.find(pattern, run_id, session.notebook()))
    except ArtifactNotFoundError as error:
        return ArtifactList((), nothing=f"No such artifact. {error.hint or ''}".strip())
    return ArtifactList(_fitting([found], None, category, kind), with_runs=True)


def find_anywhere(
    pattern: str | None, *, category: str | None = None, kind: str | None = None
) -> ArtifactList:
    """Return those of any run whose name matches, among the newest thousand candidates."""
    literal = max(re.split(r"[*?\[\]]+", pattern or ""), key=len)
    found = current_session().reader.search(
        literal or None, category=category, kind=kind, limit=_MOST_SEARCHED
    )
    rows = _fitting(map(_of_artifact, found), pattern, category, kind)
    return ArtifactList(rows, with_runs=True, nothing="No such artifact.")


def _fitting(
    rows: Iterable[ListedArtifact], pattern: str | None, category: str | None, kind: str | None
) -> list[ListedArtifact]:
    return [
        row
        for row in rows
        if _fits(row.name, pattern)
        and category in (None, row.category)
        and kind in (None, row.kind)
    ]


def _fits(name: str, pattern: str | None) -> bool:
    if not pattern:
        return True
    name, pattern = name.casefold(), pattern.casefold()
    if any(character in pattern for character in "*?["):
        return fnmatchcase(name, pattern) or name == pattern
    return pattern in name


def _of_artifact(artifact: Artifact) -> ListedArtifact:
    return ListedArtifact(
        id=artifact.id,
        name=artifact.name,
        version=artifact.version,
        category=artifact.category,
        kind=artifact.kind,
        media_type=artifact.media_type,
        summary=artifact.summary if artifact.summary is not UNSET else "",
        size=artifact.size,
        state="stored",
        run=artifact.run_name,
    )


def _of_transfer(transfer: Transfer) -> ListedArtifact:
    offer = transfer.offer
    return ListedArtifact(
        id=transfer.id,
        name=offer.name,
        version=None,
        category=offer.category,
        kind=registry().kind_of(offer.codec, offer.media_type),
        media_type=offer.media_type,
        summary=offer.summary if offer.summary is not UNSET else "",
        size=offer.size,
        state="waits in the spool" if transfer.parked else transfer.state,
        run=offer.run.name,
    )
