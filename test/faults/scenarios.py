"""Every scenario there is, in the order in which they run."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from typing import Any

import browsers  # noqa: F401
import clock  # noqa: F401
import disk  # noqa: F401
import files  # noqa: F401
import kernels  # noqa: F401
import network  # noqa: F401
import remote  # noqa: F401
import rest  # noqa: F401
import scripts  # noqa: F401
import team  # noqa: F401
from ledger import Tally


def as_json(total: Tally) -> dict[str, Any]:
    return asdict(replace(total, faults=Counter())) | {"faults": dict(total.faults)}
