"""What every handler is given: the parts of the running extension."""

from __future__ import annotations

from dataclasses import dataclass

from cellkeep_server.authentication.tokens import AccessTokens
from cellkeep_server.files.copies import Copies
from cellkeep_server.files.transfers import ServerTransfers
from cellkeep_server.service import StoreService
from cellkeep_server.uploads.manager import UploadManager


@dataclass(frozen=True)
class Limits:
    """What the server accepts.

    Attributes
    ----------
    offer_bytes : int
        Most bytes of content that an offer may bring along.
    upload_bytes : int
        Most bytes of one upload (``Tus-Max-Size``).
    """

    offer_bytes: int
    upload_bytes: int


@dataclass(frozen=True)
class Context:
    """The parts that handlers work with, made once by the extension app.

    Attributes
    ----------
    transfers : ServerTransfers or None
        Files that the server saves by itself; None in a service, which has no files.
    has_persons : bool
        Whether each person sees their own runs, and those that are shared with them: in a service.
    copies : Copies or None
        What goes from one store to the other, in a server that has two.
    """

    service: StoreService
    uploads: UploadManager
    transfers: ServerTransfers | None
    limits: Limits
    tokens: AccessTokens
    has_persons: bool = False
    copies: Copies | None = None
