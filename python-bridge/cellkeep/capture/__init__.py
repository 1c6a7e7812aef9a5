"""Saving from IPython: the magics ``%keep`` and ``%%keep``, and their completion."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def register_magics(shell: InteractiveShell) -> None:
    """Register the magics in a shell; the second call changes nothing.

    IPython's own ``%save`` stays what it is.
    """
    from cellkeep.capture.completion import keep_matcher
    from cellkeep.capture.magics import KeepMagics

    if isinstance(shell.magics_manager.registry.get(KeepMagics.__name__), KeepMagics):
        return
    shell.register_magics(KeepMagics)
    shell.Completer.custom_matchers.append(keep_matcher(shell))
