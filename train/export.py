"""Turn trained weights into the files the package ships.

    python -m train.export --encoder FOLDER --weights FILE --out FOLDER

Writes `reader.onnx` (int8, one scale per channel), `reader.fp32.onnx` (to compare with), `reader.json` (how labels
follow each other) and `tokenizer.json`.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model
from train.network import Tagger, load_encoder
from train.packed import Packed

from firsthand.read.trained.reader import LAYERS
from firsthand.read.trained.windows import HINTS

__all__ = ["main", "ship"]

_INPUTS = ("pieces", "shapes", "hints")
_OUTPUTS = ("spans", "kinds", "modes", "anchors", "parts")


def export(model: Tagger, path: Path) -> None:
    """The network as ONNX for one window of any length, its operations joined where that is known."""
    packed = Packed(model).eval()
    example = tuple(torch.ones(1, 12, dtype=torch.long) for _ in range(2))
    hints = torch.ones(1, 12, len(HINTS), dtype=torch.long)
    torch.onnx.export(
        packed,
        (*example, hints),
        str(path),
        input_names=list(_INPUTS),
        output_names=list(_OUTPUTS),
        dynamic_axes={name: {1: "length"} for name in (*_INPUTS, *_OUTPUTS)},
        opset_version=17,
        dynamo=False,
    )
    options = FusionOptions("bert")
    # Reading one window after another, the joined forms of these are slower than their parts.
    options.enable_embed_layer_norm = options.enable_attention = options.enable_skip_layer_norm = False
    config = model.encoder.config
    fused = optimize_model(
        str(path),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        optimization_options=options,
        opt_level=0,
    )
    fused.save_model_to_file(str(path))


def quantise(full: Path, small: Path) -> None:
    """The same with weights of one byte."""
    quantize_dynamic(
        str(full),
        str(small),
        per_channel=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def ship(encoder: Path, weights: Path, out: Path) -> None:
    """Write the files of the package into `out`, and say how big they are and what their hashes are."""
    out.mkdir(parents=True, exist_ok=True)
    state = torch.load(weights, map_location="cpu", weights_only=True)
    layers = {name.split(".")[3] for name in state if name.startswith("encoder.encoder.layer.")}
    model = Tagger(load_encoder(encoder, len(layers)))
    model.load_state_dict({name: value.float() for name, value in state.items()})
    full, small = out / "reader.fp32.onnx", out / "reader.onnx"
    export(model, full)
    quantise(full, small)
    kept = {"layers": LAYERS, "steps": model.steps.tolist(), "nearness": model.nearness.tolist()}
    (out / "reader.json").write_text(json.dumps(kept) + "\n", encoding="utf-8")
    shutil.copy(encoder / "tokenizer.json", out / "tokenizer.json")
    for path in (full, small):
        print(f"{path.stat().st_size / 1e6:6.1f} MB  {sha256(path.read_bytes()).hexdigest()}  {path}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options, export, and quantise."""
    parser = argparse.ArgumentParser(description="Make the shipped reader from trained weights.")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    ship(options.encoder, options.weights, options.out)


if __name__ == "__main__":
    main()
