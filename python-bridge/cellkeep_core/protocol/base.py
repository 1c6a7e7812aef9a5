"""The base of every generated protocol type."""

from __future__ import annotations

import msgspec


class Wire(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A thing that travels: keyword-only, and absent where it was not set."""
