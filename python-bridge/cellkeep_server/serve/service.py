"""Cellkeep as an extension of the service: one store, whose people are told apart."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from traitlets import Bool, Float, Int, TraitError, Unicode, default, validate

from cellkeep_core.errors import StoreUnreachableError
from cellkeep_server.app import CellkeepApp
from cellkeep_server.authentication.tokens import AccessTokens
from cellkeep_server.cleaner import PartsReader
from cellkeep_server.files.machine import Machine
from cellkeep_server.routes import Place
from cellkeep_server.serve.home import PATH as HOME
from cellkeep_server.serve.home import HomeHandler
from cellkeep_server.serve.logs import JsonFormatter

if TYPE_CHECKING:
    from cellkeep_store import Store

_LEAST_KEY = 32


class CellkeepService(CellkeepApp):
    """Cellkeep without what belongs to one person's machine: its files and its kernels.

    Settings of `CellkeepApp` hold here too.
    """

    name = "cellkeep_service"
    load_other_extensions = False
    place: Place = "service"

    storage_url = Unicode(
        help="""Where the bytes are kept instead of in the store's folder: s3://bucket/prefix, in
        any S3-compatible object storage; its endpoint and credentials are in the environment, as
        AWS's own tools name them. It needs catalog_url, and any number of servers share the two;
        the folder is then this server's alone, for what is on its way in. By default what the
        environment variable CELLKEEP_STORAGE_URL says, else the folder.""",
    ).tag(config=True)

    client_endpoint = Unicode(
        help="""Where kernels and scripts reach the object storage (https://storage.example.org).
        They then put their bytes there themselves, by requests that this service signs for each,
        and through the service where that does not go. By default what the environment variable
        CELLKEEP_STORAGE_CLIENT_ENDPOINT says, else all bytes come through the service.""",
    ).tag(config=True)

    read_before_receipt = Bool(
        False,
        help="""Whether bytes that a client has put into the object storage in parts are read as a
        whole before there is a receipt, and not soon after it.""",
    ).tag(config=True)

    read_interval = Float(
        5.0,
        min=0.05,
        help="""Seconds between looks for bytes that came in parts and are to be read as a whole;
        of several servers on one store one reads them.""",
    ).tag(config=True)

    listen_url = Unicode(
        help="""The catalog's database past any pooler, to hear at once what other servers change;
        poolers pass no notices on. By default the catalog's own address.""",
    ).tag(config=True)

    default_quota = Int(
        0,
        min=0,
        help="""Most bytes that the runs of each person may hold, where an admin has said nothing
        else of them or of a group of theirs. By default (0) as many as the store has room for.""",
    ).tag(config=True)

    signing_key = Unicode(
        help="""What permissions for uploads are signed with, 32 characters or more, the same for
        all servers of one store. By default one that the catalog keeps.""",
    ).tag(config=True)

    @default("storage_url")
    def _default_storage(self) -> str:
        return os.environ.get("CELLKEEP_STORAGE_URL", "").strip()

    @default("client_endpoint")
    def _default_client_endpoint(self) -> str:
        return os.environ.get("CELLKEEP_STORAGE_CLIENT_ENDPOINT", "").strip()

    @validate("signing_key")
    def _check_signing_key(self, proposal: dict[str, Any]) -> str:
        text: str = proposal["value"]
        if text and len(text) < _LEAST_KEY:
            raise TraitError(f"The signing key has fewer than {_LEAST_KEY} characters.")
        return text

    def initialize_settings(self) -> None:
        """Make the parts, and write the log as the server's is written."""
        if getattr(self.serverapp, "json_logs", False):
            for handler in self.log.handlers:
                handler.setFormatter(JsonFormatter())
        super().initialize_settings()

        self.reader = PartsReader(self.service, self.read_interval, self.log)

    def _opened(self, store: Store) -> None:
        super()._opened(store)
        if self.storage_url:
            self.reader.start()

    async def stop_extension(self) -> None:
        """End within a few seconds; what is left is read by another server, or the next one."""
        await self.reader.close()
        await super().stop_extension()

    def initialize_handlers(self) -> None:
        """Add the page of who opens the service's own address."""
        super().initialize_handlers()
        self.handlers.append((HOME, HomeHandler))

    def _make_machine(self) -> Machine | None:
        return None

    def _make_tokens(self) -> AccessTokens:
        self._key = self.signing_key.encode()
        return AccessTokens(self.grant_lifetime, self._signs_with)

    def _signs_with(self) -> bytes:
        if not self._key:
            raise StoreUnreachableError("The store is not open yet.")
        return self._key

    def _find_store(self) -> Store:
        if not self.storage_url:
            return super()._find_store()
        from cellkeep_core.paths import CATALOG_VARIABLE
        from cellkeep_store import Store

        catalog_url = self.catalog_url or os.environ.get(CATALOG_VARIABLE, "").strip()
        if not catalog_url:
            raise StoreUnreachableError(
                "The bytes are in object storage, and it is not said where the catalog is.",
                hint=f"Name a PostgreSQL database by catalog_url or {CATALOG_VARIABLE}.",
            )
        return Store.open_service(
            self.storage_url,
            catalog_url,
            self.root,
            limit_bytes=self.limit_bytes or None,
            listen_url=self.listen_url or None,
            client_endpoint=self.client_endpoint or None,
            presigned_s=self.grant_lifetime,
            read_before=self.read_before_receipt,
        )

    def _open_store(self) -> Store:
        # Here, in a thread, and not at the top: it brings SQLAlchemy with it.
        from cellkeep_store.catalog.about import secret_of

        store = super()._open_store()
        store.limit.quota = self.default_quota or None
        self._key = self._key or secret_of(store.database).encode()
        return store
