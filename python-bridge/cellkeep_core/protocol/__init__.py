"""Types of everything that travels, generated from ``schema/protocol.json``, and their codecs."""

from cellkeep_core.protocol.generated import *  # noqa: F403  (the generated module is the list)
from cellkeep_core.protocol.wire import (
    from_json,
    from_msgpack,
    or_unset,
    to_builtins,
    to_json,
    to_msgpack,
)

# And the types.
__all__ = ["from_json", "from_msgpack", "or_unset", "to_builtins", "to_json", "to_msgpack"]
