"""PyTorch tensors come back bit for bit, in their nesting, sharing what they shared."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch
from codec_support import QUICK, assert_same_nesting, refusal_of, round_trip, saved, written
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cellkeep.codecs import decode

DTYPES = st.sampled_from(
    [
        torch.bool,
        torch.uint8,
        torch.int8,
        torch.uint16,
        torch.int16,
        torch.uint32,
        torch.int32,
        torch.uint64,
        torch.int64,
        torch.float16,
        torch.bfloat16,
        torch.float32,
        torch.float64,
        torch.complex32,
        torch.complex64,
        torch.complex128,
        torch.float8_e4m3fn,
        torch.float8_e5m2,
        torch.float8_e4m3fnuz,
        torch.float8_e5m2fnuz,
        torch.float8_e8m0fnu,
    ]
)
SHAPES = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
LAYOUTS = st.sampled_from(["plain", "transposed", "strided", "expanded"])


def bits(tensor: torch.Tensor) -> bytes:
    """The bytes of a tensor in C order."""
    plain = (
        tensor.detach().resolve_conj().resolve_neg().clone(memory_format=torch.contiguous_format)
    )
    return bytes(plain.untyped_storage().tolist())


@st.composite
def tensors(draw: Any) -> torch.Tensor:
    dtype, shape, layout = draw(DTYPES), draw(SHAPES), draw(LAYOUTS)
    size = torch.Size(shape).numel() * dtype.itemsize
    raw = bytearray(draw(st.binary(min_size=size, max_size=size)))
    if dtype == torch.bool:
        raw = bytearray(byte & 1 for byte in raw)
    tensor = torch.frombuffer(raw, dtype=dtype) if raw else torch.empty(0, dtype=dtype)
    tensor = tensor.clone().reshape(shape)
    if layout == "transposed" and tensor.dim() > 1:
        return tensor.transpose(0, -1)
    if layout == "strided" and tensor.dim():
        return tensor[::2]
    if layout == "expanded":
        return tensor.expand(2, *tensor.shape)
    return tensor


def assert_same_tensor(back: Any, tensor: torch.Tensor) -> None:
    assert type(back) is type(tensor)
    assert back.dtype == tensor.dtype
    assert back.shape == tensor.shape
    assert back.requires_grad == tensor.requires_grad
    assert back.is_contiguous() or not tensor.is_contiguous()
    assert bits(back) == bits(tensor)


@given(tensors())
@QUICK
def test_any_bits_of_any_dtype_come_back(tensor: torch.Tensor) -> None:
    encoded, back = round_trip(tensor)
    assert encoded.codec == "tensors-safetensors.v1"
    assert_same_tensor(back, tensor)


KEYS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=3),
    st.integers(),
    st.tuples(st.integers()),
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.just("text"), tensors())
NESTINGS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(KEYS, inner, max_size=3),
        st.dictionaries(KEYS, inner, max_size=3).map(OrderedDict),
    ),
    max_leaves=8,
)


def assert_same_leaf(back: Any, value: Any) -> None:
    if isinstance(value, torch.Tensor):
        assert_same_tensor(back, value)
    else:
        assert repr(back) == repr(value)


assert_same = partial(assert_same_nesting, assert_same_leaf=assert_same_leaf)


@given(NESTINGS, tensors())
@QUICK
def test_any_nesting_of_tensors_comes_back(nesting: Any, tensor: torch.Tensor) -> None:
    value = {"nesting": nesting, "tensor": tensor, "same name": {"a.b": tensor, "a": {"b": 1}}}
    encoded, back = round_trip(value)
    assert encoded.codec == "tensors-safetensors.v1"
    assert_same(back, value)


def small_model() -> torch.nn.Module:
    torch.manual_seed(0)
    layers = [torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.Linear(4, 2)]
    return torch.nn.Sequential(*layers)


def test_a_state_dict_comes_back_and_loads_into_its_model() -> None:
    state = small_model().state_dict()
    encoded, back = round_trip(state)
    assert type(back) is OrderedDict
    assert back._metadata == state._metadata  # type: ignore[attr-defined]
    other = small_model()
    assert str(other.load_state_dict(back)) == "<All keys matched successfully>"
    assert_same(back, state)
    preview: Any = encoded.preview
    assert encoded.summary == "9 tensors"
    assert (preview.count, preview.tensors[0].name) == (9, "0.weight")


def test_the_state_of_an_optimizer_comes_back() -> None:
    model = small_model()
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.rand(5, 3)).sum().backward()
    optimizer.step()
    state = optimizer.state_dict()
    _, back = round_trip(state)
    assert_same(back, state)
    optimizer.load_state_dict(back)


def test_shapes_dtypes_and_devices_beside_tensors_come_back() -> None:
    value = {
        "w": torch.ones(2),
        "about": [torch.ones(1, 2).shape, torch.bfloat16, torch.device("cuda", 1)],
    }
    encoded, back = round_trip(value)
    assert encoded.codec == "tensors-safetensors.v1"
    assert back["about"] == value["about"]
    assert [type(one) for one in back["about"]] == [type(one) for one in value["about"]]


def test_tensors_of_a_file_that_others_may_change_are_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "content"
    value = {name: torch.ones(2).to(getattr(torch, name)) for name in ("bfloat16", "uint16")}
    value |= {"pairs": torch.ones(2, dtype=torch.complex128), "none": torch.empty(0, 3)}
    codec = saved(value, path).codec
    path.chmod(0o666)
    back = decode(path, codec)
    path.write_bytes(b"")
    for name, tensor in value.items():
        assert back[name].dtype == tensor.dtype
        assert back[name].equal(tensor)


@pytest.mark.skipif(
    not torch.cuda.is_available(), reason="PyTorch finds no CUDA device on this machine"
)
def test_tensors_on_a_cuda_device_come_back_on_the_cpu_bit_for_bit() -> None:
    torch.manual_seed(0)
    layer = torch.nn.Linear(3, 3).to("cuda", torch.bfloat16)
    whole = torch.arange(12, device="cuda").reshape(3, 4)
    image = torch.ones(1, 2, 3, 4, device="cuda").contiguous(memory_format=torch.channels_last)
    value = {
        "state": layer.state_dict(),
        "views": [whole, whole[1:], whole.T],
        "image": image,
        "large": torch.rand(3 << 20, device="cuda")[::2],
        "waves": torch.view_as_complex(torch.ones(4, 2, device="cuda")).conj(),
    }
    _, back = round_trip(value)
    assert {one.device.type for one in back["views"]} == {"cpu"}
    assert back["views"][0].data_ptr() == back["views"][2].data_ptr()
    assert back["image"].stride() == image.stride()
    for one, other in zip(_tensors_in(back), _tensors_in(value), strict=True):
        assert one.dtype == other.dtype
        assert one.equal(other.cpu().resolve_conj())


def _tensors_in(value: dict[str, Any]) -> list[torch.Tensor]:
    alone = [value[name] for name in ("image", "large", "waves")]
    return [*value["state"].values(), *value["views"], *alone]


def test_any_safetensors_reader_finds_the_tensors_by_name() -> None:
    state = {"model": small_model().state_dict(), "step": 3}
    read = safetensors.torch.load(written(state))
    assert torch.equal(read["model.0.weight"], state["model"]["0.weight"])


def test_views_of_one_storage_share_it_again_and_are_stored_once() -> None:
    base = torch.arange(100_000.0)
    value = {"head": base[:60_000], "tail": base[40_000:], "grid": base.view(100, 1000).t()}
    assert len(written(value)) < base.nbytes + 2000
    _, back = round_trip(value)
    assert_same(back, value)
    back["head"][50_000] = -1
    assert back["tail"][10_000] == -1
    assert back["grid"][0, 50] == -1
    assert back["grid"].stride() == (1, 1000)


def test_views_of_other_dtypes_share_their_storage_again() -> None:
    base = torch.arange(8, dtype=torch.float32)
    _, back = round_trip([base[1:3].view(torch.int32), base[2:5], base[6:8].view(torch.int64)])
    assert back[2].dtype == torch.int64
    assert bits(back[2]) == bits(base[6:8])
    back[1][0] = 0
    assert back[0].tolist()[1] == 0


def test_shared_bytes_that_start_anywhere_in_the_file_come_back() -> None:
    odd = torch.arange(3, dtype=torch.uint8)
    base = torch.arange(9.0)
    views = [base[2:4].view(torch.int64), base[3:]]
    _, back = round_trip([odd, *views, odd.clone()])
    assert [bits(tensor) for tensor in back[1:3]] == [bits(view) for view in views]


def test_a_part_of_a_large_tensor_is_stored_without_the_rest() -> None:
    part = torch.zeros(1_000_000)[10:20]
    assert len(written({"part": part})) < 2000


def test_the_same_tensor_twice_is_one_tensor_and_tied_weights_share() -> None:
    weight = torch.nn.Parameter(torch.rand(3, 3))
    _, back = round_trip({"a": weight, "b": weight, "c": weight.detach()})
    assert back["a"] is back["b"]
    assert back["c"].data_ptr() == back["a"].data_ptr()
    assert type(back["c"]) is torch.Tensor


def test_parameters_and_gradients_are_kept() -> None:
    frozen = torch.nn.Parameter(torch.rand(2), requires_grad=False)
    for tensor in (torch.nn.Parameter(torch.rand(2)), frozen, torch.rand(2, requires_grad=True)):
        assert_same_tensor(round_trip(tensor)[1], tensor)


def test_channels_last_stays_channels_last() -> None:
    tensor = torch.rand(2, 3, 4, 5).to(memory_format=torch.channels_last)
    _, back = round_trip(tensor)
    assert back.stride() == tensor.stride()
    assert torch.equal(back, tensor)


def test_lazy_conjugates_are_stored_as_what_they_mean() -> None:
    tensor = torch.tensor([1 + 2j, 3 - 4j])
    _, back = round_trip(tensor.conj())
    assert torch.equal(back, tensor.conj())
    assert torch.equal(round_trip(tensor.conj().imag)[1], tensor.conj().imag)


def test_a_strided_tensor_larger_than_a_piece_comes_back() -> None:
    tensor = torch.arange(6 << 20, dtype=torch.float32).reshape(2, -1)[:, ::2]
    assert torch.equal(round_trip(tensor)[1], tensor)


def test_a_loaded_tensor_can_be_changed_without_changing_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    codec = saved(torch.zeros(1000), path).codec
    before = path.read_bytes()
    tensor = decode(path, codec)
    tensor += 1
    assert tensor.sum() == 1000
    del tensor
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("obj", "words"),
    [
        (small_model(), "state_dict()"),
        (torch.optim.SGD(small_model().parameters()), "state_dict()"),
        (torch.eye(2).to_sparse(), "to_dense"),
        (torch.empty(2, device="meta"), "meta"),
        ({"a": torch.zeros(1), "b": {object()}}, "['b']"),
        ([torch.zeros(1), object()], "[1]"),
    ],
)
def test_what_safetensors_cannot_hold_is_refused_with_its_place(obj: Any, words: str) -> None:
    assert words in str(refusal_of(obj))


def test_a_nesting_that_contains_itself_is_refused() -> None:
    loop: list[Any] = [torch.zeros(1)]
    loop.append(loop)
    assert "contains itself" in str(refusal_of(loop))
