"""Objects to bytes and back, exactly; files to a few facts that can be shown.

Importing this package loads no array, table or plotting library. A codec looks at the
libraries that are already loaded, because an object can only come from one of those.

Third parties add a codec with `register`, or with an entry point of the group
``cellkeep.codecs`` that names a `Codec` or a function that returns one.
"""

from __future__ import annotations

from cellkeep.codecs.base import Codec, DeclinedError, Encoded
from cellkeep.codecs.coding import decode, encode
from cellkeep.codecs.describe import can_describe, describe_file
from cellkeep.codecs.mimebundle import encode_outputs
from cellkeep.codecs.registry import register
from cellkeep.codecs.saved_output import SavedOutput

__all__ = [
    "Codec",
    "DeclinedError",
    "Encoded",
    "SavedOutput",
    "can_describe",
    "decode",
    "describe_file",
    "encode",
    "encode_outputs",
    "register",
]
