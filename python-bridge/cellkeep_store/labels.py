"""Tags and aliases: what may be one."""

from __future__ import annotations

import re
import unicodedata

from cellkeep_core import limits
from cellkeep_core.errors import BadNameError, BadRequestError

LATEST = "latest"
_ALIAS = re.compile(r"[a-z][a-z0-9._-]{0,63}")
_VERSION = re.compile(r"v?[0-9]+")


def is_number(which: str) -> bool:
    """Return whether a version is said by its number, such as ``3`` or ``v3``."""
    return _VERSION.fullmatch(which) is not None


def check_alias(alias: str) -> None:
    """Refuse what cannot be an alias."""
    if not _ALIAS.fullmatch(alias) or alias == LATEST or is_number(alias):
        raise BadNameError(
            f"{alias[:80]!r} cannot be an alias.",
            hint="Use up to 64 of a-z, 0-9, '.', '_' and '-', a letter first. `latest` and "
            "v1, v2, … are understood without being given.",
        )


def checked_tags(tags: list[str]) -> list[str]:
    """Return tags composed (NFC) and each once, or refuse them."""
    cleaned = list(dict.fromkeys(unicodedata.normalize("NFC", tag).strip() for tag in tags))
    if len(cleaned) > limits.LIMITS.tags or any(
        not 0 < len(tag) <= limits.LIMITS.tag_characters or not tag.isprintable() for tag in cleaned
    ):
        raise BadRequestError(
            f"Tags are 1 to {limits.LIMITS.tag_characters} printable characters, and at most "
            f"{limits.LIMITS.tags}."
        )
    return cleaned
