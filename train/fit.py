"""Train the English reader.

    python -m train.fit --encoder FOLDER --treebanks FOLDER --out FOLDER [--data clean|polnear] [--epochs N]
                        [--seed N] [--share F] [--trees W] [--ship FOLDER]

`clean` is what may be shipped: the paragraphs of `data/attribution-en` and the treebanks. `polnear` shows what is
reachable and is never shipped. Seeded; goes on from the last finished epoch when it was interrupted; keeps the curve.
Needs the `train` extra; a GPU is used if there is one.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.optim.lr_scheduler import LRScheduler
from train.batches import batches, tensors
from train.corpus import Paragraph
from train.features import IGNORE, LAYERS, Example, examples
from train.network import LAYERS_KEPT, Tagger, load_encoder, path_loss
from train.scores import Counts, counted, evaluate
from train.sources import Batch, clean_data, dev_paragraphs, polnear_documents, polnear_paragraphs

from firsthand.read.trained.windows import HINTS
from train import export

__all__ = ["EPOCHS", "main"]

EPOCHS = 8
_HINTLESS = 0.1
"""The share of windows that are read without hints, so that the words are learnt too."""


Data = list[tuple[list[Example], float]]
"""Groups of windows, and the share of each that is read in one epoch."""
Held = dict[str, list[list[Example]]]
"""What is scored and not trained on, by name: the windows of each document."""


def loss_of(model: Tagger, batch: list[Example], device: torch.device) -> Tensor:
    """Spans, kinds, modes and links together."""
    data = tensors(batch, device)
    spans, kinds, modes, anchors, parts = model(data["pieces"], data["shapes"], data["hints"], data["mask"])
    rows = torch.arange(len(batch), device=device)[:, None]
    scores = spans[rows, data["starts"]].float()
    losses = path_loss(scores, data["labels"], data["words"], model.steps)
    weights = torch.cat(
        [
            data["weights"][:, None].expand(-1, len(HINTS)),
            data["entities"][:, None].expand(-1, len(LAYERS) - len(HINTS)),
        ],
        1,
    )
    total = (losses * weights).sum() / data["words"].sum()
    for logits, labels in ((kinds, data["kinds"]), (modes, data["modes"])):
        if bool((labels != IGNORE).any()):
            chosen = logits[rows, data["starts"]].float().flatten(0, 1)
            total = total + 0.1 * functional.cross_entropy(chosen, labels.flatten(), ignore_index=IGNORE)
    return total + 0.3 * _link_loss(model, batch, anchors.float(), parts.float())


def _link_loss(model: Tagger, batch: list[Example], anchors: Tensor, parts: Tensor) -> Tensor:
    """Each content against all cues of the window it could belong to, each cue against all sources, or none."""
    losses = []
    for row, example in enumerate(batch):
        cues = sorted({a for a, _ in (*example.contents, *example.sources)})
        sources = sorted({b for _, b in example.sources})
        if not cues:
            continue
        starts = torch.tensor(example.window.starts, device=anchors.device)
        for side, chooser, choices, pairs in (
            (1, sorted({b for _, b in example.contents}), cues, [(b, a) for a, b in example.contents]),
            (0, cues, sources, example.sources),
        ):
            if not chooser:
                continue
            gold = torch.zeros(len(chooser), 1 + len(choices), device=anchors.device)
            for one, other in pairs:
                gold[chooser.index(one), 1 + choices.index(other)] = 1
            gold[:, 0] = (gold[:, 1:].sum(1) == 0).float()
            heads, tails = (choices, chooser) if side else (chooser, choices)
            scores = model.linked(side, anchors[row, starts[heads]], parts[row, starts[tails]], heads, tails)
            scores = torch.cat([torch.zeros(len(chooser), 1, device=scores.device), scores.T if side else scores], 1)
            losses.append(-(gold / gold.sum(1, keepdim=True) * scores.log_softmax(1)).sum(1).mean())
    return torch.stack(losses).mean() if losses else anchors.sum() * 0


def epoch_of(data: Data, order: random.Random) -> list[Example]:
    """What is read in one epoch: of each kind of text its share, drawn anew."""
    return [e for group, share in data for e in order.sample(group, round(share * len(group)))]


def fit(model: Tagger, data: Data, held: Held, options: argparse.Namespace) -> None:
    """Train, keeping a checkpoint and the curve after every epoch, and after the last the counts of each document."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device)
    per_epoch = 1 + sum(round(share * len(group)) for group, share in data) // options.batch
    slow = [p for n, p in model.named_parameters() if n.startswith("encoder")]
    fast = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": options.rate}, {"params": fast, "lr": 1e-3}], weight_decay=0.01
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        [options.rate, 1e-3],
        total_steps=options.epochs * per_epoch + 1,
        pct_start=0.1,
        anneal_strategy="linear",
    )
    lines = _resume(options.out, model, optimizer, schedule, device)
    for epoch in range(len(lines), options.epochs):
        started = time.monotonic()
        order = random.Random(options.seed * 1000 + epoch)
        torch.manual_seed(options.seed * 1000 + epoch)
        model.train()
        losses = []
        for batch in batches(epoch_of(data, order), options.batch, order, _HINTLESS):
            with torch.autocast(device.type, torch.bfloat16, enabled=options.half):
                loss = loss_of(model, batch, device)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(float(loss.detach()))
        line: dict[str, object] = {"epoch": epoch + 1, "loss": round(sum(losses) / len(losses), 4)}
        line["minutes"] = round((time.monotonic() - started) / 60, 1)
        if (epoch + 1) % options.score == 0 or epoch + 1 == options.epochs:
            counts = {name: _by_document(model, found, device) for name, found in held.items()}
            line |= {name: evaluate(documents) for name, documents in counts.items()}
            _write(options.out / "documents.json", json.dumps({n: list(map(_plain, d)) for n, d in counts.items()}))
        lines.append(json.dumps(line))
        print(lines[-1], flush=True)
        _keep(options.out, model, optimizer, schedule, lines)


