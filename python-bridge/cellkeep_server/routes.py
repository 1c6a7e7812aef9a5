"""Every address of the HTTP API, as ``schema/openapi.json`` describes them too."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from cellkeep_server.handlers.address import AddressHandler
from cellkeep_server.handlers.archives import ExportHandler, ImportHandler
from cellkeep_server.handlers.artifacts import (
    ArtifactHandler,
    ArtifactsHandler,
    GroupsHandler,
    NamesHandler,
    ThumbnailHandler,
)
from cellkeep_server.handlers.batch import BatchHandler
from cellkeep_server.handlers.content import ContentHandler
from cellkeep_server.handlers.library import (
    AliasHandler,
    HistoryHandler,
    LineageHandler,
    LinkHandler,
    MirrorsHandler,
    SettingsHandler,
)
from cellkeep_server.handlers.offers import OffersHandler, ReceiptHandler
from cellkeep_server.handlers.presigned import CompletionHandler, PartsHandler
from cellkeep_server.handlers.removal import (
    CollectHandler,
    DeletionsHandler,
    PurgeHandler,
    RestoreHandler,
    TrashHandler,
)
from cellkeep_server.handlers.runs import RunHandler, RunsHandler, RunTableHandler
from cellkeep_server.handlers.sharing import (
    ActivityHandler,
    ContactsHandler,
    RunActivityHandler,
    SharesHandler,
)
from cellkeep_server.handlers.status import (
    HealthHandler,
    LimitHandler,
    ReadyHandler,
    StatusHandler,
    UnknownHandler,
)
from cellkeep_server.handlers.transfers import (
    ContentsHandler,
    CopiesHandler,
    TransferActionHandler,
    TransfersHandler,
)
from cellkeep_server.handlers.uploads import UploadHandler, UploadsHandler
from cellkeep_server.handlers.usage import (
    QuotasHandler,
    RoomHandler,
    RoomUploadHandler,
    UsageHandler,
)
from cellkeep_server.http.base import CellkeepHandler

PREFIX = "cellkeep/api"
Place = Literal["machine", "service", "two"]


class Route(NamedTuple):
    """An address below ``<base_url>cellkeep/api/``, its variable parts in braces.

    Attributes
    ----------
    only : str, optional
        Where it is: on a person's own machine, in a service, or on a machine that has a folder
        and a service (`two`). Without it, in the first two.
    """

    path: str
    handler: type[CellkeepHandler]
    only: Place | None = None

    def pattern(self, prefix: str = PREFIX) -> str:
        """Return the regular expression that Tornado matches."""
        path = re.sub(r"{([a-z_]+)}", r"(?P<\1>[^/]+)", self.path)
        return f"{prefix}/{path}"


ROUTES = (
    Route("health", HealthHandler, "service"),
    Route("ready", ReadyHandler, "service"),
    Route("status", StatusHandler),
    Route("limit", LimitHandler),
    Route("offers", OffersHandler),
    Route("batch", BatchHandler),
    Route("uploads", UploadsHandler),
    Route("uploads/{upload_id}", UploadHandler),
    Route("uploads/{upload_id}/parts", PartsHandler, "service"),
    Route("uploads/{upload_id}/completion", CompletionHandler, "service"),
    Route("runs", RunsHandler),
    Route("runs/{run_id}", RunHandler),
    Route("run-table", RunTableHandler),
    Route("artifacts", ArtifactsHandler),
    Route("groups", GroupsHandler),
    Route("names", NamesHandler),
    Route("artifacts/{artifact_id}", ArtifactHandler),
    Route("artifacts/{artifact_id}/content", ContentHandler),
    Route("artifacts/{artifact_id}/address", AddressHandler, "service"),
    Route("artifacts/{artifact_id}/thumbnail", ThumbnailHandler),
    Route("artifacts/{artifact_id}/history", HistoryHandler),
    Route("artifacts/{artifact_id}/lineage", LineageHandler),
    Route("artifacts/{artifact_id}/aliases/{alias}", AliasHandler),
    Route("artifacts/{artifact_id}/mirrors", MirrorsHandler),
    Route("runs/{run_id}/settings", SettingsHandler),
    Route("runs/{run_id}/shares", SharesHandler, "service"),
    Route("runs/{run_id}/activity", RunActivityHandler, "service"),
    Route("activity", ActivityHandler, "service"),
    Route("contacts", ContactsHandler, "service"),
    Route("usage", UsageHandler, "service"),
    Route("room", RoomHandler, "service"),
    Route("room/uploads/{upload_id}", RoomUploadHandler, "service"),
    Route("quotas", QuotasHandler, "service"),
    Route("links", LinkHandler),
    Route("deletions", DeletionsHandler),
    Route("trash", TrashHandler),
    Route("trash/restore", RestoreHandler),
    Route("trash/purge", PurgeHandler),
    Route("collect", CollectHandler),
    Route("export", ExportHandler),
    Route("import", ImportHandler),
    Route("receipts/{offer_id}", ReceiptHandler),
    Route("contents", ContentsHandler, "machine"),
    Route("transfers", TransfersHandler, "machine"),
    Route("transfers/{transfer_id}/{action}", TransferActionHandler, "machine"),
    Route("copies", CopiesHandler, "two"),
)

SAVING = frozenset({"offers", "batch", "uploads", "uploads/{upload_id}", "contents"})
"""What saves: all saves of a server with two stores go to one of them."""

UNKNOWN = (f"{PREFIX}/.*", UnknownHandler)
"""Comes last: what no route has is refused in JSON, not with Jupyter's page."""


def routes_of(place: Place) -> list[Route]:
    """Return the addresses that there are in one kind of server."""
    return [route for route in ROUTES if route.only in (None, place)]
