"""``cellkeep serve``."""

from __future__ import annotations

import click


@click.command(
    "serve",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def serve(options: tuple[str, ...]) -> None:
    """Serve the store to several people. Options are Jupyter Server's: --help lists them."""
    from cellkeep_server.serve.app import ServeApp

    ServeApp.launch_instance(list(options))
