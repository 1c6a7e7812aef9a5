"""`cellkeep cache`."""

from __future__ import annotations

import click

from cellkeep_core.read_cache import VARIABLE, ReadCache
from cellkeep_core.text import counted, human_bytes, printable
from cellkeep_store.cli.output import write_json


@click.command("cache")
@click.option("--empty", is_flag=True, help="Remove all of it. What is loaded then comes again.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def cache_command(empty: bool, as_json: bool) -> None:
    """Show what was loaded from servers and is kept on this machine.

    CELLKEEP_CACHE_BYTES is the most that is kept (2 GiB without it; 0 for nothing).
    """
    cache = ReadCache.of_user()
    kept = cache.clear() if empty else cache.kept()
    if as_json:
        told = {"folder": str(cache.folder), "most_bytes": cache.most_bytes, "emptied": empty}
        write_json({**told, **kept._asdict()})
        return
    amount = f"{counted(kept.files, 'file')}, {human_bytes(kept.bytes)}"
    if empty:
        click.echo(f"Removed {amount}.")
        return
    click.echo(f"{printable(str(cache.folder))}  {amount}")
    click.echo(f"At most {human_bytes(cache.most_bytes)} are kept ({VARIABLE}).")