def _by_document(model: Tagger, documents: list[list[Example]], device: torch.device) -> list[Counts]:
    counts = iter(counted(model, [example for document in documents for example in document], device))
    return [sum((next(counts) for _ in document), Counts()) for document in documents]


def _plain(counts: Counts) -> dict[str, dict[str, int]]:
    """{layer: {"right", "gold", "found"}}: what the error bars of the learning curve are drawn from."""
    return {name: {k: counts[name, k] for k in ("right", "gold", "found")} for name in {name for name, _ in counts}}


def _write(path: Path, text: str) -> None:
    """All of it or nothing, however the run ends."""
    path.with_suffix(".new").write_text(text + "\n", encoding="utf-8")
    path.with_suffix(".new").replace(path)


def _keep(out: Path, model: Tagger, optimizer: torch.optim.Optimizer, schedule: LRScheduler, lines: list[str]) -> None:
    """Everything to go on from; the curve is in the checkpoint too, so that the two never disagree."""
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict()}
    torch.save(state | {"curve": lines}, out / "checkpoint.new")
    (out / "checkpoint.new").replace(out / "checkpoint.pt")
    _write(out / "curve.jsonl", "\n".join(lines))


def _resume(
    out: Path, model: Tagger, optimizer: torch.optim.Optimizer, schedule: LRScheduler, device: torch.device
) -> list[str]:
    """What is kept of the run, loaded; the lines of its curve, one for each finished epoch."""
    path = out / "checkpoint.pt"
    if not path.exists():
        return []
    state = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    lines: list[str] = state["curve"]
    _write(out / "curve.jsonl", "\n".join(lines))
    return lines


