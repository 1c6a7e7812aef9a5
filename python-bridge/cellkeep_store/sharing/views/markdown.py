"""Markdown, with formulas set by KaTeX and diagrams drawn by Mermaid, as the viewers have it."""

from __future__ import annotations

import html
import re
import secrets
from contextlib import suppress

import mistune

from cellkeep_core.text import printable
from cellkeep_store.forms.front_end import front_end_script
from cellkeep_store.sharing.markup import shown
from cellkeep_store.sharing.views.document import View, asset, document
from cellkeep_store.sharing.views.libraries import frame, used_in

_MOST_DIAGRAMS = 20
_MOST_DIAGRAM = 50_000
_MOST_FORMULA = 5000
# What stands in code is none; a dollar after a backslash neither.
_FORMULA = re.compile(
    r"(?P<code>^(?P<fence>```+|~~~+).*?(?:^(?P=fence)|\Z)|(?P<ticks>`+)[^`].*?(?P=ticks)|\\\$)"
    r"|(?P<formula>\$\$.+?\$\$|\\\\\[.+?\\\\\]|\\\\\(.+?\\\\\)"
    r"|\\begin\{(?P<name>[a-z]+\*?)\}.+?\\end\{(?P=name)\}|\$(?:[^$\\\n]|\\.|\n(?!\s*\n))+\$)",
    re.DOTALL | re.MULTILINE,
)
_ENDS = ("$$", "$", "\\\\[", "\\\\(")
_INLINE = ("$", "\\\\(")


def document_of(parts: list[str]) -> View:
    """Return the view of HTML that may come from `markdown`."""
    body = "".join(parts)
    used = used_in(body)
    scripts: list[str] = []
    if 'class="formula"' in body:
        with suppress(ImportError):  # formulas stay as they were written
            scripts = [front_end_script("katex.min"), asset("formulas.js")]
    if len(parts) != 1 or not body.startswith("<iframe"):
        body = f"<main tabindex=0>{body}</main>"
    return View(document(body, scripts=scripts, has_frames=bool(used)), used)


def markdown(text: str) -> str:
    """Return Markdown as HTML in which nothing of others is markup."""
    formulas: list[str] = []
    mark = f"F{secrets.token_hex(8)}N"

    def take(found: re.Match[str]) -> str:
        formula = found["formula"]
        if formula is None or len(formula) > _MOST_FORMULA:
            return found[0]
        formulas.append(formula)
        return f"{mark}{len(formulas) - 1}E"

    convert = mistune.create_markdown(
        renderer=_Renderer(escape=True), plugins=["table", "strikethrough", "task_lists", "url"]
    )
    made = str(convert(_FORMULA.sub(take, printable(text, but="\n\t"))))
    # In a tag, such as the address of a link, a formula is what was written.
    put = re.compile(rf"(?P<tag><[^>]*>)|{mark}(?P<number>\d+)E")

    def give(found: re.Match[str]) -> str:
        if found["tag"] is None:
            return _formula(formulas[int(found["number"])])
        return re.sub(rf"{mark}(\d+)E", lambda each: shown(formulas[int(each[1])]), found["tag"])

    return f'<div class="markdown">{put.sub(give, made)}</div>'


class _Renderer(mistune.HTMLRenderer):
    """Draws what is marked as Mermaid."""

    _diagrams = 0

    def block_code(self, code: str, info: str | None = None) -> str:
        is_diagram = (info or "").split()[:1] == ["mermaid"] and len(code) <= _MOST_DIAGRAM
        if not is_diagram or self._diagrams >= _MOST_DIAGRAMS:
            return super().block_code(code, info)
        self._diagrams += 1
        return frame("mermaid", "Diagram", {"content": [code]})


def _formula(written: str) -> str:
    ends = next((each for each in _ENDS if written.startswith(each)), "")
    within = written[len(ends) : len(written) - len(ends)]
    look = "" if ends in _INLINE else " data-display"
    return f'<span class="formula"{look}>{html.escape(within)}</span>'
