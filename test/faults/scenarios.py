"""Every scenario there is, in the order in which they run."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import network  # noqa: F401
import scripts  # noqa: F401
from ledger import Tally


def as_json(total: Tally) -> dict[str, Any]:
    return asdict(total)
