"""``%keep``, ``%%keep``, ``%autokeep`` and ``%artifacts``."""

from __future__ import annotations

import re
import time
from functools import wraps
from typing import TYPE_CHECKING, Any

from IPython.core.magic import Magics
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from cellkeep.errors import CellkeepError
from cellkeep.kernel.autokeep.settings import WHATS
from cellkeep_core.names import CATEGORIES

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from cellkeep.api.handle import Handle
    from cellkeep.api.listing import ArtifactList
    from cellkeep.kernel.autokeep.auto import AutoCapture

_WAIT_S = 60.0
_MARKUP = re.compile(r"^::\n\n|<(?=\{)|(?<=\})>", re.MULTILINE)


def in_one_line(magic: Callable[..., Any]) -> Callable[..., Any]:
    """Show an error of ours as one line, and the help where ``--help`` asks for it.

    Its traceback is of our code, not the person's.
    """

    @wraps(magic)
    def checked(*args: Any) -> Any:
        if args[1].strip() in ("-h", "--help"):
            # IPython writes it as reStructuredText, for documents.
            text = checked.parser.format_help()  # type: ignore[attr-defined]  # `magic_arguments`' own
            print(_MARKUP.sub("", text))
            return None
        try:
            return magic(*args)
        except CellkeepError as error:
            line = f"{type(error).__name__}: {error}"
            if "_render_traceback_" not in vars(error):  # else the cell's own, shown as it was
                error._render_traceback_ = lambda: [line]  # type: ignore[attr-defined]
            raise

    return checked


