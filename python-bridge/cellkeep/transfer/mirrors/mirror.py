"""What a mirror is, and what its kinds have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from cellkeep.errors import BadRequestError, CellkeepError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cellkeep.transfer.mirrors.content import Content
    from cellkeep_core.protocol import MirrorPlace, Run


class Mirror(Protocol):
    """Another tracker, as one process sends to it."""

    def put(self, content: Content, run: Run, checkpoint: Callable[[], None]) -> MirrorPlace:
        """Make sure that it has an artifact, and return where; bytes that are there stay.

        Parameters
        ----------
        content : Content
            The artifact and its bytes.
        run : Run
            The artifact's run, which becomes a run there.
        checkpoint : callable
            Called before bytes are sent; may raise to stop.

        Raises
        ------
        CellkeepError
            ``MIRROR_UNREACHABLE`` where it may work later, else what it has against it.
        """
        ...


def shown(text: str) -> str:
    """Return a text without the accounts and passwords of the addresses in it."""
    return _ACCOUNT.sub("", text)


def away(called: str, url: str, error: Exception) -> CellkeepError:
    """Return the error of a mirror that may be there later."""
    return CellkeepError(
        f"{called} at {shown(url)} does not answer: {_said(error)}.",
        hint="The store has it; the copy is sent when it does.",
        code="MIRROR_UNREACHABLE",
    )


def refused(called: str, name: str, error: Exception) -> CellkeepError:
    """Return the error of a copy that a mirror does not take."""
    return BadRequestError(
        f"{called} does not take {name!r}: {_said(error)}.",
        hint="The store has it. Retry it when that is mended.",
    )


def _said(error: Exception) -> str:
    first = (str(error).strip() or repr(error)).splitlines()[0]
    return shown(first)[:300].rstrip(".")


_ACCOUNT = re.compile(r"(?<=//)[^/@\s]*@")
_ODD = re.compile(r"[^A-Za-z0-9 ._+=,/-]")


def mirrored_name(name: str, version: int, artifact_id: str) -> str:
    """Return a name that any tracker takes, another one for each version of each name.

    Later versions have their number before the ending: ``loss.v2.json``. What a tracker may not
    take is replaced, and then the artifact's id tells such names apart.
    """
    parts = [part for part in _ODD.sub("_", name).split("/") if part.strip(". ")]
    plain = "/".join(part.strip() for part in parts) or "artifact"
    folder, slash, last = plain.rpartition("/")
    stem, dot, ending = last.partition(".") if not last.startswith(".") else (last, "", "")
    if plain != name:
        stem = f"{stem}-{artifact_id[:8]}"
    if version > 1:
        stem = f"{stem}.v{version}"
    return f"{folder}{slash}{stem}{dot}{ending}"
