"""Files of the store under names that say what they are, for programs that look at the ending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep_core.process_folder import new_process_folder

if TYPE_CHECKING:
    from pathlib import Path


def link_by_name(content: Path, name: str) -> Path:
    """Return a link to a file, called `name`, which is there as long as this process.

    Where no link can be made (Windows allows them to few, and not across disks), the file itself.
    """
    folder = new_process_folder()
    link = folder / name
    for make in (link.symlink_to, link.hardlink_to):
        try:
            make(content)
        except OSError:
            continue
        return link
    return content
