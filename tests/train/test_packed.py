"""The network as it is shipped, beside the one that is trained."""

import pytest

torch = pytest.importorskip("torch", reason="needs the train extra")
transformers = pytest.importorskip("transformers", reason="needs the train extra")


def test_packing_changes_no_score() -> None:
    """For windows of one word and of many, every head says the same but for rounding."""
    from train.network import Tagger
    from train.packed import Packed

    torch.manual_seed(5)
    config = transformers.BertConfig(
        vocab_size=50,
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=3,
        intermediate_size=48,
        attn_implementation="eager",
    )
    tagger = Tagger(transformers.BertModel(config, add_pooling_layer=False)).eval()
    for parameter in tagger.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    packed = Packed(tagger).eval()
    for length in (3, 17):
        window = torch.randint(50, (1, length)), torch.randint(4, (1, length)), torch.randint(3, (1, length, 4))
        with torch.no_grad():
            for one, other in zip(tagger(*window), packed(*window), strict=True):
                assert torch.allclose(one, other, atol=1e-4)
