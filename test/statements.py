"""What is asked of a database, statement by statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def statements(target: Engine | type[Engine] = Engine) -> Iterator[list[tuple[str, Any]]]:
    """Gather the statements and parameters of one database, or of all that this process has."""
    said: list[tuple[str, Any]] = []

    def hear(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        said.append((statement, parameters))

    event.listen(target, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(target, "before_cursor_execute", hear)
