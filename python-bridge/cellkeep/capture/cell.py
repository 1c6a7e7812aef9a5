"""``%%keep``: run the cell, show everything as usual, and keep what it showed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cellkeep.capture.outputs import RecordedOutputs, recording
from cellkeep.errors import BadNameError, CellkeepError, EmptySelectionError
from cellkeep.selection import OutputsItem
from cellkeep.transfer.notices import tell
from cellkeep_core.names import check_name

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable


def keep_outputs(shell: Any, arguments: Namespace, cell: str) -> None:
    """Run a cell and save its outputs as one artifact, also when it raises half-way.

    Parameters
    ----------
    shell : InteractiveShell
        Where the cell runs.
    arguments : Namespace
        Of the magic: one name, and the category.
    cell : str
        The cell's source.

    Raises
    ------
    BadNameError
        Before the cell runs.
    EmptySelectionError
        Where the cell ended well and showed nothing.
    Exception
        Whatever the cell raised, shown as if there were no magic.
    """
    name = _one_name(arguments)
    with recording(shell) as recorded:
        raised, render = _run(shell, cell, recorded)
    try:
        _save(recorded, name, arguments.category, raised)
    except CellkeepError as error:
        if raised is None:
            raise
        tell(f"The outputs were not kept: {error}")
    if raised is not None:
        # IPython asks an exception how to show itself: as it was shown in the cell,
        # without the frames of this magic.
        with suppress(AttributeError, TypeError):
            raised._render_traceback_ = render  # type: ignore[attr-defined]
        raise raised


def _one_name(arguments: Namespace) -> str:
    if len(arguments.names) != 1 or arguments.name is not None:
        raise BadNameError(
            "%%keep saves all outputs of its cell under one name.",
            hint="Write it as %%keep NAME.",
        )
    return check_name(arguments.names[0])


def _run(
    shell: Any, cell: str, recorded: RecordedOutputs
) -> tuple[BaseException | None, Callable[[], list[str]]]:
    """Run the cell, and return what it raised and how that is shown. Nothing is shown yet."""
    shown: list[str] = []
    show = vars(shell).get("_showtraceback")

    def keep_traceback(kind: type[BaseException], value: BaseException, lines: list[str]) -> None:
        shown[:] = lines
        recorded.error(kind.__name__, str(value), list(lines))

    shell._showtraceback = keep_traceback  # noqa: SLF001
    try:
        result = shell.run_cell(cell, store_history=False)
    finally:
        if show is None:
            del shell._showtraceback  # noqa: SLF001
        else:
            shell._showtraceback = show  # noqa: SLF001
    raised = result.error_before_exec or result.error_in_exec
    return raised, lambda: list(shown)


def _save(
    recorded: RecordedOutputs, name: str, category: Any, raised: BaseException | None
) -> None:
    from IPython.display import display

    from cellkeep.run import current_run

    if not recorded.outputs:
        if raised is not None:
            return
        raise EmptySelectionError(
            f"The cell showed nothing, so there is nothing to keep as {name!r}.",
            hint="End it with what you want to see, or save a variable with %keep.",
        )
    handles = current_run().save_selection([OutputsItem(recorded.outputs, name)], category)
    display(handles[0])  # type: ignore[no-untyped-call]  # not returned: `_` stays the value of the cell
