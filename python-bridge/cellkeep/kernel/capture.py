"""Saving from IPython: magics, display hooks, and what is kept automatically.

A front end has a new kernel load this before the first cell, which waits for it. So only the
display hooks are put in at once: what a cell has displayed cannot be looked at later. The rest
follows by `complete`, on a thread; a magic that is used sooner brings it itself.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from cellkeep.kernel.displays.hooks import DisplayHooks, Output
from cellkeep.kernel.displays.memory import DisplayMemory
from cellkeep.kernel.preloading import Preloader
from cellkeep.kernel.run_hint import RunHint

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from cellkeep.kernel.autokeep.auto import AutoCapture
    from cellkeep.kernel.keeper import Keeper

# Each with what brings its magic: an extension, in IPython's words.
_LAZY_MAGICS = {"keep": "line_cell", "autokeep": "line", "artifacts": "line"}
_COMPLETES = "cellkeep.kernel.extension"


class Capture:
    """What is put into one IPython shell: magics, completion and display hooks.

    Attributes
    ----------
    memory : DisplayMemory
        What the displays came from.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        self.memory = DisplayMemory()
        self._auto: AutoCapture | None = None
        self._keeper: Keeper | None = None
        self._matcher: Any = None
        self._removed = False
        self._lock = threading.RLock()
        self._shell: Any = shell
        self._hooks = DisplayHooks(
            shell, self.memory, self._displayed, self._printed, self._cleared
        )
        for name, kind in _LAZY_MAGICS.items():
            shell.magics_manager.register_lazy(name, _COMPLETES, kind)
        # Not post_execute: ipykernel fires that for comm messages too, on any thread.
        self._preloader = Preloader(getattr(shell, "kernel", None))
        for on_end in (self._cell_ended, self._preloader.cell_ended):
            self._shell.events.register("post_run_cell", on_end)
        self._run_hint = RunHint(shell)

    @property
    def auto(self) -> AutoCapture:
        """What is kept automatically; made when somebody first wants something."""
        with self._lock:
            if self._auto is None:
                from cellkeep.kernel.autokeep.auto import AutoCapture

                self._auto = AutoCapture(self._shell)
            return self._auto

    @property
    def keeper(self) -> Keeper:
        """Serves front ends' requests to keep objects; made for the first one."""
        with self._lock:
            if self._keeper is None:
                from cellkeep.kernel.keeper import Keeper

                self._keeper = Keeper(self.memory)
            return self._keeper

    def complete(self) -> None:
        """Register magics and their completion, where that has not been done."""
        from cellkeep.kernel.magics.completion import keep_matcher
        from cellkeep.kernel.magics.magics import KeepMagics

        with self._lock:
            if self._matcher is None and not self._removed:
                self._shell.register_magics(KeepMagics(self._shell, self.auto))
                self._matcher = keep_matcher(self._shell)
                self._shell.Completer.custom_matchers.append(self._matcher)

    def belongs_to(self, shell: InteractiveShell) -> bool:
        """Whether it is in this shell."""
        return self._shell is shell

    def remove(self) -> None:
        """Leave the shell as it was."""
        self._hooks.remove()
        for on_end in (self._cell_ended, self._preloader.cell_ended):
            self._shell.events.unregister("post_run_cell", on_end)
        self._preloader.stop()
        self._run_hint.remove()
        manager = self._shell.magics_manager
        with self._lock:
            self._removed = True
            if self._matcher is not None:
                self._shell.Completer.custom_matchers.remove(self._matcher)
            manager.registry.pop("KeepMagics", None)
            for name in _LAZY_MAGICS:
                manager.lazy_magics.pop(name, None)
                for kind in ("line", "cell"):
                    manager.magics[kind].pop(name, None)
        self.memory.figures.clear()

    # -- what the hooks tell; nobody has asked for anything before `auto` is there --------

    def _displayed(self, output: Output) -> None:
        if self._auto is not None:
            self._auto.take(output)

    def _printed(self, message: dict[str, Any]) -> None:
        if self._auto is not None:
            self._auto.printed.sent(message)

    def _cleared(self, wait: bool) -> None:
        if self._auto is not None:
            self._auto.cleared(wait=wait)

    def _cell_ended(self, result: Any = None) -> None:
        if self._auto is not None:
            self._auto.cell_ended(result)
