"""The program that writes a form for the server: bytes in at its input, bytes out at its output."""

from __future__ import annotations

import sys

from cellkeep_core.errors import CellkeepError
from cellkeep_core.process_limits import limit_memory
from cellkeep_store.forms.forms import write_form


def main(codec: str, form: str) -> None:
    """Write the form of what standard input has; the error, where it fails, goes to stderr."""
    limit_memory()
    try:
        write_form(sys.stdin.buffer, codec, form, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except CellkeepError as error:
        sys.stderr.write(error.message)
        sys.exit(3)
