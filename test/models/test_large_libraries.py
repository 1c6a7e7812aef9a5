"""Keras, Hugging Face and spaCy: their own formats, equal when loaded, and nothing is run.

These libraries are large: `make models` installs them and runs this.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from codec_support import round_trip

from cellkeep.codecs import decode, encode, trust_types
from cellkeep.codecs.models import trusted
from cellkeep_core.errors import (
    BlobDamagedError,
    CodecNotFoundError,
    PickleRefusedError,
    UntrustedTypesError,
)

os.environ.setdefault("KERAS_BACKEND", "torch")

import datasets
import keras
import spacy
import torch
import transformers

X = np.arange(24, dtype="f4").reshape(4, 6) / 24


@pytest.fixture(autouse=True)
def nothing_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trusted, "_trusted", set())


def stored(obj: object, path: Path) -> str:
    with path.open("wb") as file:
        return encode(obj, file).codec


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change the entries of a ZIP file."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def keras_model(*layers: Any) -> Any:
    model = keras.Sequential([keras.Input((6,)), *layers, keras.layers.Dense(2)])
    model.compile("adam", "mse")
    return model


def test_a_keras_model_predicts_the_same_and_trains_on(tmp_path: Path) -> None:
    obj = keras_model(keras.layers.Dense(3, activation="relu"))
    obj.fit(X, X[:, :2], verbose=0)
    encoded, back = round_trip(obj)
    assert (encoded.codec, encoded.media_type) == ("keras.v1", "application/vnd.keras+zip")
    assert np.array_equal(back.predict(X, verbose=0), obj.predict(X, verbose=0))
    mine = [np.array(keras.ops.convert_to_numpy(one)) for one in obj.optimizer.variables]
    theirs = [np.array(keras.ops.convert_to_numpy(one)) for one in back.optimizer.variables]
    assert all(map(np.array_equal, mine, theirs))
    preview: Any = encoded.preview
    assert (preview.library, preview.parameters) == ("keras", 29)
    assert "dense" in preview.text


def test_a_keras_model_without_weights_or_with_a_lambda_is_refused_with_the_way() -> None:
    with_lambda = keras_model(keras.layers.Lambda(lambda values: values * 2))
    for obj, way in (
        (keras.Sequential([keras.layers.Dense(2)]), "x.build("),
        (with_lambda, "register_keras_serializable"),
    ):
        with pytest.raises(PickleRefusedError) as refused:
            encode(obj, io.BytesIO())
        assert way in str(refused.value.hint)


def test_a_hostile_keras_file_runs_nothing(tmp_path: Path) -> None:
    hits = tmp_path / "hits"
    path = tmp_path / "content"
    codec = stored(keras_model(keras.layers.Activation("relu")), path)

    def lambda_layer(entries: dict[str, bytes]) -> None:
        layer = keras.layers.Lambda(eval(f"lambda x: open({str(hits)!r}, 'w') and x"))
        config = json.loads(entries["config.json"])
        config["config"]["layers"][1] = keras.saving.serialize_keras_object(layer)
        entries["config.json"] = json.dumps(config).encode()

    def function_of_the_system(entries: dict[str, bytes]) -> None:
        config = json.loads(entries["config.json"])
        config["config"]["layers"][1] |= {"module": "os", "class_name": "system"}
        entries["config.json"] = json.dumps(config).encode()

    original = path.read_bytes()
    rewritten(path, lambda_layer)
    with pytest.raises(UntrustedTypesError, match="Nothing of it was run"):
        decode(path, codec)
    path.write_bytes(original)
    rewritten(path, function_of_the_system)
    with pytest.raises(CodecNotFoundError, match="needs the class 'system'"):
        decode(path, codec)
    assert not hits.exists()


def bert() -> Any:
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=30,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
    )
    return transformers.BertForSequenceClassification(config)


def tokenizer() -> Any:
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = {"[UNK]": 0, "[PAD]": 1, "one": 2, "two": 3}
    own = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    own.pre_tokenizer = pre_tokenizers.Whitespace()
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=own, unk_token="[UNK]", pad_token="[PAD]"
    )


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_a_model_of_transformers_gives_the_same_with_its_own_types(dtype: str) -> None:
    obj = bert().to(getattr(torch, dtype)).eval()
    encoded, back = round_trip({"model": obj, "tokenizer": tokenizer(), "epoch": 3})
    assert encoded.codec == "values-zip.v1"
    model, words = back["model"], back["tokenizer"]
    assert type(model) is type(obj)
    assert not model.training
    tokens = words(["one two", "three"], padding=True, return_tensors="pt")
    assert tokens["input_ids"].tolist() == [[2, 3], [0, 1]]
    state, expected = model.state_dict(), obj.state_dict()
    assert list(state) == list(expected)
    for name, tensor in state.items():
        assert tensor.dtype == expected[name].dtype
        assert torch.equal(tensor, expected[name]), name
    with torch.no_grad():
        assert torch.equal(model(**tokens).logits, obj(**tokens).logits)


def test_what_transformers_says_of_itself() -> None:
    encoded, back = round_trip(bert().train())
    assert encoded.codec == "huggingface-folder.v1"
    assert back.training
    preview: Any = encoded.preview
    assert preview.library == "transformers"
    assert preview.parameters == sum(one.numel() for one in back.parameters())
    assert round_trip(transformers.BertConfig(vocab_size=7))[1].vocab_size == 7


def test_models_that_transformers_would_change_are_refused_with_the_way() -> None:
    class Mine(transformers.BertModel):
        pass

    mixed = bert()
    mixed.classifier.to(torch.float16)
    for obj in (mixed, Mine(bert().config)):
        with pytest.raises(PickleRefusedError, match=r"state_dict\(\)"):
            encode(obj, io.BytesIO())


class Evil:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return (os.system, (f"touch {self.path}",))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pytorch_model.bin", b"pickle"),
        ("modeling_evil.py", b"open('hits', 'w')"),
        ("../outside.json", b"{}"),
        ("config.json", b'{"auto_map": {"AutoModel": "evil--modeling.Evil"}}'),
        ("config.json", b'{"attn_implementation": "evil/kernel"}'),
    ],
)
def test_a_hostile_folder_of_transformers_runs_nothing(
    name: str, content: bytes, tmp_path: Path
) -> None:
    import pickle

    hits = tmp_path / "hits"
    path = tmp_path / "content"
    codec = stored(bert(), path)

    def change(entries: dict[str, bytes]) -> None:
        if name == "pytorch_model.bin":
            entries.pop("model.safetensors")
        entries[name] = pickle.dumps(Evil(hits)) if content == b"pickle" else content

    rewritten(path, change)
    with pytest.raises(BlobDamagedError, match=r"not written so|never read|asks for code"):
        decode(path, codec)
    assert not hits.exists()
    assert not (tmp_path.parent / "outside.json").exists()


@pytest.fixture(scope="module")
def rows() -> Any:
    features = datasets.Features(
        {"text": datasets.Value("string"), "label": datasets.ClassLabel(names=["no", "yes"])}
    )
    return datasets.Dataset.from_dict({"text": ["a", "b", "c"], "label": [0, 1, 1]}, features)


def test_data_sets_come_back_with_their_features(rows: Any) -> None:
    encoded, back = round_trip(rows)
    assert encoded.codec == "huggingface-dataset.v1"
    assert (back.features, back[:]) == (rows.features, rows[:])
    assert encoded.summary == "3 × 2"
    preview: Any = encoded.preview
    assert [column.name for column in preview.columns] == ["text", "label"]
    picked = rows.select([2, 0])
    assert round_trip(picked)[1][:] == picked[:]
    both = datasets.DatasetDict(train=rows, test=picked)
    encoded, back = round_trip(both)
    assert type(back) is datasets.DatasetDict
    assert back["test"][:] == picked[:]
    assert encoded.summary == "2 splits: train 3, test 2"
    with pytest.raises(PickleRefusedError, match=r"take\(1000\)"):
        encode(rows.to_iterable_dataset(), io.BytesIO())


def test_a_data_set_that_names_a_file_of_elsewhere_is_refused(rows: Any, tmp_path: Path) -> None:
    path = tmp_path / "content"
    codec = stored(rows, path)

    def change(entries: dict[str, bytes]) -> None:
        state = json.loads(entries["state.json"])
        state["_data_files"] = [{"filename": "/etc/passwd"}]
        entries["state.json"] = json.dumps(state).encode()

    rewritten(path, change)
    with pytest.raises(BlobDamagedError, match="it names the file"):
        decode(path, codec)


def pipeline() -> Any:
    nlp = spacy.blank("en")
    rules = nlp.add_pipe("entity_ruler")
    categories = nlp.add_pipe("textcat")
    categories.add_label("A")
    categories.add_label("B")
    nlp.initialize()
    rules.add_patterns([{"label": "ORG", "pattern": "Apple"}])
    return nlp


def test_a_pipeline_of_spacy_says_the_same() -> None:
    obj = pipeline()
    encoded, back = round_trip(obj)
    assert encoded.codec == "spacy-folder.v1"
    mine, theirs = obj("Apple grows."), back("Apple grows.")
    assert [one.label_ for one in theirs.ents] == ["ORG"]
    assert theirs.cats == mine.cats
    preview: Any = encoded.preview
    assert preview.text.endswith("entity_ruler\ntextcat")


def test_functions_that_are_not_of_spacy_run_only_where_they_are_trusted(tmp_path: Path) -> None:
    hits: list[str] = []

    @spacy.registry.callbacks("evil.v1")
    def evil() -> Any:
        def callback(language: Any) -> Any:
            hits.append("ran")
            return language

        return callback

    path = tmp_path / "content"
    codec = stored(pipeline(), path)

    def change(entries: dict[str, bytes]) -> None:
        entries["config.cfg"] += b'\n[nlp.before_creation]\n@callbacks = "evil.v1"\n'
        entries["config.cfg"] = entries["config.cfg"].replace(b"before_creation = null\n", b"")

    rewritten(path, change)
    with pytest.raises(UntrustedTypesError, match=r"@callbacks\.evil\.v1") as refused:
        decode(path, codec)
    assert hits == []
    assert "cellkeep.trust_types('@callbacks.evil.v1')" in str(refused.value.hint)
    trust_types("@callbacks.evil.v1")
    decode(path, codec)
    assert hits == ["ran"]


@pytest.mark.timeout(1800)
def test_changed_forms_of_their_files_end_no_reader(tmp_path: Path) -> None:
    names = ["keras", "transformers", "configuration", "data set", "spacy"]
    done = subprocess.run(
        [sys.executable, "-m", "hostile.fuzz_readers", str(tmp_path), "200", *names],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{tmp_path / 'last'}: {done.stderr[-3000:]}"
