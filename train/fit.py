"""Train the English reader.

    python -m train.fit --encoder FOLDER --out FOLDER [--data clean|polnear] [--epochs N] [--seed N]
                        [--treebanks FOLDER] [--held] [--share F]

`clean` is what may be shipped: the paragraphs of `data/attribution-en`, the reports of `data/reports`, and the
treebanks' trees. `polnear` shows what is reachable and is never shipped. Seeded; goes on from the last finished
epoch when it was interrupted. Needs the `train` extra; a GPU is used if there is one.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from train.decoding import spans_of
from train.features import HEADS, IGNORE, Example, examples
from train.network import Tagger, load_encoder
from train.reader import LINK
from train.sources import clean_paragraphs, polnear_paragraphs

__all__ = ["main"]


def batches(data: Sequence[Example], size: int, order: random.Random) -> Iterator[list[Example]]:
    """Batches of about equal length, in random order, so that little is padding."""
    ranked = sorted(range(len(data)), key=lambda i: len(data[i].pieces) + order.random() * 8)
    groups = [ranked[i : i + size] for i in range(0, len(ranked), size)]
    order.shuffle(groups)
    for group in groups:
        yield [data[i] for i in group]


def tensors(batch: list[Example], device: torch.device) -> dict[str, Tensor]:
    """The batch as padded tensors."""
    length = max(len(example.pieces) for example in batch)

    def padded(rows: list[Sequence[int]], filler: int) -> Tensor:
        return torch.tensor([[*row, *([filler] * (length - len(row)))] for row in rows], device=device)

    return {
        "pieces": padded([e.pieces for e in batch], 0),
        "shapes": padded([e.shapes for e in batch], 3),
        "mask": padded([[1] * len(e.pieces) for e in batch], 0),
        "labels": torch.stack([padded([e.labels[h] for e in batch], IGNORE) for h in range(len(HEADS))], dim=2),
        "kinds": padded([e.kinds for e in batch], IGNORE),
        "modes": padded([e.modes for e in batch], IGNORE),
        "weights": torch.tensor([e.weight for e in batch], device=device),
    }


def loss_of(model: Tagger, batch: list[Example], device: torch.device) -> Tensor:
    """Labels, kinds, modes and links together."""
    data = tensors(batch, device)
    spans, kinds, modes, anchors, parts = model(data["pieces"], data["shapes"], data["mask"])
    raw = functional.cross_entropy(spans.flatten(0, 2), data["labels"].flatten(), ignore_index=IGNORE, reduction="none")
    counted = (data["labels"] != IGNORE).float()
    shares = raw.view_as(counted) * counted * data["weights"][:, None, None]
    total = shares.sum() / counted[:, :, 0].sum()
    for logits, labels, share in ((kinds, data["kinds"], 0.1), (modes, data["modes"], 0.1)):
        if bool((labels != IGNORE).any()):
            total = total + share * functional.cross_entropy(
                logits.flatten(0, 1), labels.flatten(), ignore_index=IGNORE
            )
    return total + 0.2 * _link_loss(batch, anchors, parts)


def _link_loss(batch: list[Example], anchors: Tensor, parts: Tensor) -> Tensor:
    """For every anchor, its own source and contents against all others in the window."""
    losses = []
    for row, example in enumerate(batch):
        for side, pairs in ((0, example.sources), (1, example.contents)):
            heads = sorted({a for a, _ in pairs})
            if not heads:
                continue
            begun = (0,) if side == 0 else (2, 3)
            tails = sorted(
                {i for h in begun for i, label in enumerate(example.labels[h]) if label == 1} | {b for _, b in pairs}
            )
            left = anchors[row, heads, side * LINK : (side + 1) * LINK]
            right = parts[row, tails, side * LINK : (side + 1) * LINK]
            gold = torch.zeros(len(heads), len(tails), device=anchors.device)
            for a, b in pairs:
                gold[heads.index(a), tails.index(b)] = 1
            losses.append(functional.binary_cross_entropy_with_logits(left @ right.T / LINK**0.5, gold))
    return torch.stack(losses).mean() if losses else anchors.sum() * 0


def evaluate(model: Tagger, data: Sequence[Example], device: torch.device) -> dict[str, float]:
    """Exact span F1 per head, over windows."""
    model.eval()
    hits, found, gold = ([0] * len(HEADS) for _ in range(3))
    with torch.no_grad():
        for start in range(0, len(data), 64):
            batch = list(data[start : start + 64])
            part = tensors(batch, device)
            logits = model(part["pieces"], part["shapes"], part["mask"])[0].float().log_softmax(-1).cpu().numpy()
            for row, example in enumerate(batch):
                for head in range(len(HEADS)):
                    told = set(spans_of(logits[row, 1 : len(example.pieces) - 1, head]))
                    true = _gold_spans(example.labels[head][1:-1])
                    hits[head] += len(told & true)
                    found[head] += len(told)
                    gold[head] += len(true)
    return {name: round(200 * hits[h] / max(1, found[h] + gold[h]), 1) for h, name in enumerate(HEADS)}


def _gold_spans(labels: Sequence[int]) -> set[tuple[int, int]]:
    spans, start = set(), None
    for index, label in enumerate([*labels, 0]):
        if start is not None and label != 2:
            spans.add((start, index))
            start = None
        if label == 1:
            start = index
    return spans


def fit(model: Tagger, data: list[Example], held: list[Example], options: argparse.Namespace) -> None:
    """Train, keeping a checkpoint and the curve after every epoch."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device)
    size = options.batch
    steps = options.epochs * (1 + len(data) // size)
    slow = [p for n, p in model.named_parameters() if n.startswith("encoder")]
    fast = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": options.rate}, {"params": fast, "lr": 1e-3}], weight_decay=0.01
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [options.rate, 1e-3], total_steps=steps, pct_start=0.1, anneal_strategy="linear"
    )
    first = _resume(options.out, model, optimizer, schedule, device)
    for epoch in range(first, options.epochs):
        model.train()
        order = random.Random(options.seed * 1000 + epoch)
        torch.manual_seed(options.seed * 1000 + epoch)
        total, count = 0.0, 0
        for batch in batches(data, size, order):
            with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
                loss = loss_of(model, batch, device)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, count = total + float(loss.detach()), count + 1
        last = epoch + 1 == options.epochs
        scores = evaluate(model, held if last else held[::5], device) if held else {}
        print(json.dumps({"epoch": epoch + 1, "loss": round(total / count, 4), **scores}), flush=True)
        _keep(options.out, model, optimizer, schedule, epoch + 1, scores)


