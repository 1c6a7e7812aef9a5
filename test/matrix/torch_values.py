"""Tensors of each kind, and what must come back of them, whichever torch wrote and read them."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from kinds import AbsentError, Case, of

LIBRARIES = ("numpy", "safetensors", "torch")
# As each version calls them; those of later ones are in `NEWER`.
DTYPES = (
    *("float64", "float32", "float16", "bfloat16", "float8_e4m3fn", "float8_e5m2"),
    *("float8_e4m3fnuz", "float8_e5m2fnuz", "complex32", "complex64", "complex128"),
    *("int64", "int32", "int16", "int8", "uint8", "bool"),
)
NEWER = ("uint16", "uint32", "uint64", "float8_e8m0fnu")
BITS = np.arange(64, dtype="u1")


def tensor(dtype: str) -> torch.Tensor:
    if not hasattr(torch, dtype):
        raise AbsentError
    if dtype == "bool":
        return torch.tensor([[True, False]])
    return torch.from_numpy(BITS.copy()).view(getattr(torch, dtype)).reshape(2, -1)


def same_tensor(back: Any, expected: Any) -> None:
    assert (back.dtype, back.shape) == (expected.dtype, expected.shape)
    assert (back.stride(), back.requires_grad) == (expected.stride(), expected.requires_grad)
    bits, others = (one.detach().contiguous().view(torch.uint8) for one in (back, expected))
    assert bits.equal(others)


def newer() -> dict[str, Any]:
    made = {dtype: tensor(dtype) for dtype in NEWER if hasattr(torch, dtype)}
    if not made:
        raise AbsentError
    return {**made, "loss": torch.tensor(0.5)}


def check_newer(back: Any, said: list[str]) -> None:
    """What this torch has no dtype for comes with its values or bits; the rest as it was."""
    assert back.pop("loss").item() == 0.5
    unknown = [dtype for dtype in back if not hasattr(torch, dtype)]
    for dtype in unknown:
        one = back.pop(dtype)
        kept = dtype if dtype.startswith("uint") else "uint8"
        assert str(one.dtype).endswith(kept), one.dtype
        assert np.asarray(one).tobytes() == BITS.tobytes()
    assert len(said) == len(unknown)
    for dtype, text in zip(unknown, said, strict=True):
        assert f"torch {torch.__version__} does not know {dtype}" in text
        assert "It was saved with torch " in text
    for dtype, one in back.items():
        same_tensor(one, tensor(dtype))


def checkpoint() -> dict[str, Any]:
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.Linear(3, 3), torch.nn.GRU(3, 2))
    model[1].weight = model[0].weight
    optimizer = torch.optim.AdamW(model.parameters())
    return {
        "epoch": 3,
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "seed": torch.get_rng_state(),
        "view": torch.ones(1, 2, 3, 4).contiguous(memory_format=torch.channels_last),
        "kernel": torch.nn.Parameter(torch.ones(2), requires_grad=False),
    }


def check_checkpoint(back: Any, said: list[str]) -> None:
    assert not said, said
    expected = checkpoint()
    assert list(back) == list(expected)
    assert list(back["model"]) == list(expected["model"])
    assert back["model"]._metadata == expected["model"]._metadata
    assert back["model"]["0.weight"].data_ptr() == back["model"]["1.weight"].data_ptr()
    # Groups of later versions have more settings: what was saved has those that it had.
    groups = back["optimizer"]["param_groups"]
    assert groups[0]["lr"] == expected["optimizer"]["param_groups"][0]["lr"]
    assert isinstance(back["kernel"], torch.nn.Parameter)
    for name in ("view", "kernel"):
        same_tensor(back[name], expected[name])


def trained() -> Any:
    model = torch.nn.Linear(2, 1)
    torch.nn.init.constant_(model.weight, 0.5)
    return model.weight * torch.tensor([1.0, 2.0])


CASES = [
    *(of(dtype, lambda dtype=dtype: tensor(dtype), same_tensor) for dtype in DTYPES),
    Case("newer dtypes", newer, check_newer),
    Case("checkpoint", checkpoint, check_checkpoint),
    of("with gradients", trained, same_tensor),
    of("empty", lambda: torch.empty(0, 3), same_tensor),
]
