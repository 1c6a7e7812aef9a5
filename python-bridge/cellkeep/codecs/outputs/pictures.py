"""Pictures that Markdown and HTML show from beside the notebook, put into them.

As the front end does it (`src/capture/markdown.ts`), where it is the kernel that keeps an output.
"""

from __future__ import annotations

import base64
import re
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from cellkeep.codecs.outputs.saved_output import joined
from cellkeep_core.media import media_type_of_head
from cellkeep_core.paths import current_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

# What comes before the target is kept. `<` and `[` end a try, so that no text takes long.
_IN_HTML = r"<img\b[^<>]*?\bsrc\s*=\s*[\"']?"
_PATTERNS = {
    "text/markdown": re.compile(rf"(!\[[^\[\]]*\]\(\s*<?|{_IN_HTML})([^\s)>\"']+)", re.IGNORECASE),
    "text/html": re.compile(rf"({_IN_HTML})([^\s>\"']+)", re.IGNORECASE),
}
# Has an address of its own, such as one on a server, or is a place in the text.
_ELSEWHERE = re.compile(r"[a-z][a-z\d+.-]*:|/|#", re.IGNORECASE)


def with_pictures(output: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an output whose Markdown and HTML need nothing beside them.

    Parameters
    ----------
    output : mapping
        In nbformat 4's form.

    Returns
    -------
    mapping
        The output itself where there is nothing to put into it. What cannot be read stays a path.
    """
    data = output.get("data") or {}
    changed = {}
    for media_type, pattern in _PATTERNS.items():
        if isinstance(data.get(media_type), (str, list)):
            text = joined(data[media_type])
            whole = pattern.sub(_put_in, text)
            if whole != text:
                changed[media_type] = whole
    return {**output, "data": {**data, **changed}} if changed else output


def _put_in(found: re.Match[str]) -> str:
    before, target = found.groups()
    return before + (_address_of(target) or target)


def _address_of(target: str) -> str | None:
    """Return the data URL of the picture at a path from the notebook, None where it is none."""
    folder = _folder_of_notebook()
    if _ELSEWHERE.match(target) or folder is None:
        return None
    try:
        path = folder / unquote(re.split("[?#]", target)[0])
        # By its name, as the front end: and a named pipe would never end.
        media_type = media_type_of_head(b"", path.name)
        if not media_type.startswith("image/") or not stat.S_ISREG(path.stat().st_mode):
            return None
        return f"data:{media_type};base64,{base64.b64encode(path.read_bytes()).decode()}"
    except (OSError, ValueError):
        return None


def _folder_of_notebook() -> Path | None:
    """Return the folder that the kernel began in, where `%cd` and `os.chdir` changed it later."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    first = getattr(shell, "user_ns", {}).get("_dh", [None])[0]
    return Path(first) if first is not None else current_folder()
