"""An artifact that is stored once more, in another store or another run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep_core.protocol import Offer

if TYPE_CHECKING:
    from cellkeep_core.protocol import Artifact, Run


def offer_of(artifact: Artifact, its_id: str, run: Run) -> Offer:
    """Return the offer of an artifact's bytes, with what described them when they were saved.

    Parameters
    ----------
    its_id : str
        The offer's id, and the new artifact's.
    run : Run
        Where it goes.
    """
    return Offer(
        id=its_id,
        run=run,
        name=artifact.name,
        category=artifact.category,
        media_type=artifact.media_type,
        codec=artifact.codec,
        size=artifact.size,
        sha256=artifact.sha256,
        created_at=artifact.created_at,
        summary=artifact.summary,
        preview=artifact.preview,
        provenance=artifact.provenance,
        metadata=artifact.metadata,
    )
