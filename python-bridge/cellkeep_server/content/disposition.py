"""Names in ``Content-Disposition`` (RFC 6266), where any Unicode may come in."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

_UNSAFE = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|%;]')
_ATTR_CHARS = "!#$&+-.^_`|~"  # what RFC 8187 lets stand besides letters and digits
# Characters that reorder text can make "gpj.exe" look like "exe.jpg" in a save dialog.
_REORDERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def attachment(name: str) -> str:
    """Return the header that offers a download under an artifact's name.

    Parameters
    ----------
    name : str
        Name of the artifact; only its last part is used, for a download is one file.

    Returns
    -------
    str
        ``filename`` in plain ASCII for old clients, ``filename*`` with the name itself.
    """
    last = _REORDERING.sub("", name.rsplit("/", 1)[-1])
    last = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cs")).strip()
    # Some clients take a backslash for a folder's end.
    last = last.replace("\\", "_") or "artifact"
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    plain = _UNSAFE.sub("_", plain).strip() or "artifact"
    if plain.startswith(".") and not last.startswith("."):  # only the extension was ASCII
        plain = f"artifact{plain}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(last, safe=_ATTR_CHARS)}"
