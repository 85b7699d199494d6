"""The network as it is shipped: the same numbers with fewer operations.

Queries, keys and values come from one product, all heads from another, and nothing is masked, since windows are read
one at a time. On one core this reads about a tenth more pieces a second than the network as it is trained.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from train.network import Tagger

__all__ = ["Packed"]


class Packed(nn.Module):
    """`Tagger` for one window: pieces, shapes (1, length) and hints (1, length, 4) in; the same scores out."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger
        config = tagger.encoder.config
        self.width, self.parts = config.hidden_size, config.num_attention_heads
        self.attention = nn.ModuleList(_attention(layer, self.width // self.parts) for layer in self._layers())
        heads = [tagger.spans, tagger.kinds, tagger.modes, tagger.anchor, tagger.part]
        self.heads, self.sizes = _side_by_side(heads), [head.out_features for head in heads]

    def _layers(self) -> nn.ModuleList:
        layers = self.tagger.encoder.encoder.layer
        assert isinstance(layers, nn.ModuleList)
        return layers

    def forward(self, pieces: Tensor, shapes: Tensor, hints: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Spans (1, length, layers, 3), kinds, modes, anchors and parts, as `Tagger` gives them."""
        hidden = self._embedded(pieces, shapes, hints)
        for attention, layer in zip(self.attention, self._layers(), strict=True):
            output = layer.attention.output
            hidden = output.LayerNorm(output.dense(self._mixed(attention(hidden))) + hidden)
            wide = nn.functional.gelu(layer.intermediate.dense(hidden))
            hidden = layer.output.LayerNorm(layer.output.dense(wide) + hidden)
        spans, kinds, modes, anchors, parts = self.heads(hidden).split(self.sizes, -1)
        return spans.reshape(1, -1, self.sizes[0] // 3, 3), kinds, modes, anchors, parts

    def _embedded(self, pieces: Tensor, shapes: Tensor, hints: Tensor) -> Tensor:
        tagger, known = self.tagger, self.tagger.encoder.embeddings
        embedded = known.word_embeddings(pieces) + tagger.shape(shapes) + tagger.hint(hints + tagger.rows).sum(2)
        places = known.position_embeddings.weight[: pieces.shape[1]] + known.token_type_embeddings.weight[0]
        normed: Tensor = known.LayerNorm(embedded + places)
        return normed

    def _mixed(self, packed: Tensor) -> Tensor:
        """Attention from (1, length, 3 × width), its queries already scaled."""
        heads = packed.reshape(-1, 3 * self.parts, self.width // self.parts).transpose(0, 1)
        queries, keys, values = heads.split(self.parts)
        weights = torch.softmax(queries @ keys.transpose(1, 2), -1)
        return (weights @ values).transpose(0, 1).reshape(1, -1, self.width)


def _attention(layer: nn.Module, width: int) -> nn.Linear:
    """Queries, keys and values of a layer in one; queries divided by the root of the width of a head."""
    own = layer.attention.self
    packed = _side_by_side([own.query, own.key, own.value])
    with torch.no_grad():
        packed.weight[: own.query.out_features] /= width**0.5
        packed.bias[: own.query.out_features] /= width**0.5
    return packed


def _side_by_side(layers: list[nn.Linear]) -> nn.Linear:
    packed = nn.Linear(layers[0].in_features, sum(layer.out_features for layer in layers))
    with torch.no_grad():
        packed.weight.copy_(torch.cat([layer.weight for layer in layers]))
        packed.bias.copy_(torch.cat([layer.bias for layer in layers]))
    return packed
