"""`cellkeep quota`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from cellkeep_core.ids import is_byte_count
from cellkeep_core.paths import CATALOG_VARIABLE, store_root
from cellkeep_core.protocol import Quota, Usage, or_unset
from cellkeep_core.text import human_bytes, local_time
from cellkeep_store.cli.options import common_options, open_store
from cellkeep_store.cli.output import columns, write_json, write_lines

if TYPE_CHECKING:
    from cellkeep_store.store import Store

_PAGE = 500
_SIZE = re.compile(r"([0-9]{1,16}(?:\.[0-9]{1,3})?)\s*([KMGTP]?)(I?)B?")


def _bytes_of(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    """Return the number of bytes that a size such as 500000, 10GB or 1.5TiB is."""
    if value is None:
        return None
    found = _SIZE.fullmatch(value.strip().upper())
    if found is not None:
        number, unit, binary = found.groups()
        size = int(float(number) * (1024 if binary else 1000) ** " KMGTP".index(unit or " "))
        if is_byte_count(size):
            return size
    raise click.BadParameter(f"{value!r} is no size: write 500000, 10GB or 1.5TiB.")


@click.command("quota")
@click.argument("name", required=False)
@click.argument("size", callback=_bytes_of, required=False)
@click.option("--group", is_flag=True, help="NAME is a group: each of its members may hold SIZE.")
@click.option("--default", is_flag=True, help="What the service gives everybody holds for NAME.")
@common_options
def quota_command(
    name: str | None,
    size: int | None,
    group: bool,
    default: bool,
    root: Path | None,
    as_json: bool,
) -> None:
    """Show how much everybody holds in a service, or set quotas.

    It works on the store itself, with the service's own variables; the service need not be
    stopped. What a service gives everybody is in its configuration, and not shown here.
    """
    if (size is not None and default) or (name is None and (group or default)):
        raise click.UsageError("Say NAME and SIZE, or NAME and --default, or neither.")
    with _store(root) as store:
        kind: Literal["group", "person"] = "group" if group else "person"
        if name is not None and (size is not None or default):
            wanted = Quota(kind=kind, name=name, limit_bytes=or_unset(size))
            found = [store.people.put_quota(wanted)]
        else:
            found = [
                one for one in _all(store) if name is None or (one.kind, one.name) == (kind, name)
            ]
    if as_json:
        write_json(found)
        return
    head = ["", "name", "holds", "may hold", "from", "runs", "last"]
    write_lines(columns([head, *map(_row, found)], right=frozenset({2, 3, 5})))


def _store(root: Path | None) -> Store:
    storage = os.environ.get("CELLKEEP_STORAGE_URL", "").strip()
    if not storage:
        return open_store(root)
    from cellkeep_store.store import Store

    return Store.open_service(storage, os.environ.get(CATALOG_VARIABLE, ""), root or store_root())


def _all(store: Store) -> Iterator[Usage]:
    from cellkeep_store.catalog.condition import Order
    from cellkeep_store.catalog.reader import every_item

    return every_item(lambda at: store.people.usage(Order("bytes"), limit=_PAGE, cursor=at))


def _row(one: Usage) -> list[str]:
    quota = human_bytes(one.quota_bytes) if isinstance(one.quota_bytes, int) else ""
    return [
        one.kind,
        one.name,
        human_bytes(one.bytes),
        quota,
        "its group" if one.quota_from == "group" else one.quota_from or "",
        f"{one.runs:,}" if one.kind == "person" else "",
        local_time(one.last_at) if one.last_at else "",
    ]
