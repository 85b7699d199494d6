"""What the measurement of copies counts must be right, or its figures say nothing."""

from __future__ import annotations

from bench.copies import made_up_to, measured, ours, sequences_of, there_are
from bench.posts import Post

POSTS = (
    Post("порт", "В порту с утра не ходят паромы: на рейде нашли мину, сказал дежурный диспетчер."),
    Post("новости", "❗️В порту с утра не ходят паромы: на рейде нашли мину.\nПишите нам"),
    Post("новости", "Школа на холме снова открыта, родители сами убрали двор.\nПишите нам"),
)


def test_what_is_there_is_counted_without_hashing() -> None:
    """One pair of three posts shares enough, and it is the one that both count."""
    sequences = sequences_of(POSTS)
    assert there_are(sequences) == {(0, 1)} == ours(POSTS, 1)
    found = measured("ours", lambda: ours(POSTS, 1), 3, sequences)
    assert (found.recall, found.precision, found.pairs) == (1.0, 1.0, 1)
    found = measured("wrong", lambda: {(0, 2)}, 3, sequences)
    assert (found.recall, found.precision) == (0.0, 0.0)


def test_made_up_posts_follow_the_real_and_are_the_same_each_time() -> None:
    """A figure can only be had again if its input can."""
    made = made_up_to(40, POSTS)
    assert made == made_up_to(40, POSTS)
    assert tuple(made[:3]) == POSTS
    assert len(made) == 40
