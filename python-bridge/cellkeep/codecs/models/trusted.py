"""The types that a person allowed, of those that are not loaded unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cellkeep_core.errors import UntrustedTypesError

if TYPE_CHECKING:
    from collections.abc import Iterable

_trusted: set[str] = set()


def trust_types(*names: str) -> None:
    """Allow types in models that are loaded from now on in this process.

    A model may name classes and functions of any package. Those that its library does not hold
    safe are loaded only where they are named here.

    Parameters
    ----------
    *names : str
        Types as the refusal names them, such as ``"my_package.Winsorizer"``.

    Examples
    --------
    >>> import cellkeep
    >>> cellkeep.trust_types("sklearn.tree._tree.Tree")
    """
    for name in names:
        if not isinstance(name, str) or "." not in name:
            raise TypeError(f"{name!r} is not the name of a type with its module.")
    _trusted.update(names)


def require_trusted(names: Iterable[str], judge: str) -> list[str]:
    """Return the names, all of which a person allowed.

    Raises
    ------
    UntrustedTypesError
        Where one was not allowed; ``judge`` is who does not hold it safe.
    """
    found = sorted(names)
    refused = [name for name in found if name not in _trusted]
    if refused:
        raise UntrustedTypesError(
            f"This model holds what {judge} does not hold safe: {', '.join(refused)}. "
            "Nothing of it was run.",
            hint=f"If you trust {'it' if len(refused) == 1 else 'them'} and who saved the model: "
            f"{how_to_trust(refused)}, then load it again.",
        )
    return found


def how_to_trust(names: Iterable[str]) -> str:
    """Return the call that allows types."""
    return f"cellkeep.trust_types({', '.join(map(repr, names))})"