def _keep(
    out: Path, model: Tagger, optimizer: torch.optim.Optimizer, schedule: object, epoch: int, scores: object
) -> None:
    out.mkdir(parents=True, exist_ok=True)
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    state["schedule"] = schedule.state_dict()  # type: ignore[attr-defined]
    torch.save(state, out / "checkpoint.new")
    (out / "checkpoint.new").replace(out / "checkpoint.pt")
    with (out / "curve.jsonl").open("a") as curve:
        curve.write(json.dumps({"epoch": epoch, "scores": scores}) + "\n")


def _resume(out: Path, model: Tagger, optimizer: torch.optim.Optimizer, schedule: object, device: torch.device) -> int:
    path = out / "checkpoint.pt"
    if not path.exists():
        return 0
    state = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])  # type: ignore[attr-defined]
    return int(state["epoch"])


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options, make the examples, train, and save the weights in half precision."""
    parser = argparse.ArgumentParser(description="Train the English reader.")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", choices=("clean", "polnear"), default="clean")
    parser.add_argument("--treebanks", type=Path)
    parser.add_argument("--held", action="store_true", help="score PolNeAR dev after every epoch")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--share", type=float, default=1.0, help="the share of the paragraphs used, for the curve")
    parser.add_argument("--trees", type=float, default=0.5, help="the weight of a sentence from a treebank")
    options = parser.parse_args(arguments)
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    tokenizer = Tokenizer.from_file(str(options.encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    if options.data == "polnear":
        data = list(examples(polnear_paragraphs("train"), tokenizer))
    else:
        data = []
        for paragraphs, weight in clean_paragraphs(options.treebanks, options.share, options.trees, options.seed):
            data += examples(paragraphs, tokenizer, weight=weight)
    held = list(examples(polnear_paragraphs("dev"), tokenizer)) if options.held else []
    print(json.dumps({"windows": len(data), "held": len(held)}), flush=True)
    model = Tagger(load_encoder(options.encoder))
    fit(model, data, held, options)
    torch.save({k: v.half() for k, v in model.state_dict().items()}, options.out / "weights.pt")


if __name__ == "__main__":
    main()
