"""Where an artifact is besides the store: what is kept of that, and what waits to be sent there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from cellkeep_core.protocol import MirrorPlace
from cellkeep_core.protocol.base import Wire

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cellkeep_core.protocol import Artifact

MIRRORS = "mirrors"
"""The key of an artifact's metadata under which its places in mirrors stand."""


class CopyJob(Wire):
    """What a spool says of a copy that is to be sent.

    Attributes
    ----------
    mirror : str
        The mirror's address.
    offer_id : str
        The offer of the save that is to be copied.
    """

    mirror: str
    offer_id: str


def mirror_spools(roots: Sequence[Path]) -> list[Path]:
    """Return where copies wait, beside the saves of these spools."""
    return [root / "mirrors" for root in roots]


def places_of(metadata: Mapping[str, Any]) -> list[MirrorPlace]:
    """Return where an artifact is, too; what a person wrote there by hand is passed over."""
    try:
        return msgspec.convert(metadata.get(MIRRORS, []), list[MirrorPlace])
    except msgspec.ValidationError:
        return []


def is_mirrored(artifact: Artifact, mirror: str) -> bool:
    """Whether an artifact is in a mirror already, by the mirror's address."""
    return any(place.mirror == mirror for place in places_of(artifact.metadata))


def with_place(metadata: Mapping[str, Any], place: MirrorPlace) -> dict[str, Any]:
    """Return metadata that have a place, too, and each mirror once."""
    others = [one for one in places_of(metadata) if one.mirror != place.mirror]
    return {**metadata, MIRRORS: msgspec.to_builtins([*others, place])}