def options_of(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Train the English reader.")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--ship", type=Path, metavar="FOLDER", help="write what the package needs there")
    parser.add_argument("--data", choices=("clean", "polnear"), default="clean")
    parser.add_argument("--treebanks", type=Path)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--score", type=int, default=2, help="score what is held out every so many epochs")
    parser.add_argument("--half", action="store_true", help="compute in bfloat16 where that is safe: faster")
    parser.add_argument("--share", type=float, default=1.0, help="the share of the paragraphs used, for the curve")
    parser.add_argument("--layers", type=int, default=LAYERS_KEPT, help="how many layers of the encoder are kept")
    parser.add_argument("--trees", type=float, default=0.5, help="the weight of a sentence from a treebank")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options, make the examples, train, and save the weights in half precision."""
    options = options_of(arguments)
    if reason := _refusal(options):
        raise SystemExit(f"train.fit: {reason}")
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    tokenizer = Tokenizer.from_file(str(options.encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    if options.data == "polnear":
        sources = [Batch(list(polnear_paragraphs("train")), modes=False, share=1 / 2)]
    else:
        sources = clean_data(options.treebanks, options.share, options.trees, options.seed)
    data = [
        (list(examples(s.paragraphs, tokenizer, weight=s.weight, entities=s.entities, modes=s.modes)), s.share)
        for s in sources
    ]
    held = {"dev": [list(examples([paragraph], tokenizer)) for paragraph in dev_paragraphs()]}
    if options.data == "clean" and (strange := _strange()):
        held["polnear_train"] = [list(examples(document, tokenizer, modes=False)) for document in strange]
    if reason := _other_run(options, data):
        raise SystemExit(f"train.fit: {reason}")
    written = sources[0].paragraphs
    sizes = {"paragraphs": len(written), "words": sum(len(p.text.split()) for p in written)}
    _write(options.out / "size.json", json.dumps(sizes))
    windows = {name: sum(map(len, found)) for name, found in held.items()}
    print(json.dumps(sizes | {"windows": [len(group) for group, _ in data], "held": windows}), flush=True)
    model = Tagger(load_encoder(options.encoder, options.layers))
    fit(model, data, held, options)
    torch.save({k: v.half() for k, v in model.state_dict().items()}, options.out / "weights.pt")
    if options.ship:
        export.ship(options.encoder, options.out / "weights.pt", options.ship)


def _refusal(options: argparse.Namespace) -> str | None:
    """Why this run must not be: what is shipped is made from everything that may be shipped, and from nothing else."""
    if options.data == "polnear" and options.ship:
        return "weights trained on PolNeAR, which states no licence, are never shipped"
    if options.data == "clean" and options.treebanks is None:
        return "--treebanks is missing: the folder with ewt-train.conllu.gz and GUM_*.conllu"
    return None


_SAME = ("data", "layers", "epochs", "batch", "rate", "seed", "share", "trees", "half")
"""The options that a run keeps when it goes on."""


def _other_run(options: argparse.Namespace, data: Data) -> str | None:
    """Why the folder cannot be gone on with: another run, or the same on what was other data then."""
    kept = options.out / "run.json"
    read = sha256()
    for group, share in data:
        for example in group:
            read.update(repr((share, example)).encode())
    run = {name: getattr(options, name) for name in _SAME} | {"sha256": read.hexdigest()}
    if kept.exists() and (before := json.loads(kept.read_text("utf-8"))) != run:
        other = ", ".join(name for name in run if run[name] != before.get(name))
        return f"{options.out} holds another run ({other} differ): choose another folder, or remove it"
    if not kept.exists() and (options.out / "checkpoint.pt").exists():
        return f"{options.out} holds a run of unknown data: choose another folder, or remove it"
    options.out.mkdir(parents=True, exist_ok=True)
    _write(kept, json.dumps(run))
    return None


def _strange() -> list[list[Paragraph]]:
    """Some of PolNeAR's train part, where it is there: never trained on here, read only to see what is missing."""
    from bench.polnear import PolnearError

    try:
        return polnear_documents("train", 20)
    except PolnearError:
        return []


if __name__ == "__main__":
    main()
