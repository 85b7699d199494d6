"""A whole training in miniature: a random encoder of two layers, a few paragraphs, two epochs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.train.test_features import tokenizer
from train.corpus import parse
from train.features import Example, examples

from firsthand.read.trained.reader import TrainedReader
from firsthand.read.trained.windows import windows

torch = pytest.importorskip("torch", reason="needs the train extra")
transformers = pytest.importorskip("transformers", reason="needs the train extra")
pytest.importorskip("onnx", reason="needs the train extra")
pytest.importorskip("matplotlib", reason="needs the train extra")
from train import curve, export, fit, network, round_trip  # noqa: E402

LINES = (
    "<s1 named_person>Rosa Lind</s1> <q1>said</q1> <c1 asserted>that the bridge would stay closed</c1>.",
    "<c1 opinion>“It was a farce,”</c1> <s1 unnamed_person>a resident</s1> <q1>told</q1> the Courier.",
    "<s1 named_organisation>The council</s1> <q1>denied</q1> <c1 denied>the charge</c1> on Friday.",
    "It rained in Aarhus, and the market was closed for a week.",
    "<s1 named_person>Lind, <s2 named_person>who</s2> <q2>wants</q2> <c2 opinion>the job</c2>,</s1> <q1>wrote</q1> "
    "<c1 asserted>that <s3 unnamed_group>nurses</s3> <q3>expected</q3> <c3 predicted>a strike</c3></c1>.",
)


@pytest.fixture
def encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like that of the pretrained encoder, tiny and random; its hash is pinned for the test."""
    from hashlib import sha256

    folder = tmp_path / "encoder"
    torch.manual_seed(1)
    sizes = {"hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 4, "intermediate_size": 64}
    config = transformers.BertConfig(vocab_size=tokenizer().get_vocab_size(), **sizes)
    transformers.BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    (folder / "tokenizer.json").write_text(tokenizer().to_str(), encoding="utf-8")
    pinned = sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    monkeypatch.setattr(network, "ENCODER_SHA256", pinned)
    return folder


def data() -> list[tuple[list[Example], float]]:
    """The windows of the lines, and a second group of which half is read in an epoch."""
    every = list(examples([parse(line) for line in LINES], tokenizer()))
    return [(every, 1.0), (every[:4], 0.5)]


def trained(encoder: Path, out: Path) -> Any:
    """The network after two epochs, from wherever the folder stands."""
    options = fit.options_of(
        ["--encoder", str(encoder), "--out", str(out), "--epochs", "2", "--batch", "3", "--layers", "2"]
    )
    torch.manual_seed(options.seed)
    model = network.Tagger(network.load_encoder(encoder, options.layers))
    assert fit._other_run(options, data()) is None
    fit.fit(model, data(), {"dev": [[example] for example in data()[0][0]]}, options)
    return model


def lines(out: Path) -> list[dict[str, object]]:
    """The curve without the minutes."""
    read = [json.loads(line) for line in (out / "curve.jsonl").read_text("utf-8").splitlines()]
    return [{name: value for name, value in line.items() if name != "minutes"} for line in read]


def test_an_interrupted_run_ends_like_one_in_one_go(
    encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the first epoch and started again, every weight and every line of the curve is the same."""
    whole = trained(encoder, tmp_path / "whole")
    keep = fit._keep

    def killed(*state: Any) -> None:
        keep(*state)
        raise KeyboardInterrupt

    monkeypatch.setattr(fit, "_keep", killed)
    with pytest.raises(KeyboardInterrupt):
        trained(encoder, tmp_path / "parts")
    monkeypatch.setattr(fit, "_keep", keep)
    parts = trained(encoder, tmp_path / "parts")
    assert [line["epoch"] for line in lines(tmp_path / "parts")] == [1, 2]
    assert lines(tmp_path / "parts") == lines(tmp_path / "whole")
    assert whole.state_dict().keys() == parts.state_dict().keys()
    assert all(torch.equal(value, parts.state_dict()[name]) for name, value in whole.state_dict().items())


def test_a_run_learns(encoder: Path, tmp_path: Path) -> None:
    """Every weight of the layers that are kept has moved from where it began, and the loss falls."""
    model = trained(encoder, tmp_path / "run")
    before = network.load_encoder(encoder, 2).state_dict()
    unread = ("embeddings.word_embeddings.weight",)  # most words do not occur
    same = [n for n, v in model.encoder.state_dict().items() if n not in unread and torch.equal(v, before[n])]
    assert same == []
    first, last = lines(tmp_path / "run")
    assert float(str(last["loss"])) < float(str(first["loss"]))


def test_other_data_is_not_gone_on_with(encoder: Path, tmp_path: Path) -> None:
    """A folder that holds a run on other paragraphs, or with other options, is refused by name of what differs."""
    given = ["--encoder", str(encoder), "--out", str(tmp_path / "run")]
    assert fit._other_run(fit.options_of(given), data()) is None
    assert fit._other_run(fit.options_of(given), data()) is None
    assert "sha256" in str(fit._other_run(fit.options_of(given), data()[:1]))
    assert "(seed differ" in str(fit._other_run(fit.options_of([*given, "--seed", "8"]), data()))


def test_weights_of_another_encoder_are_refused(encoder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the encoder whose licence and hash are known is trained on."""
    monkeypatch.setattr(network, "ENCODER_SHA256", "0" * 64)
    with pytest.raises(ValueError, match="other weights"):
        network.load_encoder(encoder, 2)


@pytest.mark.parametrize(("file", "near"), [("reader.fp32.onnx", 0.99999), ("reader.onnx", 0.99)])
def test_what_is_shipped_says_what_was_trained(encoder: Path, tmp_path: Path, file: str, near: float) -> None:
    """The shipped files give the scores of the network in training: nearly all in full precision, closely in int8."""
    model = trained(encoder, tmp_path / "run").eval()
    torch.save(model.state_dict(), tmp_path / "weights.pt")
    export.ship(encoder, tmp_path / "weights.pt", tmp_path / "out")
    text = "“It was a farce,” said Rosa Lind, 42, who wants the job on the 14th."
    (window,) = windows(text, tokenizer())
    inputs = [torch.tensor([rows]) for rows in (window.pieces, window.shapes, window.hints)]
    with torch.no_grad():
        wanted = [output[0, window.starts].numpy().ravel() for output in model(*inputs)]
    shipped = TrainedReader(tmp_path / "out", model=file).scores(text, [])
    assert shipped.words == window.words
    for name, one in zip(("spans", "kinds", "modes", "anchors", "parts"), wanted, strict=True):
        other = getattr(shipped, name).ravel()
        assert other.shape == one.shape
        assert float(one @ other / np.linalg.norm(one) / np.linalg.norm(other)) > near, name


def test_the_curve_says_how_much_was_read(encoder: Path, tmp_path: Path) -> None:
    """A point has the paragraphs and words of its share, and for each layer F1 with an error bar over documents."""
    trained(encoder, tmp_path / "1")
    (tmp_path / "1" / "size.json").write_text(json.dumps({"paragraphs": 5, "words": 60}))
    (point,) = curve.points(tmp_path, [1.0])
    assert (point.share, point.paragraphs, point.words) == (1.0, 5, 60)
    last = json.loads((tmp_path / "1" / "curve.jsonl").read_text("utf-8").splitlines()[-1])["dev"]
    assert {layer: bar["f1"] for layer, bar in point.scores["dev"].items()} == {
        "source": last["outer source"],
        "cue": last["outer cue"],
        "content": last["outer content"],
    }
    curve.draw([point], tmp_path / "curve.svg")
    drawn = (tmp_path / "curve.svg").read_text("utf-8")
    assert drawn.count('id="LineCollection_') >= len(curve.LAYERS)  # an error bar for each


def test_the_commands_are_documented() -> None:
    """Every option that the page on training names is one of its commands, and it names every file a run leaves."""
    page = (Path(__file__).parents[2] / "docs" / "developers" / "training.md").read_text("utf-8")
    source = "".join(Path(str(module.__file__)).read_text("utf-8") for module in (fit, curve, export, round_trip))
    assert [option for option in set(re.findall(r"--[a-z]+", page)) if f'"{option}"' not in source] == []
    assert [name for name in set(re.findall(r'out / "(\w+\.\w+)"', source)) if name not in page] == ["checkpoint.new"]
