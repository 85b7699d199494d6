"""Turn trained weights into the files the package ships.

    python -m train.export --encoder FOLDER --weights FILE --out FOLDER

Writes `reader.fp32.onnx` (to compare with), `reader.onnx` (int8, one scale per channel) and `tokenizer.json`.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from train.network import Tagger, load_encoder

__all__ = ["main"]

_OUTPUTS = ("spans", "kinds", "modes", "anchors", "parts")


def export(model: Tagger, path: Path) -> None:
    """The network as ONNX, for any batch and length."""
    model.eval()
    example = (
        torch.ones(1, 12, dtype=torch.long),
        torch.zeros(1, 12, dtype=torch.long),
        torch.ones(1, 12, dtype=torch.long),
    )
    axes = {0: "batch", 1: "length"}
    names = ("pieces", "shapes", "mask")
    torch.onnx.export(
        model,
        example,
        str(path),
        input_names=list(names),
        output_names=list(_OUTPUTS),
        dynamic_axes=dict.fromkeys((*names, *_OUTPUTS), axes),
        opset_version=17,
        dynamo=False,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options, export, and quantise."""
    parser = argparse.ArgumentParser(description="Make the shipped reader from trained weights.")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    model = Tagger(load_encoder(options.encoder))
    state = torch.load(options.weights, map_location="cpu", weights_only=True)
    model.load_state_dict({name: value.float() for name, value in state.items()})
    full, prepared, small = (options.out / name for name in ("reader.fp32.onnx", "prepared.onnx", "reader.onnx"))
    export(model, full)
    quant_pre_process(str(full), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        str(prepared),
        str(small),
        per_channel=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"MatMulConstBOnly": True},
    )
    prepared.unlink()
    shutil.copy(options.encoder / "tokenizer.json", options.out / "tokenizer.json")
    for path in (full, small):
        print(f"{path.stat().st_size / 1e6:6.1f} MB  {path}")


if __name__ == "__main__":
    main()
