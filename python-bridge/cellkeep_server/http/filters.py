"""The query parameters that say which artifacts are meant, and in which order."""

from __future__ import annotations

from typing import Any, TypedDict, get_args

from cellkeep_core.errors import BadRequestError
from cellkeep_core.names import check_category
from cellkeep_server.http.base import CellkeepHandler, check_id
from cellkeep_store.catalog.condition import Sort
from cellkeep_store.catalog.filters import ArtifactFilter

_MOST_VALUES = 50


class Page(TypedDict):
    """A part of a list: at most how many, and from where on."""

    limit: int
    cursor: str | None


class SortedPage(Page):
    """A part of a list that is sorted in one of several ways."""

    sort: Sort
    descending: bool


def artifact_filter(handler: CellkeepHandler) -> ArtifactFilter:
    """Return the filter of a request's query; refuse what no artifact could be."""
    run = handler.query_text("run")
    if run is not None:
        check_id(run, "run")
    categories = _several(handler, "category")
    for category in categories or ():
        check_category(category)
    status: Any = handler.query_text("status")
    if status not in (None, "stored", "damaged"):
        raise BadRequestError("The query's 'status' is stored or damaged.")
    return ArtifactFilter(
        run=run,
        q=handler.query_text("q"),
        category=categories,
        kind=_several(handler, "kind"),
        media_type=_several(handler, "media_type"),
        name=handler.query_text("name"),
        sha256=handler.query_text("sha256"),
        tag=handler.query_text("tag"),
        size_min=_bytes(handler, "size_min"),
        size_max=_bytes(handler, "size_max"),
        since=handler.query_text("since"),
        until=handler.query_text("until"),
        notebook=handler.query_text("notebook", most=4096),
        folder=handler.query_text("folder", most=4096),
        alias=handler.query_text("alias"),
        status=status,
        group=handler.query_text("group", most=4096),
    )


def sorted_paging(handler: CellkeepHandler) -> SortedPage:
    """Return which part of a list a request's query asks for, and how the list is sorted."""
    sort: Any = handler.query_text("sort") or "time"
    if sort not in get_args(Sort):
        raise BadRequestError("The query's 'sort' is time, name or size.")
    downwards = descending(handler, default=sort != "name")
    return {**paging(handler), "sort": sort, "descending": downwards}


def descending(handler: CellkeepHandler, *, default: bool) -> bool:
    """Return whether the largest comes first, as a request's query has it."""
    order = handler.query_text("order")
    if order not in (None, "asc", "desc"):
        raise BadRequestError("The query's 'order' is asc or desc.")
    return default if order is None else order == "desc"


def paging(handler: CellkeepHandler) -> Page:
    """Return which part of a list a request's query asks for."""
    return {
        "limit": handler.query_number("limit", 100, most=500),
        "cursor": handler.query_text("cursor", most=4096),
    }


def _several(handler: CellkeepHandler, name: str) -> tuple[str, ...] | None:
    values = tuple(value for value in handler.get_query_arguments(name) if value)
    if len(values) > _MOST_VALUES or any(len(value) > 512 for value in values):
        raise BadRequestError(f"The query has too much of {name!r}.")
    return values or None


def _bytes(handler: CellkeepHandler, name: str) -> int | None:
    text = handler.query_text(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 16):
        raise BadRequestError(f"The query's {name!r} is a number of bytes.")
    return int(text)
