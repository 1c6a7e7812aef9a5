"""The extension: its settings, its parts, and their beginning and end."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.extension.application import ExtensionApp
from traitlets import Float, Int, TraitError, Unicode, validate

from cellkeep_core.paths import store_root
from cellkeep_core.protocol import ChangeEvent
from cellkeep_server.authentication.tokens import AccessTokens
from cellkeep_server.cleaner import Cleaner, Expiry
from cellkeep_server.context import Context, Limits
from cellkeep_server.events.announcer import Announcer
from cellkeep_server.events.watcher import ChangeWatcher
from cellkeep_server.files.machine import Machine
from cellkeep_server.handlers.events import PATH as EVENTS
from cellkeep_server.handlers.events import EventsHandler
from cellkeep_server.metrics import UPLOADS
from cellkeep_server.routes import UNKNOWN, Place, routes_of
from cellkeep_server.service import StoreService
from cellkeep_server.uploads.manager import UploadManager

if TYPE_CHECKING:
    from cellkeep_store import Store

STOP_S = 5.0
"""Longest time that stopping may take; what has not ended then is resumed after the next start."""

MIB = 1024 * 1024


class CellkeepApp(ExtensionApp):
    """Cellkeep's part of Jupyter Server."""

    name = "cellkeep_server"
    extension_url = "/cellkeep/api/status"
    load_other_extensions = True
    place: Place = "machine"
    """Which addresses there are: those of a person's own server, or those of a service."""

    store_folder = Unicode(
        help="""Folder of the store. Kernels that this server starts use the same one.
        By default what the environment variable CELLKEEP_STORE says, else a folder in the
        Jupyter data directory.""",
    ).tag(config=True)

    limit_bytes = Int(
        0,
        min=0,
        help="""Most bytes that the store may hold. By default (0) what the environment variable
        CELLKEEP_STORE_LIMIT says, else what people set in JupyterLab.""",
    ).tag(config=True)

    catalog_url = Unicode(
        help="""Where the catalog is kept instead of in the store's folder:
        postgresql://user@host/database, a database of its own. Kernels that this server starts
        use the same one; leave the password to PGPASSFILE or ~/.pgpass. By default what the
        environment variable CELLKEEP_CATALOG_URL says, else the folder.""",
    ).tag(config=True)

    max_offer_bytes = Int(
        16 * MIB,
        min=0,
        max=256 * MIB,
        help="Most bytes of content that an offer may bring along. Larger ones are uploaded.",
    ).tag(config=True)

    max_upload_bytes = Int(
        2**40, min=1, max=2**53 - 1, help="Most bytes of one upload (Tus-Max-Size)."
    ).tag(config=True)

    expire_interval = Float(
        600.0,
        min=1.0,
        help="Seconds between looks for uploads that nobody has continued before their expiry.",
    ).tag(config=True)

    collect_interval = Float(
        86_400.0,
        min=0.0,
        help="""Seconds between clean-ups: what runs do not keep any longer goes to the trash,
        what has been there for 30 days goes for good, and so do files that no artifact names.
        The first comes some minutes after the start; of several servers on one store one does
        it. 0: never.""",
    ).tag(config=True)

    poll_interval = Float(
        2.0,
        min=0.05,
        help="""Seconds between looks for changes in the store that nobody told of, such as those
        of an earlier Cellkeep. What this one saves, in whatever process, is announced at
        once.""",
    ).tag(config=True)

    grant_lifetime = Float(
        600.0,
        min=0.1,
        help="""Seconds that a kernel's permission for one upload holds, and a request that is
        signed for it. It is renewed by itself; a request that has begun goes on to its end.""",
    ).tag(config=True)

    @validate("store_folder")
    def _check_store_folder(self, proposal: dict[str, Any]) -> str:
        text: str = proposal["value"]
        if "\x00" in text:
            raise TraitError("The store folder's path holds a NUL character.")
        return str(Path(text).expanduser().absolute()) if text else ""

    def initialize_settings(self) -> None:
        """Make the parts. Nothing is opened: a store out of reach must not stop JupyterLab."""
        self.root = Path(self.store_folder) if self.store_folder else store_root()
        self.announcer = self._make_announcer()
        self.service = StoreService(self._open_store, self.log, self._opened)
        self.watcher = ChangeWatcher(self.service, self._changed, self.poll_interval, self.log)
        self.uploads = UploadManager(self.service)
        UPLOADS.set_function(lambda: self.uploads.active)
        self.tokens = self._make_tokens()
        self.expiry = Expiry(self.service, self.expire_interval, self.log)
        self.cleaner = Cleaner(self.service, self.collect_interval, self.log)
        self.machine = self._make_machine()

    def initialize_handlers(self) -> None:
        """Give every handler the parts."""
        limits = Limits(offer_bytes=self.max_offer_bytes, upload_bytes=self.max_upload_bytes)
        transfers = None if self.machine is None else self.machine.transfers
        persons = self.place == "service"
        context = Context(self.service, self.uploads, transfers, limits, self.tokens, persons)
        given = {"context": context}
        routes = routes_of(self.place)
        self.handlers.extend((route.pattern(), route.handler, given) for route in routes)
        self.handlers.append((*UNKNOWN, given))
        # An extension's handlers come before Jupyter's own.
        self.handlers.append((EVENTS, EventsHandler, given))

    def _make_announcer(self) -> Announcer:
        assert self.serverapp is not None
        return Announcer(self.serverapp.event_logger)

    def _make_tokens(self) -> AccessTokens:
        return AccessTokens(self.grant_lifetime)

    def _make_machine(self) -> Machine | None:
        """Return what belongs to a server whose files and kernels are the person's own."""
        if self.store_folder:
            # Kernels inherit it, and so save into the store that this server shows.
            os.environ["CELLKEEP_STORE"] = self.store_folder
        if self.catalog_url:
            os.environ["CELLKEEP_CATALOG_URL"] = self.catalog_url
        if self.limit_bytes:
            # Their `store` route opens the store itself, past this server.
            os.environ["CELLKEEP_STORE_LIMIT"] = str(self.limit_bytes)
        return Machine(
            self.serverapp, self.service, self.tokens, self.announcer.transfer, self.root, self.log
        )

    def _changed(self, changes: Sequence[ChangeEvent]) -> None:
        self.announcer.changes(changes)
        if self.machine is not None:
            for change in changes:
                self.machine.renames.saved(change)

    def current_activity(self) -> int | None:
        """Keep a server from being culled while it is saving."""
        moving = 0 if self.machine is None else self.machine.transfers.active
        return (self.uploads.active + moving) or None

    async def stop_extension(self) -> None:
        """End everything within a few seconds; whatever is cut off can be resumed."""
        await self.expiry.close()
        if self.machine is not None:
            self.machine.leave()
        await self.cleaner.close()
        await self.watcher.close()
        await self.uploads.close()
        if self.machine is not None:
            await self.machine.transfers.close(STOP_S / 2)
        self.announcer.close()
        await self.service.close(STOP_S / 2)

    def _find_store(self) -> Store:
        # Here, in a thread, and not at the top: it brings SQLAlchemy with it.
        from cellkeep_store import Store

        limit, catalog_url = self.limit_bytes or None, self.catalog_url or None
        return Store.open(self.root, limit_bytes=limit, catalog_url=catalog_url)

    def _open_store(self) -> Store:
        store = self._find_store()
        # Before anybody can write through this server, so that no change of its own is missed.
        self.watcher.open(store)
        return store

    def _opened(self, store: Store) -> None:
        self.log.info("Cellkeep's store is %s", self.root)
        if self.machine is not None:
            self.machine.server_file.write(store.store_id)
        self.watcher.start()
        self.cleaner.start()
        self.expiry.start()
