"""TensorFlow's tensors come back, and what is no tensor is refused with a way that works."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from codec_support import round_trip

from cellkeep.codecs import encode
from cellkeep_core.errors import PickleRefusedError

tf: Any = pytest.importorskip("tensorflow")

TENSORS: list[Callable[[], Any]] = [
    lambda: tf.constant([[1.5, 2.0]]),
    lambda: tf.constant(3),
    lambda: tf.constant([["a", "ü"], ["", "c"]]),
    lambda: tf.constant(b"\xff"),
    lambda: tf.constant([True, False]),
    lambda: tf.constant([1.5], tf.bfloat16),
    lambda: tf.constant([1j]),
    lambda: tf.zeros((0, 3), tf.float16),
]


@pytest.mark.parametrize("make", TENSORS)
def test_a_tensor_comes_back_with_its_dtype_and_shape(make: Callable[[], Any]) -> None:
    obj = make()
    for back in (round_trip(obj)[1], round_trip({"in": [obj]})[1]["in"][0]):
        assert type(back) is type(obj)
        assert (back.dtype, back.shape) == (obj.dtype, obj.shape)
        assert np.asarray(back).tolist() == np.asarray(obj).tolist()


def history() -> Any:
    made = tf.keras.callbacks.History()
    made.history = {"loss": [0.5, 0.25]}
    return made


def layer() -> Any:
    made = tf.keras.layers.Dense(1)
    made.build((None, 2))
    return made


def array() -> Any:
    return tf.TensorArray(tf.float32, 1).write(0, 1.5)


REFUSED: list[Callable[[], Any]] = [
    lambda: tf.Variable([1.0, 2.0]),
    lambda: tf.keras.Variable([1.0]),
    lambda: tf.ragged.constant([[1], [2, 3]]),
    lambda: tf.sparse.from_dense([[1, 0], [0, 2]]),
    lambda: tf.IndexedSlices(tf.constant([[1.0]]), tf.constant([0])),
    array,
    lambda: tf.TensorShape([1, 2]),
    lambda: tf.float32,
    lambda: tf.data.Dataset.range(3).map(lambda one: {"x": one}),
    lambda: tf.data.Dataset.range(3).as_numpy_iterator(),
    lambda: iter(tf.data.Dataset.range(3)),
    lambda: tf.train.Example(),
    layer,
    tf.keras.optimizers.Adam,
    history,
]


@pytest.mark.parametrize("make", REFUSED)
def test_what_is_no_tensor_is_refused_with_a_way_that_works(make: Callable[[], Any]) -> None:
    x = make()
    with pytest.raises(PickleRefusedError) as refused:
        encode(x, io.BytesIO())
    said = re.match(
        r"Save (?:its weights: )?(.*)\. To store it as a pickle", str(refused.value.hint)
    )
    assert said, refused.value
    encode(eval(said[1], {"x": x, "numpy": np}), io.BytesIO())
