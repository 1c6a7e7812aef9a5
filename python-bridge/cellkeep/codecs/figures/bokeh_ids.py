"""Bokeh's documents with ids that come from what is in them.

Bokeh counts its models over the whole process and gives its pages random numbers: the same figure
would be other bytes, and a new version, at each save. In a file the ids are counted as they come;
where it is loaded each model gets a fresh one, so that it meets none of the process's own.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DOCUMENTS = re.compile(
    r'(<script type="application/json" id="[^"]*">\s*)(.*?)(\s*</script>)', re.DOTALL
)
_RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def renumbered(document: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a document with counted ids, and which was which."""
    new = json.loads(json.dumps(document))
    names: dict[str, str] = {}
    for _ in _each_id(new, lambda old: names.setdefault(old, str(len(names)))):
        pass
    # Together with other documents in one page they must differ.
    prefix = hashlib.sha256(json.dumps(new, sort_keys=True).encode()).hexdigest()[:12]
    final = {old: f"c{prefix}-{number}" for old, number in names.items()}
    new = json.loads(json.dumps(document))
    for _ in _each_id(new, final.__getitem__):
        pass
    return new, final


def with_fresh_ids(document: dict[str, Any], make_id: Callable[[], str]) -> dict[str, Any]:
    """Return a document whose models have ids that this process has not given yet."""
    new: dict[str, Any] = json.loads(json.dumps(document))
    names: dict[str, str] = {}
    for _ in _each_id(new, lambda old: names.get(old) or names.setdefault(old, str(make_id()))):
        pass
    return new


def with_ids_of(page: str, document: dict[str, Any], names: dict[str, str]) -> str:
    """Return a page of one document with the ids of the renumbered one."""
    found = _DOCUMENTS.search(page)
    if found is None or len(json.loads(html.unescape(found[2]))) != 1:
        return page  # another Bokeh writes it otherwise: it shows the same
    prefix = hashlib.sha256(repr(sorted(names.values())).encode()).hexdigest()[:12]
    before, after = page[: found.start()], page[found.end() :]
    random: dict[str, str] = {}
    for one in _RANDOM.findall(after):
        random.setdefault(one, f"p{prefix}-{len(random)}")
    (its_id,) = json.loads(html.unescape(found[2]))
    whole = json.dumps({random.get(its_id, its_id): document}, separators=(",", ":"))

    def in_text(text: str) -> str:
        text = _RANDOM.sub(lambda one: random.get(one[0], one[0]), text)
        for root in document["roots"]:
            old = next(key for key, value in names.items() if value == root["id"])
            text = text.replace(f'"{old}"', f'"{root["id"]}"')
        return text

    opening, closing = in_text(found[1]), found[3]
    return f"{in_text(before)}{opening}{html.escape(whole, quote=False)}{closing}{in_text(after)}"


def _each_id(part: Any, name: Callable[[str], str]) -> Iterator[None]:
    """Replace the id of each model and reference, in the order of the text."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if isinstance(one.get("id"), str) and (len(one) == 1 or one.get("type") == "object"):
                one["id"] = name(one["id"])
                yield
            waiting += reversed(one.values())
        elif isinstance(one, list):
            waiting += reversed(one)
