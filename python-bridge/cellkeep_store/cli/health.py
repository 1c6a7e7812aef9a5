"""`cellkeep verify`, `cellkeep doctor` and `cellkeep cache`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from cellkeep_core.paths import CATALOG_VARIABLE, store_root
from cellkeep_core.read_cache import VARIABLE, ReadCache
from cellkeep_core.text import counted, human_bytes, printable
from cellkeep_store.cli.options import common_options, open_store
from cellkeep_store.cli.output import write_json

if TYPE_CHECKING:
    from cellkeep_store.maintenance.verify import Finding

_MARKS = {"ok": ("ok", "green"), "warn": ("warn", "yellow"), "fail": ("FAIL", "red")}


@click.command("verify")
@click.option("--clean", is_flag=True, help="Remove bytes that no artifact has.")
@common_options
def verify_command(clean: bool, root: Path | None, as_json: bool) -> None:
    """Hash every blob against the catalog.

    The exit code is 1 where something is wrong.
    """
    counts: Counter[str] = Counter()
    told: list[Finding] = []
    removed = 0
    with open_store(root) as store:
        for finding in store.maintenance.verify():
            counts[finding.kind] += 1
            if finding.kind == "whole":
                continue
            told.append(finding)
            if not as_json:
                click.echo(f"{finding.kind}  {finding.sha256}  {printable(finding.message)}")
            if (
                clean
                and finding.kind == "orphan"
                and store.maintenance.remove_orphan(finding.sha256)
            ):
                removed += 1
    well = all(finding.ok for finding in told)
    if as_json:
        kinds = ("whole", "damaged", "missing", "orphan")
        write_json(
            {
                "ok": well,
                **{kind: counts[kind] for kind in kinds},
                "removed": removed,
                "findings": told,
            }
        )
    else:
        if removed:
            click.echo(f"{removed} removed.")
        bad = counts["damaged"] + counts["missing"]
        total = counts["whole"] + bad
        click.echo(f"{total} blobs, all whole." if well else f"{total} blobs, {bad} not whole.")
    if not well:
        sys.exit(1)


@click.command("doctor")
@click.option("--repair", is_flag=True, help="Set permissions that are not as they should be.")
@click.option(
    "--storage",
    metavar="URL",
    help="A store of several servers: s3://bucket/prefix, with its catalog in "
    "CELLKEEP_CATALOG_URL. Tries what the storage must refuse.",
)
@click.option(
    "--origin",
    "origins",
    metavar="URL",
    multiple=True,
    help="With --storage and CELLKEEP_STORAGE_CLIENT_ENDPOINT: where people's JupyterLab is, such "
    "as https://hub.example.org. Tries whether its pages reach the storage.",
)
@common_options
def doctor_command(
    repair: bool,
    storage: str | None,
    origins: tuple[str, ...],
    root: Path | None,
    as_json: bool,
) -> None:
    """Look at everything the store needs.

    The exit code is 1 where something fails.
    """
    if storage is not None:
        from cellkeep_store.cli.service_checks import examine_service

        named = (CATALOG_VARIABLE, "CELLKEEP_STORAGE_CLIENT_ENDPOINT")
        catalog_url, endpoint = (os.environ.get(name, "").strip() for name in named)
        pages = [origin.rstrip("/") for origin in origins]
        checks = list(examine_service(storage, catalog_url, endpoint, pages))
    else:
        from cellkeep_store.cli.checks import examine

        checks = list(examine((root or store_root()).expanduser().absolute(), repair=repair))
    failed = any(check.level == "fail" for check in checks)
    if as_json:
        write_json({"ok": not failed, "checks": [msgspec.to_builtins(check) for check in checks]})
    else:
        for check in checks:
            mark, colour = _MARKS[check.level]
            click.echo(
                f"{click.style(f'{mark:4}', fg=colour)}  {check.name}: {printable(check.message)}"
            )
            if check.todo:
                click.echo(f"      {printable(check.todo)}")
    if failed:
        sys.exit(1)


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
