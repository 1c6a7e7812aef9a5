"""From the spool to the store: transfers, their workers and their routes."""

from cellkeep.transfer.process import engine, engine_if_any, spool_session
from cellkeep.transfer.transfer import Transfer

__all__ = ["Transfer", "engine", "engine_if_any", "spool_session"]
