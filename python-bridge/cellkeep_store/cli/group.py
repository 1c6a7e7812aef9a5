"""The command's root: its sub-commands, and how errors leave it."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

import click
from click.shell_completion import add_completion_class

from cellkeep_core import __version__
from cellkeep_core.errors import CellkeepError
from cellkeep_core.text import printable
from cellkeep_store.cli.bash import Bash
from cellkeep_store.cli.browse import ls, open_command, show
from cellkeep_store.cli.health import cache_command, doctor_command, verify_command
from cellkeep_store.cli.library import gc, lineage_command, restore, tag, trash
from cellkeep_store.cli.move import get, push, put
from cellkeep_store.cli.quota import quota_command
from cellkeep_store.cli.remove import rm
from cellkeep_store.cli.runs import run_command, runs_command
from cellkeep_store.cli.share import diff_command, export_command, import_command

_OTHERS = "cellkeep.commands"
add_completion_class(Bash)


class CellkeepGroup(click.Group):
    """Writes a `CellkeepError` as a sentence on stderr, with an exit code other than 0."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the sub-command."""
        try:
            return super().invoke(ctx)
        except CellkeepError as error:
            click.echo("\n".join(map(printable, str(error).splitlines())), err=True)
            # As `diff` everywhere: 1 says that there is a difference.
            ctx.exit(2 if ctx.invoked_subcommand == "diff" else 1)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all, those of other packages too."""
        return sorted({*super().list_commands(ctx), *entry_points(group=_OTHERS).names})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; one of another package is imported only now."""
        found = super().get_command(ctx, cmd_name)
        if found is None:
            for other in entry_points(group=_OTHERS, name=cmd_name):
                loaded: click.Command = other.load()
                return loaded
        return found


@click.group(cls=CellkeepGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cellkeep")
def main() -> None:
    """Keep what notebook cells make: look at the store, move things in and out."""


for command in (
    *(ls, runs_command, show, open_command, get, put, push),
    *(tag, run_command, lineage_command, diff_command, export_command, import_command),
    *(rm, trash, restore, gc, quota_command, verify_command, doctor_command, cache_command),
):
    main.add_command(command)