class KeepMagics(Magics):
    """The magics of Cellkeep.

    Parameters
    ----------
    shell : InteractiveShell
        Where they are.
    auto : AutoCapture
        Keeps outputs automatically.
    """

    # What IPython's decorators would write, but they pass it through a variable of their module:
    # this class is made on a thread, while a cell may bring other magics to life.
    registered = True
    magics = {  # noqa: RUF012  (IPython's own attribute)
        "line": {"keep": "keep", "autokeep": "autokeep", "artifacts": "artifacts"},
        "cell": {"keep": "keep"},
    }

    shell: Any

    def __init__(self, shell: Any, auto: AutoCapture) -> None:
        super().__init__(shell)
        self._auto = auto

    @magic_arguments()  # type: ignore[no-untyped-call]
    @argument(  # type: ignore[no-untyped-call]
        "names",
        nargs="+",
        metavar="NAME",
        help="variables (df, model.weights, results['loss'], _, Out[3]), files and directories, "
        "and patterns of either (res_*, plots/*.png); before a cell, the one name of its outputs",
    )
    @argument("-c", "--category", choices=CATEGORIES, default="output", help="default: output")  # type: ignore[no-untyped-call]
    @argument(
        "-n", "--name", "--as", metavar="NAME", help="the artifact's name, where one thing is saved"
    )  # type: ignore[no-untyped-call]
    @argument("--type", dest="media_type", metavar="TYPE", help="media type of files")  # type: ignore[no-untyped-call]
    @argument("--pickle", action="store_true", help="store by pickle what nothing else can")  # type: ignore[no-untyped-call]
    @argument("--wait", action="store_true", help="wait until the store has it, for a minute")  # type: ignore[no-untyped-call]
    @argument("--timeout", type=float, metavar="SECONDS", help="wait so long instead")  # type: ignore[no-untyped-call]
    @argument(  # type: ignore[no-untyped-call]
        "--each",
        action="store_true",
        help="before a cell: each thing it displays by itself, as NAME-1, NAME-2, …",
    )
    @in_one_line
    def keep(self, line: str, cell: str | None = None) -> Any:
        """Keep variables and files, or all that a cell shows, as artifacts.

        ::

            %keep df model.weights results/ -c output
            %keep fig --as "loss curve" --wait
            %keep res_* plots/*.png
            %keep _

            %%keep summary
            df.describe()

            %%keep plots --each
            for step in steps:
                display(plot(step))
        """
        arguments = parse_argstring(self.keep, line)  # type: ignore[no-untyped-call]
        arguments.names = [_unquoted(name) for name in arguments.names]
        if arguments.name is not None:
            arguments.name = _unquoted(arguments.name)
        if cell is None:
            return self._keep_named(arguments)
        from cellkeep.kernel.magics.cell import keep_outputs

        self._wait(arguments, keep_outputs(self.shell, self._auto, arguments, cell))
        return None

    @magic_arguments()  # type: ignore[no-untyped-call]
    @argument("what", nargs="?", choices=WHATS, help="which outputs; without it, say what holds")  # type: ignore[no-untyped-call]
    @argument(  # type: ignore[no-untyped-call]
        "--updates",
        choices=("last", "each"),
        help="of a display that is updated, keep the last state (default) or each as a version",
    )
    @in_one_line
    def autokeep(self, line: str) -> None:
        """Keep outputs by themselves from now on: figures, tables, all of them, or none.

        ::

            %autokeep figures
            %autokeep all --updates each
            %autokeep off

        An output gets the name of its variable, else a figure's title, else of its expression
        (``df.head``), else of its cell. Running the cell again makes new versions.
        """
        arguments = parse_argstring(self.autokeep, line)  # type: ignore[no-untyped-call]
        auto = self._auto
        if arguments.what is not None:
            auto.settings.set_kernel(arguments.what)
        if arguments.updates is not None:
            auto.each_update = arguments.updates == "each"
        kept = sorted({what for what in auto.settings.of_kernel() if what != "off"})
        words = " and ".join("all outputs" if what == "all" else what for what in kept)
        print(f"Saved automatically: {words or 'no outputs'}.")

    @magic_arguments()  # type: ignore[no-untyped-call]
    @argument("pattern", nargs="?", help="a part of the name, a pattern (loss*) or an address")  # type: ignore[no-untyped-call]
    @argument("-a", "--all", action="store_true", help="of every run, not only this one")  # type: ignore[no-untyped-call]
    @argument("-c", "--category", choices=CATEGORIES, help="only of this category")  # type: ignore[no-untyped-call]
    @argument("-k", "--kind", help="only of this kind: table, figure, array, …")  # type: ignore[no-untyped-call]
    @in_one_line
    def artifacts(self, line: str) -> ArtifactList:
        """List what was kept, newest first.

        ::

            %artifacts
            %artifacts loss -k figure
            %artifacts res_* --all
            %artifacts "night 3/loss@best"
        """
        from cellkeep.api.current import current_run
        from cellkeep.api.listing import find_anywhere, find_in_run

        arguments = parse_argstring(self.artifacts, line)  # type: ignore[no-untyped-call]
        pattern = _unquoted(arguments.pattern) if arguments.pattern else None
        wanted = {"category": arguments.category, "kind": arguments.kind}
        if arguments.all:
            return find_anywhere(pattern, **wanted)
        return find_in_run(current_run().id, pattern, **wanted)

    def _keep_named(self, arguments: Namespace) -> Any:
        from cellkeep.api.current import current_run
        from cellkeep.errors import BadNameError
        from cellkeep.kernel.magics.names import select_named

        if arguments.each:
            raise BadNameError(
                "--each is for the outputs of a cell.", hint="Write %%keep NAME --each above it."
            )
        items, skipped = select_named(
            arguments.names,
            self.shell.user_ns,
            name=arguments.name,
            media_type=arguments.media_type,
            allow_pickle=arguments.pickle,
            hidden=self.shell.user_ns_hidden,
        )
        handles = current_run().save_selection(items, arguments.category, skipped=skipped)
        self._wait(arguments, list(handles))
        return handles[0] if len(handles) == 1 and not skipped else handles

    def _wait(self, arguments: Namespace, handles: list[Handle]) -> None:
        from cellkeep.transfer.progress_line import ProgressLine

        if not arguments.wait and arguments.timeout is None:
            return
        deadline = time.monotonic() + (_WAIT_S if arguments.timeout is None else arguments.timeout)
        with ProgressLine(lambda: [handle.transfer for handle in handles]):
            for handle in handles:
                handle.wait(max(deadline - time.monotonic(), 0))


def _unquoted(word: str) -> str:
    # IPython splits a line at spaces outside quotes, and leaves the quotes on.
    if len(word) >= 2 and word[0] == word[-1] and word[0] in "'\"":
        return word[1:-1]
    return word
