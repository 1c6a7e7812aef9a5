"""Time zones in a tree: Python's own, and those of dateutil.

A zone is kept by what finds it again: its name, or its offset. That name is never taken as the
path of a file where it is read.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from typing import TYPE_CHECKING, Any, TypeGuard

from cellkeep.codecs.base import DeclinedError, loaded_type, type_name
from cellkeep.codecs.trees.places import at

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.codecs.trees.places import Node, Path, Read, Writer

# As in the tz database: `Europe/Berlin`, `Etc/GMT+1`.
_NAME = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*")


def is_value(obj: object) -> bool:
    """Whether it is a time zone that may be kept."""
    return type(obj) in (dt.timezone, zoneinfo.ZoneInfo) or is_of_dateutil(obj)


def to_node(value: Any, _writer: Writer, path: Path) -> Node | None:
    """Return a time zone as JSON, None for anything else; or decline."""
    return zone_to_node(value, path) if isinstance(value, dt.tzinfo) else None


def zone_to_node(zone: dt.tzinfo, path: Path) -> Node:
    """Return a time zone that can be found again, or decline."""
    if type(zone) is dt.timezone:
        offset = zone.utcoffset(None)
        named = zone.tzname(None) != dt.timezone(offset).tzname(None)
        return {"timezone": span_to_node(offset), "name": zone.tzname(None) if named else None}
    if type(zone) is zoneinfo.ZoneInfo and zone.key:
        return {"zone_info": zone.key}
    if node := _dateutil_to_node(zone):
        return node
    raise DeclinedError(
        f"The time zone{at(path)} is a {type_name(zone)}, which has no name to find it by.",
        "Convert it to zoneinfo.ZoneInfo('Europe/Berlin') or such.",
    )


def span_to_node(value: dt.timedelta) -> list[int]:
    """Return a time span as its exact parts."""
    return [value.days, value.seconds, value.microseconds]


def is_of_dateutil(zone: object) -> TypeGuard[dt.tzinfo]:
    """Whether it is a time zone of dateutil, which pandas has no text for."""
    return loaded_type(zone, "dateutil.tz", "tzlocal", "tzutc", "tzfile", "tzoffset", "tzstr")


def _dateutil_to_node(zone: Any) -> Node | None:
    if loaded_type(zone, "dateutil.tz", "tzlocal"):
        return {"dateutil": "local"}
    if loaded_type(zone, "dateutil.tz", "tzutc"):
        return {"dateutil": "utc"}
    if loaded_type(zone, "dateutil.tz", "tzoffset"):
        return {
            "dateutil": "offset",
            "span": span_to_node(zone.utcoffset(None)),
            "name": zone.tzname(None),
        }
    node: Node | None = None
    if loaded_type(zone, "dateutil.tz", "tzfile"):
        node = {"dateutil": "zone", "name": _name_of_file(zone)}
    elif loaded_type(zone, "dateutil.tz", "tzstr"):
        node = {"dateutil": "rule", "text": vars(zone)["_s"]}
    return node if node is not None and _comes_back(zone, node) else None


def _name_of_file(zone: Any) -> str:
    from dateutil.tz import tz

    file = str(getattr(zone, "_filename", ""))
    # The longest first: one of these folders lies in another.
    for folder in sorted(tz.TZPATHS, key=len, reverse=True):
        if file.startswith(f"{folder}/"):
            return file[len(folder) + 1 :]
    return file


def _comes_back(zone: Any, node: Node) -> bool:
    try:
        return bool(_read_dateutil(node) == zone)
    except ValueError:
        return False


def _read_timezone(node: Node, _read: Read) -> dt.timezone:
    offset = dt.timedelta(*node["timezone"])
    return dt.timezone(offset, node["name"]) if node["name"] else dt.timezone(offset)


def _read_dateutil(node: Node, _read: Read | None = None) -> Any:
    from dateutil import tz

    match node["dateutil"]:
        case "local":
            return tz.tzlocal()
        case "utc":
            return tz.tzutc()
        case "offset":
            return tz.tzoffset(node["name"], dt.timedelta(*node["span"]))
        case "rule":
            return tz.tzstr(node["text"])
    name = node["name"]
    zone = tz.gettz(name) if _NAME.fullmatch(name) else None
    if not loaded_type(zone, "dateutil.tz", "tzfile"):
        raise ValueError(f"there is no time zone {name!r} here")
    return zone


READERS: dict[str, Callable[[Node, Read], Any]] = {
    "timezone": _read_timezone,
    "zone_info": lambda node, _: zoneinfo.ZoneInfo(node["zone_info"]),
    "dateutil": _read_dateutil,
}
