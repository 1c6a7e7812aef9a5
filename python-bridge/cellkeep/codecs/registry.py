"""The registered codecs, and the order in which they are asked."""

from __future__ import annotations

import logging
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from cellkeep.codecs.base import Codec
from cellkeep_core.errors import CodecNotFoundError, NameConflictError
from cellkeep_core.held_locks import module_lock

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)
_codecs: list[Codec] = []
_loading = module_lock(globals(), "_loading")


def register(codec: Codec) -> Callable[[], None]:
    """Add a codec.

    Parameters
    ----------
    codec : Codec
        Its id must be new. A lower rank is asked first.

    Returns
    -------
    Callable[[], None]
        Takes the codec out again; calling it twice is harmless.

    Raises
    ------
    TypeError
        Where it is not a `Codec`.
    NameConflictError
        Where a codec of this id is there already.
    """
    if not isinstance(codec, Codec):
        raise TypeError(f"{codec!r} is not a codec: it lacks a part of cellkeep.codecs.Codec.")
    if any(other.id == codec.id for other in all_codecs()):
        raise NameConflictError(
            f"There is a codec {codec.id!r} already.",
            hint="Give yours another name, or a new version at its end (.v2).",
        )
    return _add(codec)


def _add(codec: Codec) -> Callable[[], None]:
    _codecs.append(codec)
    # A stable sort: among equal ranks the first one registered stays first.
    _codecs.sort(key=lambda one: one.rank)

    def dispose() -> None:
        # By identity: a disposer must not take out a later codec that compares equal.
        _codecs[:] = [other for other in _codecs if other is not codec]

    return dispose


def all_codecs() -> tuple[Codec, ...]:
    """Return every codec, best first; the first call loads those of other packages."""
    with _loading:  # two threads may be the first
        _load_built_in()
        _load_entry_points()
    return tuple(_codecs)


def codec_of(codec_id: str) -> Codec:
    """Return the codec of an id, or raise `CodecNotFoundError`."""
    for codec in all_codecs():
        if codec.id == codec_id:
            return codec
    raise CodecNotFoundError(
        f"This was written by the codec {codec_id!r}, which is not installed here.",
        hint="Install the package that brings it, or a newer Cellkeep; the bytes are safe.",
    )


def version_bound() -> frozenset[str]:
    """Return the libraries whose models may differ from one version to the next."""
    bound = (getattr(codec, "version_bound", ()) for codec in all_codecs())
    return frozenset(chain.from_iterable(bound))


@cache
def _load_built_in() -> None:
    from cellkeep.codecs.built_in import built_in_codecs

    for codec in built_in_codecs(all_codecs):
        _add(codec)


@cache
def _load_entry_points() -> None:
    # Imported here: it costs more than all of this package, and only the first save needs it.
    from importlib.metadata import entry_points

    for point in entry_points(group="cellkeep.codecs"):
        try:
            _add(_codec_from(point.load(), point.name))
        except Exception:  # noqa: BLE001  (another package's fault must not stop a save)
            _log.warning(
                "The codec %r of %s cannot be used.", point.name, point.value, exc_info=True
            )


def _codec_from(loaded: Any, name: str) -> Codec:
    is_codec = isinstance(loaded, Codec) and not isinstance(loaded, type)
    codec = loaded() if callable(loaded) and not is_codec else loaded
    if not isinstance(codec, Codec):
        raise TypeError(f"{codec!r} lacks a part of cellkeep.codecs.Codec.")
    if any(other.id == codec.id for other in _codecs):
        raise NameConflictError(f"The entry point {name!r} brings {codec.id!r} once more.")
    return codec
