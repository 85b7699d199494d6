"""Lines that an outlet writes under everything tell nothing."""

from firsthand.link.formulas import FORMULA, formulas, plain


def _told(words: str, outlet: str, count: int) -> list[tuple[str, str, str]]:
    return [(outlet, plain(words), f"post {number}") for number in range(count)]


def test_what_an_outlet_always_writes_is_a_formula() -> None:
    """In any dress: case, marks and spaces aside; but not of another outlet that writes it once."""
    own = [
        *_told("Підписуйтесь на наш канал!", "krapka", FORMULA - 1),
        ("krapka", plain("підписуйтесь  на наш канал"), "x"),
    ]
    found = formulas([*own, ("rubezh", plain("Підписуйтесь на наш канал"), "y")])
    assert found == {("krapka", plain("Підписуйтесь на наш канал"))}


def test_one_post_that_comes_again_is_no_formula() -> None:
    """However often a channel repeats one post whole, what it tells is told."""
    assert not formulas([("svodka", plain("Взято 22 здания"), "the same post")] * 50)


def test_few_are_none() -> None:
    """What stands in fewer documents may be told."""
    assert not formulas(_told("Триває масований обстріл", "krapka", FORMULA - 1))
