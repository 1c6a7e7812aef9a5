"""What was made from what: by explicit use, by the same bytes, and within a run.

Three kinds of steps, from what was used to what was made:
``used``: a kernel had loaded it, or the person said so (`Provenance.inputs`);
``same``: an output whose bytes are an input or code elsewhere;
``run``: a run's code and inputs, in the version that was there when an output was saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Row, Select, select

from cellkeep_core.protocol import Lineage, LineageEdge, LineageNode, or_unset
from cellkeep_store.catalog import queries
from cellkeep_store.catalog.tables import artifacts, inputs, runs

MAX_NODES = 500
Kind = Literal["used", "same", "run"]

_NODE: Select[Any] = select(
    artifacts.c.id,
    artifacts.c.seq,
    artifacts.c.run_id,
    artifacts.c.name,
    artifacts.c.version,
    artifacts.c.category,
    artifacts.c.kind,
    artifacts.c.sha256,
    artifacts.c.claimed,
    artifacts.c.notebook,
    runs.c.name.label("run_name"),
).join_from(artifacts, runs, artifacts.c.run_id == runs.c.id)
_MADE = ("input", "code")


def lineage(tx: Connection, artifact_id: str, *, up: int, down: int) -> Lineage:
    """Return the graph around an artifact, so many steps up and down, nearest first."""
    queries.get_artifact(tx, artifact_id)
    graph = _Graph(tx, artifact_id)
    for steps, direction in ((up, -1), (down, 1)):
        frontier = [graph.root]
        for depth in range(1, steps + 1):
            frontier = graph.grow(frontier, depth * direction)
            if not frontier:
                break
        graph.mark(frontier, direction)
    more = any(node.more is True for node in graph.nodes.values())
    # What else was made from the sources, and what else the results were made from.
    graph.mark(graph.rows_of(-1), 1)
    graph.mark(graph.rows_of(1), -1)
    return Lineage(
        root=artifact_id,
        nodes=list(graph.nodes.values()),
        edges=list(graph.edges.values()),
        more=more,
    )


class _Step(NamedTuple):
    """The artifact one step away; without a row where the store does not have it."""

    node: LineageNode
    kind: Kind
    row: Row[Any] | None = None


class _Graph:
    def __init__(self, tx: Connection, root: str) -> None:
        self._tx = tx
        self.root = tx.execute(_NODE.where(artifacts.c.id == root)).one()
        self.nodes: dict[str, LineageNode] = {root: _node(self.root, 0)}
        self.edges: dict[tuple[str, str], LineageEdge] = {}
        self._rows: dict[str, Row[Any]] = {}

    def grow(self, frontier: list[Row[Any]], depth: int) -> list[Row[Any]]:
        """Add what is one step away; return what was new."""
        added = []
        for row in frontier:
            for node, kind, other in self._steps(row, depth):
                new = node.id not in self.nodes
                if new and len(self.nodes) >= MAX_NODES:
                    self.nodes[row.id].more = True
                    continue
                if new:
                    self.nodes[node.id] = node
                    if other is not None:
                        self._rows[node.id] = other
                        added.append(other)
                ends = (node.id, row.id) if depth < 0 else (row.id, node.id)
                # A step that a person stated counts more than one that was inferred.
                self.edges.setdefault(ends, LineageEdge(source=ends[0], target=ends[1], kind=kind))
        return added

    def rows_of(self, side: int) -> list[Row[Any]]:
        """Return the nodes on one side of the root: -1 for what it was made from."""
        return [row for row in self._rows.values() if self.nodes[row.id].depth * side > 0]

    def mark(self, rows: list[Row[Any]], direction: int) -> None:
        """Mark the nodes that have further steps in a direction, outside of the graph."""
        for row in rows:
            if any(step.node.id not in self.nodes for step in self._steps(row, direction)):
                self.nodes[row.id].more = True

    def _steps(self, row: Row[Any], depth: int) -> Iterator[_Step]:
        if depth < 0:
            yield from self._sources(row, depth)
        else:
            for other, kind in self._results(row):
                yield _Step(_node(other, depth), kind, other)

    def _sources(self, row: Row[Any], depth: int) -> Iterator[_Step]:
        def step(other: Row[Any], kind: Kind) -> _Step:
            return _Step(_node(other, depth), kind, other)

        used = self._tx.execute(select(inputs).where(inputs.c.artifact_id == row.id)).all()
        for each in used:
            found = self._tx.execute(_NODE.where(artifacts.c.id == each.input_id)).first()
            # Deleted here, or loaded from elsewhere: show what is known about it anyway.
            if found is None:
                found = self._with_bytes(each.sha256, row.seq)
            yield _Step(_absent(each, depth), "used") if found is None else step(found, "used")
        if row.category in _MADE:
            origin = self._with_bytes(row.sha256, row.seq, category="output")
            if origin is not None:
                yield step(origin, "same")
            return
        for each in self._latest_inputs(row.run_id, row.seq):
            yield step(each, "run")

    def _results(self, row: Row[Any]) -> Iterator[tuple[Row[Any], Kind]]:
        by_id = _NODE.join(inputs, inputs.c.artifact_id == artifacts.c.id).where(
            inputs.c.input_id == row.id
        )
        for each in self._some(by_id):
            yield each, "used"
        if row.category == "output":
            copies = _NODE.where(
                artifacts.c.sha256 == row.sha256,
                artifacts.c.category.in_(_MADE),
                artifacts.c.seq > row.seq,
            )
            for each in self._some(copies):
                yield each, "same"
            return
        newer = self._tx.execute(
            select(artifacts.c.seq)
            .where(
                artifacts.c.run_id == row.run_id,
                artifacts.c.name == row.name,
                artifacts.c.version > row.version,
            )
            .order_by(artifacts.c.version)
            .limit(1)
        ).scalar()
        outputs = _NODE.where(
            artifacts.c.run_id == row.run_id,
            artifacts.c.category == "output",
            artifacts.c.seq > row.seq,
        )
        if newer is not None:
            outputs = outputs.where(artifacts.c.seq < newer)
        for each in self._some(outputs):
            yield each, "run"

    def _latest_inputs(self, run_id: str, before: int) -> list[Row[Any]]:
        its = _NODE.where(
            artifacts.c.run_id == run_id,
            artifacts.c.category.in_(_MADE),
            artifacts.c.seq < before,
        )
        latest: dict[str, Row[Any]] = {}
        for row in self._some(its.order_by(artifacts.c.version.desc())):
            latest.setdefault(row.name, row)
        return list(latest.values())

    def _with_bytes(self, sha256: str, before: int, **of: str) -> Row[Any] | None:
        query = _NODE.where(artifacts.c.sha256 == sha256, artifacts.c.seq < before)
        if "category" in of:
            query = query.where(artifacts.c.category == of["category"])
        return self._tx.execute(query.order_by(artifacts.c.seq).limit(1)).first()

    def _some(self, query: Any) -> list[Row[Any]]:
        return list(self._tx.execute(query.limit(MAX_NODES + 1)).all())


def _node(row: Row[Any], depth: int) -> LineageNode:
    return LineageNode(
        id=row.id,
        name=row.name,
        version=row.version,
        run_id=row.run_id,
        run_name=row.run_name,
        category=row.category,
        kind=row.kind,
        sha256=row.claimed or row.sha256,
        notebook=or_unset(row.notebook),
        depth=depth,
        here=True,
    )


def _absent(used: Row[Any], depth: int) -> LineageNode:
    return LineageNode(
        id=used.input_id,
        name=used.name,
        version=used.version,
        run_id=used.run_id,
        sha256=used.sha256,
        depth=depth,
        here=False,
    )
