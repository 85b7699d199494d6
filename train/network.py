"""The network: a small BERT encoder with heads for spans, kinds of voice, modes, and links."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from train.features import HEADS, KINDS, MODES
from train.reader import LINK
from transformers import BertConfig, BertModel

__all__ = ["Tagger", "load_encoder"]


class Tagger(nn.Module):
    """Word pieces and their shapes in; per piece: span labels, kind, mode, and link vectors out."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.spans = nn.Linear(width, 3 * len(HEADS))
        self.kinds = nn.Linear(width, len(KINDS))
        self.modes = nn.Linear(width, len(MODES))
        self.anchor = nn.Linear(width, 2 * LINK)
        self.part = nn.Linear(width, 2 * LINK)

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """(batch, length) in; spans (batch, length, 4, 3), kinds, modes, anchors and parts (…, 2 · LINK) out."""
        hidden = self.encoder(input_ids=pieces, token_type_ids=shapes, attention_mask=mask).last_hidden_state
        hidden = self.dropout(hidden)
        spans = self.spans(hidden).unflatten(-1, (len(HEADS), 3))
        return spans, self.kinds(hidden), self.modes(hidden), self.anchor(hidden), self.part(hidden)


def load_encoder(folder: Path) -> BertModel:
    """The pretrained encoder, with its two segment vectors made into four for the shapes of words."""
    config = BertConfig.from_pretrained(folder, attn_implementation="eager")
    encoder: Any = BertModel.from_pretrained(folder, config=config, add_pooling_layer=False, dtype=torch.float32)
    table = encoder.embeddings.token_type_embeddings
    wider = nn.Embedding(4, table.embedding_dim)
    with torch.no_grad():
        wider.weight.copy_(table.weight[:1].expand(4, -1))
    encoder.embeddings.token_type_embeddings = wider
    encoder.config.type_vocab_size = 4
    assert isinstance(encoder, BertModel)
    return encoder
