"""What a person knows a displayed object by: its variable, its title, the expression that gave it.

Nothing but the variable itself gets a variable's name: ``df.head(3)`` is another thing than
``df``, and must not become its next version.
"""

from __future__ import annotations

import ast
import re
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cellkeep.context.execution import Cell

_MOST_TITLE = 100


def variable_of(obj: Any, shell: Any, cell: Cell | None = None) -> str | None:
    """Return the name of a person's variable that has this very object.

    Of several, one that the cell's source mentions, then the one that was made first.
    """
    if obj is None or isinstance(obj, ModuleType):
        return None
    hidden = shell.user_ns_hidden
    names = [
        name
        for name, value in list(shell.user_ns.items())
        if value is obj and not name.startswith("_") and hidden.get(name) is not value
    ]
    if len(names) > 1 and cell is not None and cell.source:
        words = set(re.findall(r"\w+", cell.source))
        names.sort(key=lambda name: name not in words)
    return names[0] if names else None


def title_of(obj: Any) -> str | None:
    """Return a figure's title, as it is now."""
    if hasattr(type(obj), "get_suptitle") and hasattr(obj, "axes"):
        titles = [obj.get_suptitle(), *(axes.get_title() for axes in obj.axes)]
    elif hasattr(type(obj), "to_plotly_json"):
        titles = [getattr(getattr(obj.layout, "title", None), "text", None)]
    else:
        return None
    return _one_line(next((title for title in titles if title and title.strip()), None))


def expression_of(cell: Cell | None, shell: Any) -> str | None:
    """Return the expression that a cell ends with, without its arguments: ``df.head``.

    None where it is anything but a chain of attributes, calls and subscripts of a variable.
    """
    if cell is None or not cell.source:
        return None
    try:
        body = ast.parse(shell.transform_cell(cell.source)).body
    except SyntaxError:
        return None
    last = body[-1] if body else None
    if not isinstance(last, ast.Expr) or isinstance(last.value, ast.Name):
        return None
    root, rest = _chain(last.value)
    is_variable = root is not None and not isinstance(shell.user_ns.get(root), ModuleType)
    return f"{root}{rest}" if is_variable and rest else None


def _chain(node: ast.expr) -> tuple[str | None, str]:
    match node:
        case ast.Name(name):
            return name, ""
        case ast.Call(function):
            return _chain(function)
        case ast.Attribute(value, name):
            root, rest = _chain(value)
            return root, f"{rest}.{name}"
        case ast.Subscript(value):
            root, rest = _chain(value)
            return root, f"{rest}[…]"
    return None, ""


def _one_line(title: str | None) -> str | None:
    # A slash would make folders of it.
    return " ".join(title.split()).replace("/", "∕")[:_MOST_TITLE] if title else None
