"""Models that lie about themselves are refused: reading them ends no process, nor using them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import pytest
import xgboost
from codec_support import written

from run_script import run_script

X = np.random.default_rng(0).random((60, 4))
Y = (X[:, 0] > 0.5).astype(int)
LOAD = """
import sys
from pathlib import Path
from cellkeep.codecs import decode
from cellkeep_core.errors import ContentUnreadableError
try:
    model = decode(Path(sys.argv[1]), sys.argv[2])
    model.predict([[0.5] * 4])
    print("loaded")
except ContentUnreadableError as error:
    print(error)
"""


def text() -> bytes:
    model = lightgbm.LGBMClassifier(n_estimators=3, verbose=-1, min_child_samples=2)
    return written(model.fit(X, Y))


def ubjson(key: bytes = b"") -> bytes:
    """Return a model, the first number of one of its trees' arrays as large as can be."""
    content = written(xgboost.XGBClassifier(n_estimators=3).fit(X, Y))
    if not key:
        return content
    # After the array's type and count, a byte for each of their names and eight for the number.
    at = content.index(key) + len(key) + 14
    return content[:at] + b"\x7f\xff\xff\xff" + content[at + 4 :]


@pytest.mark.parametrize(
    ("codec", "content", "said"),
    [
        ("lightgbm-text.v1", lambda: text().replace(b"Tree=1", b"Trxx=1"), "ends the process"),
        ("xgboost-ubj.v1", lambda: ubjson(b"parents"), "ends the process"),
        ("xgboost-ubj.v1", lambda: ubjson(b"left_children"), "ends the process"),
        ("lightgbm-text.v1", text, "loaded"),
        ("xgboost-ubj.v1", ubjson, "loaded"),
    ],
    ids=["text", "parents", "children", "honest text", "honest ubjson"],
)
def test_a_model_that_would_end_the_process_is_refused(
    codec: str, content: Any, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "model"
    path.write_bytes(content())
    path.chmod(0o600)
    assert said in run_script(LOAD, path, codec).splitlines()[-1]
