"""Which artifacts a person means: words and filters, each as a condition on `facets`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    exists,
    or_,
    select,
    union_all,
)

from cellkeep_core.errors import BadRequestError
from cellkeep_core.ids import is_byte_count
from cellkeep_core.names import check_category
from cellkeep_store.catalog.condition import Condition, hidden
from cellkeep_store.catalog.grouping import in_group
from cellkeep_store.catalog.last_of_name import is_last
from cellkeep_store.catalog.rows import cleaned
from cellkeep_store.catalog.tables import (
    aliases,
    artifact_tags,
    artifacts,
    blobs,
    facets,
    run_tags,
    runs,
)
from cellkeep_store.catalog.words import with_words, words_of

LATEST = "latest"
LATEST_IN_NOTEBOOK = "latest-in-notebook"

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}\.\d{3}Z)?")


@dataclass(frozen=True, kw_only=True)
class ArtifactFilter:
    """What artifacts must be like; what is None is not asked for.

    Attributes
    ----------
    run : str
        Id of their run.
    q : str
        Words, each to be found in the name, media type, tags, notes, aliases, metadata or
        notebook, in the run's name, folder, notebook, tags or metadata, or, where it has three
        characters or more, in the source of the cell; in any case.
    category, kind, media_type : str or tuple of str
        One of these. A media type that ends in ``/`` means every one that begins so.
    name : str
        Equal to their name.
    sha256 : str
        The digest of their bytes.
    tag : str
        A tag of theirs or of their run.
    size_min, size_max : int
        Bytes, both included.
    since, until : str
        Times of the protocol, or days (UTC), of when they were stored; `until` is not included.
    notebook : str
        Path of the notebook they came from.
    folder : str
        Folder of their run, or one above it.
    alias : str
        An alias they have; ``latest`` for the latest version of each name in its run,
        ``latest-in-notebook`` for the latest across the runs of its notebook.
    status : {'stored', 'damaged'}
        Whether their bytes are whole as far as the store knows.
    group : str
        One group of those that they are counted by, as ``by:key``: the very artifacts that
        its count has. ``folder:/team`` has none of the folders below, and ``notebook:`` those
        that came from no notebook.
    """

    run: str | None = None
    q: str | None = None
    category: str | tuple[str, ...] | None = None
    kind: str | tuple[str, ...] | None = None
    media_type: str | tuple[str, ...] | None = None
    name: str | None = None
    sha256: str | None = None
    tag: str | None = None
    size_min: int | None = None
    size_max: int | None = None
    since: str | None = None
    until: str | None = None
    notebook: str | None = None
    folder: str | None = None
    alias: str | None = None
    status: Literal["stored", "damaged"] | None = None
    group: str | None = None


def filters_nothing(wanted: ArtifactFilter) -> bool:
    """Return whether every artifact is what the filter asks for."""
    nothing: dict[str, Any] = {"q": "", "folder": "", "size_min": 0}
    given = {
        name: value.strip() if name == "q" else value.rstrip("/") if name == "folder" else value
        for name, value in asdict(wanted).items()
        if value is not None and value != ()
    }
    return all(name in nothing and value == nothing[name] for name, value in given.items())


def conditions(tx: Connection, wanted: ArtifactFilter) -> list[Condition]:
    """Return the filters that are asked for.

    Raises
    ------
    CellkeepError
        ``BAD_REQUEST`` or ``UNKNOWN_CATEGORY``, where no artifact could be meant.
    """
    wanted = _cleaned(wanted)
    return [
        *_columns(tx, wanted),
        *_ranges(tx, wanted),
        *_relations(tx, wanted),
        *with_words(tx, words_of(wanted.q)),
        *([] if wanted.group is None else [in_group(tx, wanted.group)]),
    ]


def _cleaned(wanted: ArtifactFilter) -> ArtifactFilter:
    # Characters that no database accepts, and nothing stored contains, match nothing.
    texts: dict[str, Any] = {
        name: cleaned(value)
        for name in ("run", "q", "name", "sha256", "tag", "notebook", "folder", "alias", "group")
        if (value := getattr(wanted, name)) is not None
    }
    return replace(wanted, **texts)


def _columns(tx: Connection, wanted: ArtifactFilter) -> Iterator[Condition]:
    for category in _several(wanted.category):
        check_category(category)
    name = None if wanted.name is None else unicodedata.normalize("NFC", wanted.name)
    for its, value in (
        (facets.c.run_id, wanted.run),
        (facets.c.name, name),
        (facets.c.notebook, wanted.notebook),
        (facets.c.kind, wanted.kind),
        (facets.c.media_type, wanted.media_type),
        (facets.c.category, wanted.category),
    ):
        values = _several(value)
        if values:
            clause, tested = _one_of(its, values), _one_of(hidden(tx, its), values)
            equal = len(values) == 1 and not values[0].endswith("/")
            yield Condition(clause, tested, select(facets.c.seq).where(clause), equal=equal)


def _one_of(its: ColumnElement[Any], values: tuple[str, ...]) -> ColumnElement[bool]:
    if len(values) == 1 and not values[0].endswith("/"):
        return its == values[0]
    # "0" follows "/", so this is the range of everything below the folder, which an index can give.
    return or_(
        *(
            and_(its >= value, its < f"{value[:-1]}0") if value.endswith("/") else its == value
            for value in values
        )
    )


def _ranges(tx: Connection, wanted: ArtifactFilter) -> Iterator[Condition]:
    for moment in (wanted.since, wanted.until):
        if moment is not None and not _TIME.fullmatch(moment):
            raise BadRequestError(
                f"{moment!r} is no time.", hint="Write 2026-11-25 or 2026-11-25T12:00:00.000Z."
            )
    for size in (wanted.size_min, wanted.size_max):
        if size is not None and not is_byte_count(size):
            raise BadRequestError(f"{size!r:.40} is no number of bytes.")
    for sort, its, low, high in (
        ("size", facets.c.size, wanted.size_min, wanted.size_max),
        ("time", facets.c.stored_at, wanted.since, wanted.until),
    ):
        if low is not None or high is not None:
            clause, tested = (_within(one, low, high, sort) for one in (its, hidden(tx, its)))
            yield Condition(clause, tested, select(facets.c.seq).where(clause), sorts=sort)


def _within(its: ColumnElement[Any], low: Any, high: Any, sort: str) -> ColumnElement[bool]:
    bounds = [] if low is None else [its >= low]
    if high is not None:
        # The upper bound of a size is inclusive, that of a time exclusive.
        bounds.append(its <= high if sort == "size" else its < high)
    return and_(*bounds)


def _relations(tx: Connection, wanted: ArtifactFilter) -> Iterator[Condition]:
    if wanted.tag is not None:
        own = select(artifact_tags.c.seq).where(artifact_tags.c.tag == wanted.tag)
        in_runs = select(run_tags.c.run_id).where(run_tags.c.tag == wanted.tag)
        its_run = facets.c.run_id.in_(in_runs)
        yield Condition(
            or_(facets.c.seq.in_(own), its_run),
            or_(facets.c.seq.in_(own), hidden(tx, facets.c.run_id).in_(in_runs)),
            union_all(own, select(facets.c.seq).where(its_run)),
        )
    if wanted.folder is not None:
        folder = wanted.folder.rstrip("/")
        below = and_(runs.c.folder >= f"{folder}/", runs.c.folder < f"{folder}0")
        inside = select(runs.c.id).where(or_(runs.c.folder == (folder or "/"), below))
        clause: ColumnElement[bool] = facets.c.run_id.in_(inside)
        tested = hidden(tx, facets.c.run_id).in_(inside)
        yield Condition(clause, tested, select(facets.c.seq).where(clause))
    if wanted.alias == LATEST:
        newer = artifacts.alias("newer")
        clause = ~exists().where(
            newer.c.run_id == facets.c.run_id,
            newer.c.name == facets.c.name,
            newer.c.version > facets.c.version,
        )
        yield Condition(clause, clause, None)
    elif wanted.alias == LATEST_IN_NOTEBOOK:
        clause = is_last(facets)
        yield Condition(clause, clause, None)
    elif wanted.alias is not None:
        source = (
            select(artifacts.c.seq)
            .join_from(aliases, artifacts, aliases.c.artifact_id == artifacts.c.id)
            .where(aliases.c.alias == wanted.alias)
        )
        clause = facets.c.seq.in_(source)
        yield Condition(clause, clause, source)
    if wanted.sha256 is not None:
        with_bytes = select(artifacts.c.seq).where(artifacts.c.sha256 == wanted.sha256)
        clause = facets.c.seq.in_(with_bytes)
        yield Condition(clause, clause, with_bytes)
    if wanted.status is not None:
        damaged = (
            select(artifacts.c.seq)
            .join_from(blobs, artifacts, blobs.c.sha256 == artifacts.c.sha256)
            .where(blobs.c.damaged.is_(True))
        )
        if wanted.status == "damaged":
            clause = facets.c.seq.in_(damaged)
            yield Condition(clause, clause, damaged)
        else:
            clause = facets.c.seq.not_in(damaged)
            yield Condition(clause, clause, None)


def _several(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value
