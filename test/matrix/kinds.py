"""A value, and what must come back of it, whichever versions wrote and read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class AbsentError(Exception):
    """This version has no such type."""


class Case(NamedTuple):
    """A kind of value.

    Attributes
    ----------
    name : str
        Its name.
    make : callable
        Returns the value, or raises `AbsentError`.
    check : callable
        Takes what came back and the texts of the warnings, and asserts.
    """

    name: str
    make: Callable[[], Any]
    check: Callable[[Any, list[str]], None]


def exactly(make: Callable[[], Any], same: Callable[[Any, Any], None]) -> Any:
    """A check that what came back is the same as what is made here, without a word."""

    def check(back: Any, said: list[str]) -> None:
        assert not said, said
        expected = make()
        assert type(back) is type(expected), type(back)
        same(back, expected)

    return check


def of(name: str, make: Callable[[], Any], same: Callable[[Any, Any], None]) -> Case:
    return Case(name, make, exactly(make, same))
