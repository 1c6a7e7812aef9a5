"""The run of this kernel or script, and the functions that use it."""

from __future__ import annotations

from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from cellkeep.api.run import Run
from cellkeep.context import environment, kernel_run
from cellkeep.transfer.session import current_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cellkeep.api.lineage import LineageList
    from cellkeep.transfer.flushing import Flushed
    from cellkeep_core import protocol
    from cellkeep_core.protocol import VersionRule

P = ParamSpec("P")
R = TypeVar("R")


def current_run() -> Run:
    """Return the run of this kernel or script, made on first use and named after the notebook.

    In a Jupyter kernel its id is the kernel's, so that what the front end saves from this
    notebook lands in the same run. After a restart it is the one that `new_run` began last.
    """
    session = current_session()
    with session.lock:  # a front end's request comes on a thread of its own
        before = session.current_run
        if isinstance(before, Run) and not before.closed:
            return before
        described = kernel_run.remembered() if before is None else None
        made = _own(Run() if described is None else Run.described_as(described))
        kernel_id = environment.kernel_id()
        if kernel_id is not None and described is None:
            made.id = kernel_id.replace("-", "")
        if session.current_run is not before:  # a signal handler saved meanwhile
            return current_run()
        session.current_run = made
    if before is not None:
        _tell(made)
    return made


def new_run(
    name: str | None = None,
    folder: str = "/",
    tags: Iterable[str] = (),
    metadata: Mapping[str, Any] | None = None,
    versions: VersionRule | None = None,
    environment: bool | None = None,
    mirror: str | None = None,
) -> Run:
    """Begin another run of this kernel or script, and return it: from now on it is the current one.

    Versions begin at 1 in it. What was saved before, and what is under way, stays in the run
    before; `load` finds it there. What the page saves of this kernel, by a button, a drop or by
    itself, goes to the new run as well, also after a restart.

    Parameters
    ----------
    name, folder, tags, metadata, versions, environment, mirror
        As in `Run`.

    Examples
    --------
    >>> cellkeep.new_run(metadata={"lr": 0.1})  # doctest: +SKIP
    """
    session = current_session()
    made = _own(Run(name, folder, tags, metadata, versions, environment, mirror))
    with session.lock:
        session.current_run = made
    kernel_run.remember(made.describe())
    _tell(made)
    return made


def go_on_with(described: protocol.Run) -> None:
    """Go on with the run that this kernel had before it was restarted, where it has none yet."""
    session = current_session()
    with session.lock:
        if session.current_run is None:
            session.current_run = _own(Run.described_as(kernel_run.remembered() or described))


def run_described(described: protocol.Run) -> Run:
    """Return the run that a front end names: the current one, or one that goes by its id.

    One that has not heard of a new run yet knows the kernel's first one, and means the current.
    """
    current = current_run()
    if described.id in (current.id, (environment.kernel_id() or "").replace("-", "")):
        return current
    return _own(Run.described_as(described))


def open_run(name_or_id: str) -> Run:
    """Return a run that was made before, in any process, to load from it and to save on to it.

    Parameters
    ----------
    name_or_id : str
        Its name, or its id.

    Raises
    ------
    RunNotFoundError
        Where there is none.
    AmbiguousRunError
        Where several have the name. It lists the id, the time and the notebook of each.

    Examples
    --------
    >>> run = cellkeep.open_run("training")  # doctest: +SKIP
    >>> run.save(weights, "output", name="weights")  # doctest: +SKIP
    """
    from cellkeep.api.loading import find_run

    return Run.described_as(find_run(name_or_id))


def _tell(run: Run) -> None:
    """Tell the front ends which run it is now."""
    front_end = current_session().front_end
    if front_end is not None:
        front_end.send_run(run.describe())


def _own(run: Run) -> Run:
    """Give it everything that this process has loaded as inputs."""
    run.inputs.close()
    run.inputs = current_session().inputs.of_process
    return run


def _of_current_run(method: Callable[Concatenate[Run, P], R]) -> Callable[P, R]:
    """Return a method of `Run` as a function on the current run, with its signature and help."""

    @wraps(method)
    def function(*args: P.args, **options: P.kwargs) -> R:
        return method(current_run(), *args, **options)

    whole = signature(method)
    without_self = whole.replace(parameters=list(whole.parameters.values())[1:])
    function.__signature__ = without_self  # type: ignore[attr-defined]
    function.__module__, function.__qualname__ = __name__, method.__name__
    return function


save = _of_current_run(Run.save)


def load(
    name: str,
    version: int | str | None = None,
    run: Run | str | None = None,
    allow_pickle: bool = False,
) -> Any:
    """Return what was saved under a name, as the same type.

    The name is looked for in the current run, then in the earlier runs of this notebook, then in
    any run, the newest first. Where it is not of the current run, a warning says of which it is.

    Parameters
    ----------
    name : str
        The artifact's name, or any other address of it: ``df@3``, ``df@best``, ``training/df@3``
        with the run, a ``cellkeep://`` link, an artifact's id.
    version : int or str, optional
        1 for the first, or an alias; the latest by default.
    run : Run or str, optional
        A run, or a run's name or id, to look in alone.
    allow_pickle : bool
        Load a pickle, which can run any code that is in it.

    Raises
    ------
    ArtifactNotFoundError, PickleRefusedError, CodecNotFoundError, BlobDamagedError
    RunNotFoundError, AmbiguousRunError
        Where no run has the name, or several have it.
    """
    from cellkeep.api.loading import find_run, load_from_anywhere, load_from_run

    if isinstance(run, Run):
        return run.load(name, version, allow_pickle)
    if run is not None:
        found = find_run(run)
        return load_from_run(found.id, found.name, name, version, allow_pickle=allow_pickle)
    return load_from_anywhere(current_run().id, name, version, allow_pickle=allow_pickle)


def lineage(name: str, version: int | str | None = None) -> LineageList:
    """Return what a name was made from and what was made from it, across runs and notebooks.

    Looks where `load` does.

    Parameters
    ----------
    name : str
        The artifact's name, or any other address of it, as in `load`.
    version : int or str, optional
        1 for the first, or an alias; the latest by default.

    Raises
    ------
    ArtifactNotFoundError
    """
    return current_run().lineage(name, version)


def flush(timeout: float | None = None) -> Flushed:
    """Wait for the saves of this process, and say what is left.

    Saves that wait for an unreachable store are tried once more at once. Paused and failed saves
    are not waited for. It shows its progress in one line.

    Parameters
    ----------
    timeout : float, optional
        The longest wait in seconds; ``CELLKEEP_EXIT_TIMEOUT`` (30) by default.

    Returns
    -------
    Flushed
        True where everything is in the store. Otherwise ``.left`` says what is not, and
        ``.message``, which is also given as a warning, where it is and what happens next.
    """
    return current_session().flush(timeout)
