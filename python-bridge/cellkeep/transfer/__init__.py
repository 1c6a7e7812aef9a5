"""From the spool to the store: transfers, their workers and their routes."""

from cellkeep.transfer.farewell import Flushed, Patience, flush, what_is_left
from cellkeep.transfer.process import engine, engine_if_any, reader, spool_session
from cellkeep.transfer.transfer import Transfer

__all__ = [
    "Flushed",
    "Patience",
    "Transfer",
    "engine",
    "engine_if_any",
    "flush",
    "reader",
    "spool_session",
    "what_is_left",
]
