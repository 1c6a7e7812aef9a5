"""`cellkeep get`, `put` and `push`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cellkeep_core.choice import Choice
from cellkeep_core.errors import (
    BlobDamagedError,
    EmptySelectionError,
    NameConflictError,
    RunNotFoundError,
)
from cellkeep_core.folders import OwnFolders, Skipped, walk
from cellkeep_core.ids import new_id, utc_now
from cellkeep_core.media import check_media_type
from cellkeep_core.mirrors import mirror_spools
from cellkeep_core.names import check_name, escape_bytes
from cellkeep_core.paths import spool_roots
from cellkeep_core.protocol import Provenance, Receipt, Run
from cellkeep_core.registry import KEPT, registry
from cellkeep_core.spool import foreign_sessions, orphaned_groups
from cellkeep_core.spool_room import spool_usage
from cellkeep_core.text import counted, human_bytes, printable
from cellkeep_store.cli.completing import run_names
from cellkeep_store.cli.options import (
    CATEGORY,
    Find,
    choose_one,
    common_options,
    find_run,
    open_store,
)
from cellkeep_store.cli.output import columns, write_json
from cellkeep_store.forms.forms import find_form
from cellkeep_store.sharing.export import copy_out, file_name

if TYPE_CHECKING:
    from cellkeep_store.store import Store


@click.command()
@choose_one
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File or folder to write to. Default: a file of its name here.",
)
@click.option(
    "--as",
    "form_name",
    type=click.Choice([form.form for form in registry().forms]),
    default=KEPT,
    show_default=True,
    help="The form to write it in: another one than the bytes as kept is converted.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@common_options
def get(
    find: Find,
    output: Path | None,
    form_name: str,
    force: bool,
    root: Path | None,
    as_json: bool,
) -> None:
    """Copy an artifact out of the store, verifying its digest."""
    with open_store(root) as store:
        artifact = find(store)
        form = find_form(artifact, form_name)
        target = output or Path()
        if target.is_dir():
            target /= file_name(artifact, form.form)
        try:
            copy_out(store, artifact, target, form=form.form, overwrite=force)
        except BlobDamagedError:
            # Noted, so that saving it again replaces it.
            store.maintenance.check_blob(store.contents.blob_of(artifact))
            raise
    if as_json:
        write_json({"path": str(target), "artifact": artifact})
    else:
        size = human_bytes(target.stat().st_size)
        click.echo(
            f"{printable(str(target))}  {size}  {printable(artifact.name)} "
            f"v{artifact.version}, verified"
        )


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-c", "--category", type=CATEGORY, required=True, help="What part they play.")
@click.option(
    "--run", "run_name", help="Name or id of the run. Default: Uploads.", shell_complete=run_names
)
@click.option("--name", help="What to call it. Default: the file's name.")
@click.option("--type", "media_type", help="Its media type. Default: by content and name.")
@click.option("-r", "--recursive", is_flag=True, help="Folders too, with all that is in them.")
@click.option("--exclude", multiple=True, help="Leave out of folders, as in .gitignore.")
@click.option("--include", multiple=True, help="Take only these of folders, as in .gitignore.")
@common_options
def put(
    paths: tuple[Path, ...],
    category: str,
    run_name: str | None,
    name: str | None,
    media_type: str | None,
    recursive: bool,
    exclude: tuple[str, ...],
    include: tuple[str, ...],
    root: Path | None,
    as_json: bool,
) -> None:
    """Store files. A run that there is not yet is made.

    With -r, a file of a folder is named with the folder. Patterns are from the folder that is
    named; what its `.cellkeepignore` has is left out, too.
    """
    choice = Choice(exclude, include)
    if name is not None and (len(paths) > 1 or recursive):
        raise click.UsageError("--name is for one file, and there are several.")
    own = OwnFolders(root and root.absolute())
    files = ((path, name or escape_bytes(path.name)) for path in paths)
    if recursive:
        files = (one for path in paths for one in _opened_up(path, own, choice))
    names = _names(files)
    if not names:
        raise EmptySelectionError("There is no file to store.", hint="Nothing was stored.")
    if media_type is not None:
        check_media_type(media_type)
    receipts = []
    with open_store(root) as store:
        run = _run(store, run_name)
        for path, its_name in names.items():
            receipts.append(
                store.ingest.ingest_file(
                    path,
                    run=run,
                    name=its_name,
                    category=category,
                    media_type=media_type,
                    provenance=Provenance(via="cli", original_path=escape_bytes(str(path))),
                    metadata={},
                )
            )
    _write_receipts(receipts, as_json=as_json)


@click.command()
@common_options
def push(root: Path | None, as_json: bool) -> None:
    """Store what kernels and scripts that have ended left.

    It waits in their spools.
    """
    from cellkeep_store.pushing import push_group

    receipts: list[Receipt] = []
    failed = []
    with open_store(root) as store:
        roots = spool_roots(store.root)
        for group in orphaned_groups(roots):
            for entry, outcome in zip(group, push_group(store, group), strict=True):
                if isinstance(outcome, Receipt):
                    receipts.append(outcome)
                    continue
                told = {"offer_id": entry.offer.id, "name": entry.offer.name}
                failed.append({**told, "error": outcome.info()})
                click.echo(f"{printable(entry.offer.name)}: {outcome}", err=True)
        waiting, waiting_bytes = spool_usage(roots)
        foreign = foreign_sessions(roots)
    if foreign:
        click.echo(
            f"{counted(len(foreign), 'folder')} of another user's saves passed over: "
            f"{', '.join(map(str, foreign[:3]))}. Whoever made them sends them.",
            err=True,
        )
    copies, _ = spool_usage(mirror_spools(roots))
    if copies and not as_json:
        click.echo(
            f"{counted(copies, 'copy', 'copies')} wait for a mirror; the next process that uses "
            "cellkeep sends them.",
            err=True,
        )
    if as_json:
        write_json(
            {
                "receipts": receipts,
                "failed": failed,
                "spooled": waiting,
                "spooled_bytes": waiting_bytes,
                "copies": copies,
            }
        )
    else:
        _write_receipts(receipts, as_json=False)
        running = waiting - len(failed)
        if running > 0:
            click.echo(f"{running} more belong to kernels that are running; they send them.")
        elif not receipts and not failed:
            click.echo("Nothing waits.")
    if failed:
        sys.exit(1)


def _opened_up(path: Path, own: OwnFolders, choice: Choice) -> Iterator[tuple[Path, str]]:
    """Yield a file, or those of a folder, and what each is to be called."""
    if not path.is_dir():
        yield path, escape_bytes(path.name)
        return
    above = path.resolve()
    for found in walk(str(path), own, choice):
        if not isinstance(found, Skipped):
            inner = Path(found).relative_to(path)
            yield Path(found), escape_bytes((Path(above.name) / inner).as_posix())
        elif not found.chosen:
            click.echo(f"{printable(found.path)}: skipped, {found.reason}", err=True)


def _names(files: Iterable[tuple[Path, str]]) -> dict[Path, str]:
    """Return the name of each path, every one checked before anything is stored."""
    names: dict[Path, str] = {}
    for path, name in files:
        its_name = check_name(name)
        for other, taken in names.items():
            if taken == its_name:
                raise NameConflictError(
                    f"{str(other)!r} and {str(path)!r} would both be called {its_name!r}.",
                    hint="Nothing was stored. Put them one by one, with --name.",
                )
        names[path] = its_name
    return names


def _run(store: Store, name: str | None) -> Run:
    if name is None:
        return store.catalog.uploads_run()
    try:
        return find_run(store, name)
    except RunNotFoundError:
        return Run(
            id=new_id(),
            name=check_name(name),
            folder="/",
            tags=[],
            metadata={},
            created_at=utc_now(),
        )


def _write_receipts(receipts: list[Receipt], *, as_json: bool) -> None:
    if as_json:
        write_json(receipts)
        return
    rows = [
        [
            receipt.name,
            f"v{receipt.version}",
            human_bytes(receipt.size),
            "was stored already" if receipt.existing else "stored",
        ]
        for receipt in receipts
    ]
    for line in columns(rows, right=frozenset({2})):
        click.echo(line)
