"""What is said where a wait could not end, because it would wait for its own thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep.errors import SaveTimeoutError

if TYPE_CHECKING:
    from cellkeep.transfer.engine import Engine
    from cellkeep.transfer.transfer import Transfer


def require_wait_can_end(engine: Engine, transfer: Transfer | None = None) -> None:
    """Raise `SaveTimeoutError` where a save cannot end before the calling code has returned.

    Parameters
    ----------
    engine : Engine
        Whose saves are to be waited for.
    transfer : Transfer, optional
        The one that is waited for, where it is one.
    """
    if engine.interrupted_here():
        under_way = [transfer] if transfer else [one for one in engine.transfers() if not one.ended]
        raise SaveTimeoutError(vain_wait(under_way), hint=HINT)


HINT = "Save here, and wait, flush or load after the handler has returned."


def vain_wait(left: list[Transfer]) -> str:
    """Return why a wait cannot end, and where what is waited for is safe."""
    what = f"the save of {left[0].offer.name!r}" if len(left) == 1 else "saves"
    safe = f" What was saved is safe in {left[0].entry.folder.parent}." if left else ""
    return (
        f"{what[0].upper()}{what[1:]} cannot be waited for here: this code (a signal handler or a "
        f"__del__) interrupts another save of its own thread, which has to end first.{safe}"
    )
