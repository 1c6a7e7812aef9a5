"""Which run a name or an id means, and what a run does with a name that is saved again.

Python and the command answer alike, and each error names the way of both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from cellkeep_core.addresses import RUN_DIGITS
from cellkeep_core.errors import AmbiguousRunError, BadRequestError, RunNotFoundError
from cellkeep_core.protocol import VersionRule
from cellkeep_core.text import local_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cellkeep_core.protocol import Run

VERSION_RULES: tuple[str, ...] = get_args(get_args(VersionRule)[0])
"""The words for what a name that is saved again becomes."""

_MOST_SHOWN = 10


def check_version_rule(rule: str) -> VersionRule:
    """Return the rule, or say which there are."""
    if rule not in VERSION_RULES:
        raise BadRequestError(
            f"{rule!r} is not what a name that is saved again can become.",
            hint=f"Use {', '.join(map(repr, VERSION_RULES[:-1]))} or {VERSION_RULES[-1]!r}.",
        )
    return cast("VersionRule", rule)


def the_run(asked: str, found: Sequence[Run]) -> Run:
    """Return the run that a name or an id means.

    Parameters
    ----------
    asked : str
        The name, or the id.
    found : sequence of Run
        Those with that name or id, the latest first.

    Raises
    ------
    RunNotFoundError
        Where there is none.
    AmbiguousRunError
        Where several have the name: with the id, time and notebook of each.
    """
    by_id = [run for run in found if run.id == asked]
    if by_id or len(found) == 1:
        return (by_id or list(found))[0]
    if not found:
        raise RunNotFoundError(
            f"There is no run {asked!r} in the store.",
            hint="`cellkeep runs` in a terminal shows the runs there are.",
        )
    raise AmbiguousRunError(
        f"There are {len(found)} runs of that name, {asked!r}:\n{told_apart(found)}\n",
        hint=f"Say which by its id: cellkeep.load(name, run={found[0].id!r}) or "
        f"cellkeep.open_run({found[0].id!r}) in Python, `cellkeep ls --run {found[0].id}` in a "
        "terminal.",
    )


def told_apart(found: Sequence[Run], name: str = "") -> str:
    """Return a line for each of some runs: its id, when it began, and its notebook.

    Parameters
    ----------
    found : sequence of Run
        The runs, the latest first.
    name : str
        What they have, with its version: then the line has its address and not the run's id.
    """
    lines = [
        f"  {f'{run.id[:RUN_DIGITS]}/{name}' if name else run.id}"
        f"  begun {local_time(run.created_at)}  {run.notebook or 'no notebook'}"
        for run in found[:_MOST_SHOWN]
    ]
    if len(found) > _MOST_SHOWN:
        lines.append(f"  and {len(found) - _MOST_SHOWN:,} more")
    return "\n".join(lines)
