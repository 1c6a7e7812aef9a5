"""What was made from what, as a kernel sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from cellkeep.context.script import ENVIRONMENT_NAME
from cellkeep.errors import ArtifactNotFoundError
from cellkeep.transfer.session import current_session
from cellkeep_core.text import printable

if TYPE_CHECKING:
    from cellkeep_core.protocol import Lineage, LineageNode


_WAIT = "A save that is under way has a lineage once it is stored: wait() for it."


@dataclass(frozen=True)
class LineageStep:
    """An artifact in a lineage.

    Attributes
    ----------
    id, name : str
    version : int
    run : str or None
        Its run's name; None where the store has not got the artifact any more.
    depth : int
        Steps from the one that was asked about; negative for what it was made from.
    made_from : tuple of str
        Ids of what it was made from, as far as it is in the lineage.
    """

    id: str
    name: str
    version: int
    run: str | None
    depth: int
    made_from: tuple[str, ...]


class LineageList(Sequence[LineageStep]):
    """The artifacts of a lineage, from the first origin to the last result; shows as a tree."""

    def __init__(self, graph: Lineage) -> None:
        sources: dict[str, list[str]] = {}
        for edge in graph.edges:
            sources.setdefault(edge.target, []).append(edge.source)
        ordered = sorted(graph.nodes, key=lambda node: node.depth)
        self._steps = [_step(node, sources.get(node.id, [])) for node in ordered]
        self.graph = graph

    def __len__(self) -> int:
        return len(self._steps)

    def __getitem__(self, index: Any) -> Any:
        return self._steps[index]

    def __repr__(self) -> str:
        lowest = min(step.depth for step in self._steps)
        return "\n".join(
            f"{'  ' * (step.depth - lowest)}{step.name} v{step.version} "
            f"({printable(step.run or 'not in this store')})"
            f"{' *' if step.id == self.graph.root else ''}"
            for step in self._steps
        )


def lineage_of(run_id: str, name: str | None, version: int | str | None = None) -> LineageList:
    """Return the lineage of what an address means, seen from a run."""
    session = current_session()
    reader = session.reader
    if name is None:
        kept = (one for one in reader.artifacts(run_id) if one.name != ENVIRONMENT_NAME)
        found = next(kept, None)
        if found is None:
            raise ArtifactNotFoundError("There is no artifact of the run in the store.", hint=_WAIT)
    else:
        address = name if version is None else f"{name}@{version}"
        try:
            found = reader.find(address, run_id, session.notebook())
        except ArtifactNotFoundError as error:
            hint = f"{error.hint} {_WAIT}"
            raise ArtifactNotFoundError(
                f"There is no artifact {address!r} in the store.", hint=hint
            ) from None
    return LineageList(reader.lineage(found.id))


def _step(node: LineageNode, sources: list[str]) -> LineageStep:
    return LineageStep(
        id=node.id,
        name=node.name,
        version=node.version,
        run=None if node.run_name is UNSET else node.run_name,
        depth=node.depth,
        made_from=tuple(sources),
    )
