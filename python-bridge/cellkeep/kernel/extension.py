"""Installs Cellkeep into an IPython shell, and removes it again."""

from __future__ import annotations

import json
import logging
import threading
from typing import TYPE_CHECKING, Any

from cellkeep.context.execution import connected_notebooks
from cellkeep.kernel.capture import Capture

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from cellkeep.kernel.bridge.bridge import Bridge

_capture: Capture | None = None
_bridge: Bridge | None = None
_starting: threading.Thread | None = None


def install(shell: InteractiveShell) -> None:
    """Install everything into a shell; the second call changes nothing.

    In a kernel the magics and the bridge follow on a thread: the first cell may be waiting.
    IPython's own ``%save`` stays what it is.
    """
    global _capture
    if _capture is None or not _capture.belongs_to(shell):
        _capture = Capture(shell)
    if getattr(shell, "kernel", None) is None:
        _capture.complete()
    elif _bridge is not None and _bridge.alive:
        _bridge.capture = _capture
        _capture.complete()
    else:
        _start()


def remove(shell: InteractiveShell) -> None:
    """Remove everything from a shell; the bridge stays, for saves that are under way."""
    global _capture
    if _starting is not None:
        _starting.join()
    if _capture is not None and _capture.belongs_to(shell):
        _capture.remove()
        _capture = None
        if _bridge is not None:
            _bridge.capture = None


def begin(
    connection: str, notebook: str, capture: dict[str, Any], run: dict[str, Any] | None = None
) -> None:
    """Take what a front end says together with its wish to load this, before the first cell.

    Its comm follows later, behind the cells that wait already.

    Parameters
    ----------
    connection : str
        The session in the headers of the notebook's messages.
    notebook : str
        The notebook's path.
    capture : dict
        What it wants kept by itself: ``what`` and ``cells`` of a `CaptureMessage`.
    run : dict, optional
        The run that the kernel was in before it was restarted, where that is not its first one.
    """
    connected_notebooks.tell(connection, notebook)
    if run is not None:
        from cellkeep.api.current import go_on_with
        from cellkeep_core.protocol import Run, from_json

        go_on_with(from_json(json.dumps(run), Run))
    # Most notebooks want nothing, and their first cell does not wait for what would serve it.
    if _capture is not None and (capture["what"] != "off" or capture["cells"]):
        from cellkeep_core.protocol import CaptureMessage

        _capture.auto.settings.set_notebook(
            CaptureMessage("", capture["what"], capture["cells"], notebook=notebook)
        )


def load_ipython_extension(_shell: InteractiveShell) -> None:
    """Bring the magics now: IPython calls this where one is used before the thread brought it."""
    if _capture is not None:
        _capture.complete()


def _start() -> None:
    global _starting
    if _starting is None or not _starting.is_alive():
        _starting = threading.Thread(target=_complete, name="cellkeep-start", daemon=True)
        _starting.start()


def _complete() -> None:
    global _bridge
    from cellkeep.kernel.installed_only import installed_only

    try:
        with installed_only():
            from cellkeep.kernel.bridge.start import start_bridge
            from cellkeep.transfer.session import current_session

            capture = _capture
            if capture is not None:
                _bridge = start_bridge(current_session(), capture)
                capture.complete()
    except Exception:
        # Some kernels have no comms that we can open; saving works without a front end.
        logging.getLogger("cellkeep").info("This kernel has no feed.", exc_info=True)
