"""``%%keep``: run the cell, show everything as usual, and keep what it showed."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError

from cellkeep.errors import BadNameError, CellkeepError, EmptySelectionError, tell
from cellkeep.kernel.magics.recording import RecordedOutputs, recording, replaced
from cellkeep.saving.selection import OutputsItem
from cellkeep_core.names import check_name

if TYPE_CHECKING:
    from argparse import Namespace

    from cellkeep.api.handle import Handle
    from cellkeep.kernel.autokeep.auto import AutoCapture


def keep_outputs(shell: Any, auto: AutoCapture, arguments: Namespace, cell: str) -> list[Handle]:
    """Run a cell and save its outputs, also when it raises half-way.

    Parameters
    ----------
    shell : InteractiveShell
        Where the cell runs.
    auto : AutoCapture
        Keeps displays one by one.
    arguments : Namespace
        Of the magic: one name, the category, and whether each display is one artifact; else
        all outputs together are one.
    cell : str
        The cell's source.

    Returns
    -------
    list of Handle
        What was saved.

    Raises
    ------
    BadNameError, UsageError
        Before the cell runs. A cell that awaits cannot run inside a magic in a kernel,
        whose event loop is busy with the magic's own cell.
    EmptySelectionError
        Where the cell ended well and showed nothing.
    Exception
        Whatever the cell raised, shown as if there were no magic.
    """
    from cellkeep.api.current import current_run

    name = _one_name(arguments)
    _refuse_await(shell, cell)
    each: AbstractContextManager[list[Handle]] = (
        auto.collecting(name, arguments.category) if arguments.each else nullcontext([])
    )
    with recording(shell) as recorded, each as handles:
        raised, shown = _run(shell, cell, recorded)
    if arguments.each:
        # What was displayed is saved; what was printed, and the traceback, is left.
        recorded.outputs = [one for one in recorded.outputs if "data" not in one]
        name = f"{name}-text"
    try:
        if recorded.outputs:
            items = [OutputsItem(recorded.outputs, name)]
            handles += current_run().save_selection(items, arguments.category)
        if not handles and raised is None:
            raise EmptySelectionError(
                f"The cell showed nothing, so there is nothing to keep as {arguments.names[0]!r}.",
                hint="End it with what you want to see, or save a variable with %keep.",
            )
        _show(handles)
    except CellkeepError as error:
        if raised is None:
            raise
        tell(f"The outputs were not saved: {error}")
    if raised is not None:
        # IPython asks an exception how to show itself: as it was shown in the cell,
        # without the frames of this magic.
        if shown:
            with suppress(AttributeError, TypeError):
                raised._render_traceback_ = lambda: list(shown)  # type: ignore[attr-defined]
        raise raised
    return handles


def _one_name(arguments: Namespace) -> str:
    if len(arguments.names) != 1 or arguments.name is not None:
        raise BadNameError(
            "%%keep saves all outputs of its cell under one name.",
            hint="Write it as %%keep NAME.",
        )
    return check_name(arguments.names[0])


def _refuse_await(shell: Any, cell: str) -> None:
    try:
        asyncio.get_running_loop()
        transformed = shell.transform_cell(cell)
    except (RuntimeError, SyntaxError):  # no loop, or not Python: running it will say so
        return
    if shell.should_run_async(cell, transformed_cell=transformed):
        raise UsageError(
            "%%keep cannot run a cell that uses `await`. Await in a cell before it, or keep the "
            "value with %keep. Nothing was run."
        )


def _run(
    shell: Any, cell: str, recorded: RecordedOutputs
) -> tuple[BaseException | None, list[str]]:
    """Run the cell, and return what it raised and its traceback, which is not shown yet."""
    shown: list[str] = []

    def keep_traceback(kind: type[BaseException], value: BaseException, lines: list[str]) -> None:
        shown[:] = lines
        recorded.error(kind.__name__, str(value), list(lines))

    def keep_usage_error(error: BaseException) -> None:
        recorded.stream("stderr", f"UsageError: {error}\n")

    with (
        replaced(shell, "_showtraceback", keep_traceback),
        replaced(shell, "show_usage_error", keep_usage_error),
    ):
        result = shell.run_cell(cell, store_history=False)
    return result.error_before_exec or result.error_in_exec, shown


def _show(handles: list[Handle]) -> None:
    """Show the card. It is not the magic's value, so that `_` stays that of the cell."""
    from IPython.display import display

    from cellkeep.api.handle import Handles

    if handles:
        display(handles[0] if len(handles) == 1 else Handles(handles))  # type: ignore[no-untyped-call]
