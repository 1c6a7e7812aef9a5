"""Types of everything that travels, generated from ``schema/protocol.json``, and their codecs."""

from cellkeep_core.protocol.generated import *  # noqa: F403  (the generated module is the list)
from cellkeep_core.protocol.wire import (
    from_json,
    from_msgpack,
    to_builtins,
    to_json,
    to_msgpack,
)

__all__ = ["from_json", "from_msgpack", "to_builtins", "to_json", "to_msgpack"]  # and the types
