"""The loss over whole sequences of labels, against all sequences counted out."""

from itertools import product

import pytest

torch = pytest.importorskip("torch", reason="needs the train extra")
network = pytest.importorskip("train.network", reason="needs the train extra")


def test_the_loss_is_that_of_all_paths_counted_out() -> None:
    """Over three words, the loss is the right path's score taken from that of all 27, without forbidden ones."""
    torch.manual_seed(3)
    scores, steps = torch.randn(1, 3, 1, 3), torch.randn(1, 4, 3)
    labels, mask = torch.tensor([[[1], [2], [0]]]), torch.ones(1, 3)

    def score(path: tuple[int, ...]) -> float:
        before, total = 3, 0.0
        for word, label in enumerate(path):
            if label == 2 and before in (0, 3):
                return float("-inf")
            total += float(steps[0, before, label] + scores[0, word, 0, label])
            before = label
        return total

    every = torch.logsumexp(torch.tensor([score(path) for path in product(range(3), repeat=3)]), 0)
    assert float(network.path_loss(scores, labels, mask, steps)) == pytest.approx(
        float(every) - score((1, 2, 0)), abs=1e-3
    )


def test_words_past_the_end_count_for_nothing() -> None:
    """Padding changes no loss."""
    torch.manual_seed(4)
    scores, steps = torch.randn(1, 4, 1, 3), torch.randn(1, 4, 3)
    labels = torch.tensor([[[0], [1], [0], [0]]])
    short = network.path_loss(scores[:, :2], labels[:, :2], torch.ones(1, 2), steps)
    padded = network.path_loss(scores, labels, torch.tensor([[1.0, 1.0, 0.0, 0.0]]), steps)
    assert float(short) == pytest.approx(float(padded), abs=1e-5)
