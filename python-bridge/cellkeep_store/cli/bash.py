"""Completion in Bash of names with spaces, and of what stands after an ``@``.

Bash itself ends a word at an ``@``, a ``:`` or a ``=``, and writes what is chosen as it is. Click
splits and quotes nothing, which is enough for options.
"""

from __future__ import annotations

import os
import re
from typing import ClassVar

from click.shell_completion import BashComplete, CompletionItem, split_arg_string

_SOURCE = """\
%(complete_func)s() {
    local line="${COMP_LINE:0:COMP_POINT}" type value
    COMPREPLY=()
    while IFS=',' read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(COMP_WORDS="$line" %(complete_var)s=bash_complete "$1")
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""
_LAST_WORD = re.compile(r"""(?:\\.|"(?:\\.|[^"\\])*"?|'[^']*'?|[^\s\\"'])*\Z""")
# An `@` belongs to the word that it begins.
_ENDS_WORDS = re.compile(r".*(?:[:=]|(?=@))", re.DOTALL)
_SPECIAL = re.compile(r"([^\w@%+=:,./-])")


class Bash(BashComplete):
    """Takes the line to the cursor, and gives what Bash has to put after it."""

    source_template: ClassVar[str] = _SOURCE
    _word = ""
    """The word at the cursor, as it was typed."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the cursor's, and that one."""
        line = os.environ["COMP_WORDS"]
        found = _LAST_WORD.search(line)
        self._word = found[0] if found else ""
        before = split_arg_string(line[: len(line) - len(self._word)])
        return before[1:], "".join(split_arg_string(self._word))

    def format_completion(self, item: CompletionItem) -> str:
        """Return a line with what Bash replaces its own last word by."""
        value = str(item.value)
        if self._word[:1] in ("'", '"'):
            return f"{item.type},{value}"  # Bash adds the quote that is missing
        kept = _ENDS_WORDS.match(self._word)
        quoted = _SPECIAL.sub(r"\\\1", value)
        return f"{item.type},{quoted[kept.end() if kept else 0 :]}"
