"""What each name holds, so that one that comes to hold something else is said."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING, Any

from cellkeep_core.protocol import ArrayPreview, TablePreview
from cellkeep_core.registry import registry

if TYPE_CHECKING:
    from cellkeep_core.protocol import Offer

_MOST = 10_000


@dataclass(frozen=True)
class Likeness:
    """What of a thing makes another one its next version.

    The same kind; of tables some column that both have, of arrays as many dimensions. More or
    fewer rows, another column or another type of numbers are a version.
    """

    kind: str
    summary: str
    columns: frozenset[str] | None = None
    dimensions: int | None = None

    @classmethod
    def of(cls, offer: Offer) -> Likeness:
        """Return the likeness of what is offered."""
        kind = registry().kind_of(offer.codec, offer.media_type)
        summary = offer.summary if isinstance(offer.summary, str) else ""
        preview = offer.preview
        if isinstance(preview, TablePreview):
            return cls(kind, summary, columns=frozenset(one.name for one in preview.columns))
        if isinstance(preview, ArrayPreview):
            return cls(kind, summary, dimensions=len(preview.shape))
        return cls(kind, summary)

    @classmethod
    def of_object(cls, kind: str, obj: Any) -> Likeness:
        """Return the likeness of an object, from what it says of itself."""
        if kind == "table":
            try:  # PyArrow's columns are the values
                names = getattr(obj, "column_names", None) or obj.columns
                return cls(kind, "", columns=frozenset(str(one) for one in names))
            except (AttributeError, TypeError):
                return cls(kind, "")
        dimensions = getattr(obj, "ndim", None) if kind == "array" else None
        return cls(kind, "", dimensions=dimensions if isinstance(dimensions, int) else None)

    def takes(self, other: Likeness) -> bool:
        """Return whether the other one is a version of the same thing."""
        if self.kind != other.kind:
            return False
        if None not in (self.dimensions, other.dimensions):
            return self.dimensions == other.dimensions
        return not (self.columns and other.columns and self.columns.isdisjoint(other.columns))

    def __str__(self) -> str:
        return f"{self.kind}, {self.summary}" if self.summary else self.kind


class NamesHeld:
    """What this process has last saved under each name. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._held: OrderedDict[tuple[str, str], Likeness] = OrderedDict()

    def take(self, offer: Offer) -> str | None:
        """Note what a name holds from now on; return what to say where that is another thing."""
        key, now = (offer.run.id, offer.name), Likeness.of(offer)
        with self._lock:
            before = self._held.pop(key, None)
            self._held[key] = now
            if len(self._held) > _MOST:
                self._held.popitem(last=False)
        if before is None or before.takes(now):
            return None
        return (
            f"{offer.name!r} was another thing before ({before}) and is saved as its next version "
            f"({now}); loaded by its name it is the new one. To keep both apart, save it under a "
            f'name of its own, such as name="{offer.name} {now.kind}". Both are stored.'
        )
