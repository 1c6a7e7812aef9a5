"""Says once that what is saved after a change of parameters goes on in the same run."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from IPython.core.interactiveshell import InteractiveShell


class RunHint:
    """Looks at the first cell that was executed: parameters stand there, mostly.

    Parameters
    ----------
    shell : InteractiveShell
        Whose cells.
    """

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self._first: tuple[str, str] | None = None
        self._run_id: str | None = None
        shell.events.register("pre_run_cell", self._look)

    def remove(self) -> None:
        """Look no more."""
        self._shell.events.unregister("pre_run_cell", self._look)

    def _look(self, info: Any) -> None:
        cell_id, source = getattr(info, "cell_id", None), info.raw_cell
        if not info.store_history or cell_id is None or not source.strip():
            return
        if self._first is None or self._first[0] != cell_id:
            self._first = self._first or (cell_id, source)
            return
        before, self._first = self._first[1], (cell_id, source)
        # Not imported for this: a notebook's first cell waits for nothing.
        module = sys.modules.get("cellkeep.transfer.session")
        session = module.current_session() if module is not None else None
        run = session.current_run if session is not None else None
        run_id = getattr(run, "id", None)
        if source == before or run_id is None:
            return
        # What both give a value of their own, and not the same.
        values, now = dict(self._parameters(before)), self._parameters(source)
        changed = [name for name, value in now if values.get(name, value) != value]
        if not changed or run_id == self._run_id:
            return
        # What changes after `new_run` is how that run begins.
        begins = self._run_id is not None
        self._run_id = run_id
        if begins or "new_run" in source or session is None:
            return
        page = session.front_end
        # A page offers a button; a sentence in the output as well would stay in the notebook.
        if page is None or not page.send_hint(changed):
            print(
                f"Cellkeep: {' and '.join(changed)} changed. What is saved goes on in the same "
                "run, as new versions; cellkeep.new_run() begins another one."
            )

    def _parameters(self, source: str) -> Iterator[tuple[str, str]]:
        """Give the names that are set to what is written out, such as ``lr = 0.1``."""
        transform: Any = self._shell.transform_cell
        try:
            statements = ast.parse(transform(source)).body
        except (SyntaxError, ValueError, RecursionError):
            return
        for statement in statements:
            if isinstance(statement, ast.Assign):
                targets = statement.targets
            elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
                targets = [statement.target]
            else:
                continue
            try:
                ast.literal_eval(statement.value)
            except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                continue
            value = ast.dump(statement.value)
            yield from ((one.id, value) for one in targets if isinstance(one, ast.Name))
