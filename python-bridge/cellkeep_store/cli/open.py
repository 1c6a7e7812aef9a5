"""`cellkeep open`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import click
from msgspec import UNSET

from cellkeep_core.errors import CellkeepError
from cellkeep_core.server_file import find_server
from cellkeep_core.text import printable
from cellkeep_store.cli.options import Find, choose_one, common_options, open_store
from cellkeep_store.cli.output import write_json


@click.command("open")
@choose_one
@click.option("--print", "only_print", is_flag=True, help="Only say the address.")
@common_options
def open_command(find: Find, only_print: bool, root: Path | None, as_json: bool) -> None:
    """Open an artifact in JupyterLab, in the browser.

    JupyterLab shows what others have made in a sandbox, which no other program here does.
    """
    with open_store(root) as store:
        artifact = find(store)
        link = store.catalog.link(artifact)
        server = find_server()
        if server is None or server.store_id not in (UNSET, store.store_id):
            raise CellkeepError(
                "No JupyterLab is known here that shows this store.",
                hint="Run this in a terminal of JupyterLab, or set CELLKEEP_SERVER. "
                "`cellkeep get` copies the artifact out of the store.",
                code="STORE_UNREACHABLE",
            )
    url = f"{server.url}lab?cellkeep={quote(link, safe='')}"
    if as_json:
        write_json({"url": url, "artifact": artifact})
    else:
        click.echo(printable(url))
    if not (as_json or only_print) and click.launch(url) != 0:
        raise CellkeepError(
            "No browser could be started here.", hint="Open the address above in one."
        )
