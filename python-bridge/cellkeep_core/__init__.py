"""What every part of Cellkeep shares: the protocol's types, names, errors and media types.

Nothing here imports Jupyter, an array library or a database; importing it costs a few
milliseconds.
"""

from cellkeep_core._version import __version__

PROTOCOL_VERSION = 1

__all__ = ["PROTOCOL_VERSION", "__version__"]
