"""Objects to bytes and back, exactly; and descriptions of files.

Importing this package loads no array, table or plotting library. A codec looks at the
libraries that are already loaded, because an object can only come from one of those.

Third parties add a codec with `register`, or with an entry point of the group
``cellkeep.codecs`` that names a `Codec` or a function that returns one.

Of a dataclass or enumeration whose module is not imported where it is loaded a `StandIn` comes
back, with the same values by the same names: loading never imports what a file names.
"""

from __future__ import annotations

from cellkeep.codecs.base import Codec, DeclinedError, Encoded
from cellkeep.codecs.coding import decode, encode
from cellkeep.codecs.describing.describe import can_describe, describe_file
from cellkeep.codecs.models.trusted import trust_types
from cellkeep.codecs.outputs.mimebundle import encode_outputs
from cellkeep.codecs.outputs.saved_output import SavedOutput
from cellkeep.codecs.registry import register
from cellkeep.codecs.trees.records import StandIn

__all__ = [
    "Codec",
    "DeclinedError",
    "Encoded",
    "SavedOutput",
    "StandIn",
    "can_describe",
    "decode",
    "describe_file",
    "encode",
    "encode_outputs",
    "register",
    "trust_types",
]
