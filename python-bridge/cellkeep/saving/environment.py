"""The installed packages of a script's process, kept once a run, in nobody's time."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from cellkeep.context.provenance import add_process
from cellkeep.context.script import ENVIRONMENT_NAME
from cellkeep.saving.save import SaveOptions, capture_item
from cellkeep.saving.selection import TextItem
from cellkeep.transfer import fork_gate
from cellkeep.transfer.session import current_session
from cellkeep_core.protocol import Provenance
from cellkeep_core.text import counted

if TYPE_CHECKING:
    from cellkeep_core.protocol import Run as RunDescription

_log = logging.getLogger("cellkeep")


def save_environment_soon(run: RunDescription) -> None:
    """Save the packages to a run on a thread, where this process has not begun to.

    Whatever goes wrong with it is logged, and no other save hears of it.
    """
    session = current_session()
    if run.id not in session.environments:
        session.environments.add(run.id)
        session.engine.prepare("cellkeep-environment", _save_environment, run)


def _save_environment(run: RunDescription) -> None:
    try:
        # A child that is forked in the middle of an import inherits its lock.
        with fork_gate.gate.entered():
            from cellkeep.context.packages import requirements
        provenance = Provenance(via="auto")
        add_process(provenance)
        found = requirements()
        item = TextItem(found.text, ENVIRONMENT_NAME, counted(found.packages, "package"))
        entry, _ = capture_item(run, item, SaveOptions("code"), provenance)
        current_session().engine.submit_all([entry])
    except Exception:  # noqa: BLE001  (nobody asked for this save, and nobody waits for it)
        _log.info("The installed packages could not be kept.", exc_info=True)
