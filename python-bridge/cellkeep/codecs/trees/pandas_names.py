"""What pandas finds by a name, whichever version of pandas wrote the name.

pandas 2.2 renamed the frequencies (``M`` became ``ME`` where it is a date, ``H`` became ``h``), and
pandas 3 knows only the new names. pandas 2.3 brought text whose missing value is NaN, which is
the text of pandas 3; before, text was in columns of Python objects.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# Old names and new ones. Of two old names the second is what pandas before 2.2 reads.
_STEPS = {"H": "h", "T": "min", "S": "s", "L": "ms", "U": "us", "N": "ns"}
_PERIODS = {**_STEPS, "A": "Y"}
_DATES = {
    **_STEPS,
    "M": "ME",
    "Q": "QE",
    "Y": "YE",
    "A": "YE",
    "BM": "BME",
    "BQ": "BQE",
    "BY": "BYE",
    "BA": "BYE",
    "CBM": "CBME",
    "SM": "SME",
    "AS": "YS",
    "BAS": "BYS",
    "BH": "bh",
    "CBH": "cbh",
}
_FREQUENCY = re.compile(r"(-?\d*)([A-Za-z]+)(.*)", re.DOTALL)
_PERIOD_TYPE = re.compile(r"[pP]eriod\[(.+)\]", re.DOTALL)


def offset_of(text: str) -> Any:
    """Return the offset of a frequency of dates, or raise ValueError."""
    import pandas as pd

    return pd.tseries.frequencies.to_offset(_renamed(text, _DATES))


def period_frequency(text: str) -> str:
    """Return a frequency of periods by the name that it has here."""
    return _renamed(text, _PERIODS)


def dtype_of(text: str) -> Any:
    """Return the dtype of a text, or raise TypeError."""
    import pandas as pd

    if period := _PERIOD_TYPE.fullmatch(text):
        text = f"period[{period_frequency(period[1])}]"
    return pd.api.types.pandas_dtype(text)


def text_dtype(storage: str, missing: str) -> Any:
    """Return the dtype of pandas' text, as near to the one that was saved as there is here.

    Parameters
    ----------
    storage : str
        ``python``, ``pyarrow``, or ``pyarrow_numpy`` of pandas before 2.3.
    missing : str
        What a missing value is: ``NA`` or ``nan``.
    """
    import numpy as np
    import pandas as pd

    kind: Any = pd.StringDtype
    if _has_text_with_nan():
        return kind(storage.removesuffix("_numpy"), pd.NA if missing == "NA" else np.nan)
    if missing == "NA" or storage == "pyarrow_numpy":
        return kind(storage)
    return np.dtype(object)


@cache
def _has_text_with_nan() -> bool:
    import numpy as np
    import pandas as pd

    kind: Any = pd.StringDtype
    try:
        return bool(kind("python", np.nan))
    except TypeError:
        return False


def _renamed(text: str, names: dict[str, str]) -> str:
    found = _FREQUENCY.fullmatch(text)
    if found is None:
        return text
    count, name, rest = found.groups()
    return f"{count}{_known_here(names).get(name, name)}{rest}"


def _known_here(names: dict[str, str]) -> dict[str, str]:
    import pandas as pd

    if pd.offsets.MonthEnd().freqstr == "ME":
        return names
    return {new: old for old, new in names.items()}
