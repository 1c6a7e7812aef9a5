"""Saving from IPython: magics, what each display came from, and what is kept by itself."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from cellkeep.capture.auto import AutoCapture
    from cellkeep.capture.keeping import Keeper
    from cellkeep.capture.memory import DisplayMemory

_capture: Capture | None = None


class Capture:
    """What is put into one IPython shell: magics, completion and display hooks.

    Attributes
    ----------
    memory : DisplayMemory
        What the displays came from.
    auto : AutoCapture
        What is kept unasked.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        from cellkeep.capture.auto import AutoCapture
        from cellkeep.capture.completion import keep_matcher
        from cellkeep.capture.hooks import DisplayHooks
        from cellkeep.capture.magics import KeepMagics
        from cellkeep.capture.memory import DisplayMemory
        from cellkeep.capture.preloading import Preloader

        self.memory: DisplayMemory = DisplayMemory()
        self.auto: AutoCapture = AutoCapture(shell)
        self._keeper: Keeper | None = None
        self._lock = threading.Lock()
        self._shell: Any = shell
        self._matcher = keep_matcher(shell)
        self._hooks = DisplayHooks(shell, self.memory, self.auto.take, self.auto.printed.sent)
        self._shell.register_magics(KeepMagics)
        self._shell.Completer.custom_matchers.append(self._matcher)
        # Not post_execute: ipykernel fires that for comm messages too, on any thread.
        self._preloader = Preloader(getattr(shell, "kernel", None))
        for on_end in (self.auto.cell_ended, self._preloader.cell_ended):
            self._shell.events.register("post_run_cell", on_end)

    @property
    def keeper(self) -> Keeper:
        """What does a front end's wishes; made for the first one."""
        with self._lock:
            if self._keeper is None:
                from cellkeep.capture.keeping import Keeper

                self._keeper = Keeper(self.memory)
            return self._keeper

    def belongs_to(self, shell: InteractiveShell) -> bool:
        """Whether it is in this shell."""
        return self._shell is shell

    def remove(self) -> None:
        """Leave the shell as it was."""
        from cellkeep.capture.magics import KeepMagics

        self._hooks.remove()
        for on_end in (self.auto.cell_ended, self._preloader.cell_ended):
            self._shell.events.unregister("post_run_cell", on_end)
        self._preloader.stop()
        self._shell.Completer.custom_matchers.remove(self._matcher)
        manager = self._shell.magics_manager
        manager.registry.pop(KeepMagics.__name__, None)
        for kind, names in KeepMagics.magics.items():
            for name in names:
                manager.magics[kind].pop(name, None)
        self.memory.figures.clear()


def install(shell: InteractiveShell) -> Capture:
    """Put everything into a shell; the second call changes nothing.

    IPython's own ``%save`` stays what it is.
    """
    global _capture
    if _capture is None or not _capture.belongs_to(shell):
        _capture = Capture(shell)
    return _capture


def remove(shell: InteractiveShell) -> None:
    """Take everything out of a shell again."""
    global _capture
    if _capture is not None and _capture.belongs_to(shell):
        _capture.remove()
        _capture = None


def running_capture() -> Capture | None:
    """Return what is in this process's shell, or None."""
    return _capture
