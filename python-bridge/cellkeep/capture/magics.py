"""``%keep`` saves variables and files; ``%%keep`` saves what a cell shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from IPython.core.magic import Magics, line_cell_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from cellkeep_core.names import CATEGORIES

if TYPE_CHECKING:
    from argparse import Namespace


@magics_class
class KeepMagics(Magics):
    """The magics of Cellkeep."""

    @magic_arguments()  # type: ignore[no-untyped-call]
    @argument(  # type: ignore[no-untyped-call]
        "names",
        nargs="+",
        metavar="NAME",
        help="variables such as df or model.weights, and paths of files and directories; "
        "before a cell, the one name that its outputs get",
    )
    @argument("-c", "--category", choices=CATEGORIES, default="output", help="default: output")  # type: ignore[no-untyped-call]
    @argument("-n", "--name", help="the artifact's name, where one thing is saved")  # type: ignore[no-untyped-call]
    @argument("--type", dest="media_type", metavar="TYPE", help="media type of files")  # type: ignore[no-untyped-call]
    @argument("--pickle", action="store_true", help="store by pickle what nothing else can")  # type: ignore[no-untyped-call]
    @line_cell_magic
    def keep(self, line: str, cell: str | None = None) -> Any:
        """Keep variables, files and directories, or all outputs of a cell, as artifacts.

        ::

            %keep df model.weights results/ -c output
            %keep fig -n "loss curve"

            %%keep summary
            df.describe()
        """
        arguments = parse_argstring(self.keep, line)  # type: ignore[no-untyped-call]
        arguments.names = [_unquoted(name) for name in arguments.names]
        if arguments.name is not None:
            arguments.name = _unquoted(arguments.name)
        if cell is None:
            return self._keep_named(arguments)
        self._keep_outputs(arguments, cell)
        return None

    def _keep_named(self, arguments: Namespace) -> Any:
        from cellkeep.capture.names import select_named
        from cellkeep.current import current_run

        items, skipped = select_named(
            arguments.names,
            self._shell.user_ns,
            name=arguments.name,
            media_type=arguments.media_type,
            allow_pickle=arguments.pickle,
        )
        handles = current_run().save_selection(items, arguments.category, skipped=skipped)
        return handles[0] if len(handles) == 1 and not skipped else handles

    def _keep_outputs(self, arguments: Namespace, cell: str) -> None:
        from cellkeep.capture.cell import keep_outputs

        keep_outputs(self._shell, arguments, cell)

    @property
    def _shell(self) -> Any:
        return self.shell


def _unquoted(word: str) -> str:
    # IPython splits a line at spaces outside quotes, and leaves the quotes on.
    if len(word) >= 2 and word[0] == word[-1] and word[0] in "'\"":
        return word[1:-1]
    return word
