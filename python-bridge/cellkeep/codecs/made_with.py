"""The versions that wrote what is being read, and what is said where they knew more.

An artifact outlives the versions of the libraries that made it. What this version knows of it is
loaded; of what it does not know, the person is told.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from cellkeep.codecs.base import versions
from cellkeep.errors import tell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_MOST_NAMED = 8
_KEPT = "The rest was loaded, and the stored bytes are as they were."

_made_with: ContextVar[Mapping[str, str]] = ContextVar("made_with")


@contextmanager
def made_with(libraries: Mapping[str, str]) -> Iterator[None]:
    """Say which versions wrote what is read inside; those said outside go before."""
    token = _made_with.set({**libraries, **_made_with.get({})})
    try:
        yield
    finally:
        _made_with.reset(token)


def both_versions(among: Collection[str] | None = None) -> tuple[str, str]:
    """Return what differs between the writer and here, as text; empty where nothing does.

    Parameters
    ----------
    among : collection of str, optional
        The libraries that matter; default all.
    """
    written = _made_with.get({})
    here = versions(*written if among is None else among)
    differ = [name for name in written if name in here and here[name] != written[name]]
    then, now = (_named({name: of[name] for name in differ}) for of in (written, here))
    return then, now


def tell_dropped(library: str, parts: Sequence[str]) -> None:
    """Warn that parts of what is read are left out, because this version does not know them."""
    shown = [*parts[:_MOST_NAMED]]
    if len(parts) > _MOST_NAMED:
        shown.append(f"{len(parts) - _MOST_NAMED} more")
    tell(f"{_here(library)} does not know {_and(shown)}, left out here. {_then(library)} {_KEPT}")


def tell_changed(library: str, part: str, into: str) -> None:
    """Warn that a part of what is read comes as another type, for want of its own here."""
    tell(f"{_here(library)} does not know {part}, so it comes as {into}. {_then(library)} {_KEPT}")


def tell_other_versions(bound: Collection[str]) -> None:
    """Warn where a model was saved by another version of one of these libraries."""
    then, now = both_versions(bound)
    if then:
        tell(
            f"This was saved with {then}, and {now} is here: it may predict otherwise. Check it "
            "before you rely on it, or load it where the same version is installed."
        )


def _here(library: str) -> str:
    return _named(versions(library)) or library


def _then(library: str) -> str:
    written = _made_with.get({}).get(library)
    return f"It was saved with {library} {written}." if written else ""


def _named(libraries: Mapping[str, str]) -> str:
    return _and([f"{name} {version}".rstrip() for name, version in libraries.items()])


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
