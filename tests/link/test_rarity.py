"""How rare a term is hangs on the documents, not on their order."""

from __future__ import annotations

import random

from firsthand.link.rarity import MOST, STEPS, Rarity, rarity, rarity_in


def test_two_steps_are_a_factor_of_two() -> None:
    """What all say has no rarity; what one of a thousand says has nearly the most."""
    found = Rarity(1_000, {"=said": 1_000, "=bridge": 100, "~tn": 50, "~brktsk": 1})
    assert found.of("=said") == 0
    assert found.of("~tn") - found.of("=bridge") == 2
    assert found.of("=bridge") < found.of("~brktsk") < found.of("~never") <= STEPS


def test_a_term_is_one_number_that_tells_its_rarity() -> None:
    """The same number each time it is asked for, half a surrogate pair too."""
    found = Rarity(1_000, {"=said": 1_000, "=bridge": 100})
    for term in ("=said", "=bridge", "~never", "\ud800", "=said"):
        assert rarity_in(found.number(term)) == found.of(term)
    assert found.number("=said") == found.number("=said") != found.number("=bridge")


def test_a_sample_hangs_on_the_documents_alone() -> None:
    """Of many documents the same are counted in whatever order they come, and as many as there is room for."""
    documents = [(f"post-{n}", frozenset({f"~term{n % 7}"})) for n in range(3 * MOST)]
    mixed = random.Random(1).sample(documents, len(documents))
    assert rarity(documents) == rarity(mixed)
    assert rarity(documents).documents == MOST
    assert sum(rarity(documents).counts.values()) == MOST
