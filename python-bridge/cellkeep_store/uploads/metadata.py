"""The offer of an upload that came with none: what a plain tus client says about its file."""

from __future__ import annotations

from io import BufferedIOBase

from cellkeep_core.media import HEAD_BYTES, check_media_type, media_type_of_head
from cellkeep_core.names import check_category, check_name
from cellkeep_core.protocol import Offer, Provenance, Run

DEFAULT_CATEGORY = "input"


def check_metadata(upload_id: str, metadata: dict[str, str]) -> None:
    """Refuse at the start what could only be refused after all bytes had travelled.

    Raises
    ------
    BadNameError, UnknownCategoryError, BadMediaTypeError
    """
    _name(upload_id, metadata)
    check_category(metadata.get("category") or DEFAULT_CATEGORY)
    if metadata.get("filetype"):
        check_media_type(metadata["filetype"])


def offer_from_metadata(
    upload_id: str,
    metadata: dict[str, str],
    *,
    run: Run,
    size: int,
    sha256: str,
    created_at: str,
    content: BufferedIOBase,
) -> Offer:
    """Return the offer of a whole upload.

    Its id is the upload's, so that finishing twice gives the same receipt. ``name`` goes
    before ``filename``; without either it is called after its id. Without ``filetype`` the
    type comes from the content.
    """
    name = _name(upload_id, metadata)
    provenance = Provenance(via="upload")
    if metadata.get("filename"):
        provenance.original_path = metadata["filename"]
    return Offer(
        id=upload_id,
        run=run,
        name=name,
        category=metadata.get("category") or DEFAULT_CATEGORY,  # type: ignore[arg-type]  # checked
        media_type=metadata.get("filetype") or _media_type(content, name, metadata),
        codec="bytes.v1",
        size=size,
        sha256=sha256,
        created_at=created_at,
        provenance=provenance,
        metadata={},
    )


def _name(upload_id: str, metadata: dict[str, str]) -> str:
    given = metadata.get("name") or metadata.get("filename")
    return check_name(given or f"upload-{upload_id[:8]}")


def _media_type(content: BufferedIOBase, name: str, metadata: dict[str, str]) -> str:
    # The name of the file says more than a name that a person chose for it.
    return media_type_of_head(content.read(HEAD_BYTES), metadata.get("filename") or name)
