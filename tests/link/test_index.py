"""The index says what a full run would say, whatever came before, and is thrown away where it cannot be trusted."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.claims import Figure, Ground, Telling, Told
from firsthand.errors import CaseBusy, CaseError
from firsthand.kinds import Mode
from firsthand.link.comparisons import COMPARISONS
from firsthand.link.index import Index
from firsthand.link.packed import packed, unpacked
from firsthand.link.tables import opened
from firsthand.link.terms import terms_of
from firsthand.link.weights import prior
from firsthand.model import Span

ROOT = Path(__file__).parents[2]
DAY = 739_000
PLACES = {"Tana": (49.1, 31.2), "Zorin": (50.4, 30.5), "Berk": (48.2, 35.9)}
THINGS = {
    "en": ("bridge", "school", "warehouse", "22 buildings", "a pumping station", "the mayor"),
    "ru": ("мост", "школа", "склад", "22 здания", "насосная станция", "мэр"),
    "uk": ("міст", "школа", "склад", "22 будівлі", "насосна станція", "мер"),
}
HAPPENED = {
    "en": ("destroyed by shelling", "captured by night", "flooded after the storm", "evacuated", "handed over"),
    "ru": ("разрушен обстрелом", "захвачен ночью", "затоплен после шторма", "эвакуирован", "передан"),
    "uk": ("зруйновано обстрілом", "захоплено вночі", "затоплено після шторму", "евакуйовано", "передано"),
}
WHERE = {
    "en": ("in the northern quarter", "at the railway", "near the market", "on the island"),
    "ru": ("в северном квартале", "у железной дороги", "возле рынка", "на острове"),
    "uk": ("у північному кварталі", "біля залізниці", "поблизу ринку", "на острові"),
}
AROUND = ("", "the channel of the port", "news of the day")


def telling(key: str, place: int, language: str, text: str, where: str | None = None, day: int = 0) -> Telling:
    """A telling as it is read from a text; two dozen letters further in the document than the one before it."""
    many = 22.0 if "22" in text else None
    return Telling(
        Told(key, Span(place * 100, place * 100 + len(text))),
        language,
        terms_of(text, language),
        terms_of(f"{text} {AROUND[place % 3]}", language),
        figures=(Figure(many, "building", many, many),) if many else (),
        places=(Ground(where, *PLACES[where], 3.0),) if where else (),
        event="fight" if where else None,
        published=DAY + day,
    )


Texts = Mapping[str, Sequence[Telling]]
Pairs = Sequence[tuple[Told, Told]]
Claims = list[tuple[Told, ...]]


def full(texts: Texts, **decided: Pairs) -> tuple[Claims, list[object]]:
    with Index.open(None, "1", crowd=3, most=4) as index:
        index.update((key, "", own) for key, own in texts.items())
        return state(index, **decided)


def state(index: Index, same: Pairs = (), different: Pairs = ()) -> tuple[Claims, list[object]]:
    list(index.group(same, different))
    claims = sorted(index.claims())
    return claims, list(index.links(told for claim in claims for told in claim))


@st.composite
def documents(draw: st.DrawFn, key: str) -> Sequence[Telling]:
    language, day = draw(st.sampled_from(["en", "ru", "uk"])), draw(st.sampled_from([0, 0, 1, 30]))
    parts = st.tuples(*(st.sampled_from(words[language]) for words in (THINGS, HAPPENED, WHERE)))
    told = draw(st.lists(st.tuples(parts, st.sampled_from([None, None, *PLACES])), max_size=4))
    return tuple(telling(key, n, language, " ".join(text), where, day) for n, (text, where) in enumerate(told))


KEYS = [f"post-{number}" for number in range(12)]
STEPS = st.lists(
    st.dictionaries(st.sampled_from(KEYS), st.one_of(st.none(), st.integers(0, 2**32)), min_size=1, max_size=5),
    min_size=1,
    max_size=6,
)


@settings(max_examples=20, deadline=None)
@given(STEPS, st.data())
def test_the_index_says_what_a_full_run_says(steps: list[dict[str, int | None]], data: st.DataObject) -> None:
    """Whatever is added, edited, removed and added again, links and claims are those of the documents there are."""
    there: dict[str, Sequence[Telling]] = {}
    with Index.open(None, "1", crowd=3, most=4) as index:
        for number, step in enumerate(steps):
            came = {key: data.draw(documents(key)) for key, kept in step.items() if kept is not None}
            gone = [key for key, kept in step.items() if kept is None]
            index.update(((key, str(number), own) for key, own in came.items()), gone)
            there = {key: own for key, own in (there | came).items() if key not in gone}
            told = [each.told for own in there.values() for each in own]
            pairs = (
                st.lists(st.tuples(st.sampled_from(told), st.sampled_from(told)), max_size=2) if told else st.just([])
            )
            decided = {"same": data.draw(pairs), "different": data.draw(pairs)}
            assert state(index, **decided) == full(there, **decided)
            assert set(index.held()) == set(there)


def test_a_key_that_too_many_share_is_none() -> None:
    """When one more shares a word, it brings nobody together any more, and again when one less does: also others."""
    texts = ("school at Brovary", "warehouse at Vinnytsia", "pumping station at Kherson", "mayor of Lutsk")
    given = [(key, "", (telling(key, 0, "en", f"{text} evacuated"),)) for key, text in zip(KEYS, texts, strict=False)]
    told = [own[0].told for _, _, own in given]
    with Index.open(None, "1", crowd=3, least=-100.0) as index:
        for there, pairs in ((3, 3), (4, 0), (3, 3), (2, 1)):
            held = index.held()
            came = [each for each in given[:there] if each[0] not in held]
            index.update(came, [key for key, _, _ in given[there:]])
            assert len(index.links(told)) == pairs


def test_a_post_copied_ten_thousand_times_is_one_claim() -> None:
    """Copies cost what it costs to write them down: none is compared with another, and all are one claim."""
    text = "the bridge near the market was destroyed by shelling at night"
    copies = [(f"copy-{n}", "", (telling(f"copy-{n}", 0, "en", text, "Tana"),)) for n in range(10_000)]
    with Index.open(None, "1") as index:
        index.update(copies)
        assert [len(claim) for claim in index.group()] == [10_000]
        assert index.neighbours(-100) == []
        index.update([("one-more", "", (telling("one-more", 0, "en", text, "Tana"),))])
        assert [len(claim) for claim in index.group()] == [10_001]


def test_five_thousand_statements_on_one_place_and_day() -> None:
    """No claim swallows all that happened there, and pairs grow with the statements, not with their square."""
    pairs = []
    for count in (2_500, 5_000):
        chance = random.Random(1)
        names = ["".join(chance.choices("bdgklmnprstvz", k=6)) for _ in range(count)]
        with Index.open(None, "1", least=-100.0) as index:
            told = [
                telling(f"post-{n}", 0, "en", f"{' '.join(chance.sample(names, 3))} {THINGS['en'][n % 6]} hit", "Tana")
                for n in range(count)
            ]
            index.update((each.told.document, "", (each,)) for each in told)
            sizes = [len(claim) for claim in index.group()]
            pairs.append(len(index.links(each.told for each in told)))
        assert sum(sizes) == count
        assert max(sizes) < count / 20
    assert 0 < pairs[1] < 3 * pairs[0]


def posts(*texts: str) -> list[tuple[str, str, tuple[Telling, ...]]]:
    return [(f"post-{n}", "read", (telling(f"post-{n}", 0, "en", text, "Tana"),)) for n, text in enumerate(texts)]


BRIDGE = posts(
    "bridge destroyed by shelling near the market", "the bridge was destroyed by shelling", "mayor evacuated"
)


def test_a_person_tells_copies_apart_and_others_together() -> None:
    """What is decided stands also between two copies, and is taken back when it is decided no more."""
    key, _, (one,) = BRIDGE[0]
    other = telling("copy", 0, "en", "bridge destroyed by shelling near the market", "Tana")
    mayor = BRIDGE[2][2][0].told
    with Index.open(None, "1") as index:
        index.update([*BRIDGE, ("copy", "", (other,))])
        before = sorted(index.group())
        apart = {told: claim for claim in _all(index, different=[(one.told, other.told)]) for told in claim}
        assert apart[one.told] != apart[other.told]
        put = {told: claim for claim in _all(index, same=[(one.told, mayor)]) for told in claim}
        assert mayor in put[one.told]
        assert _all(index) == before
        assert key == one.told.document


def _all(index: Index, **decided: Pairs) -> Claims:
    return state(index, **decided)[0]


def test_links_are_shown_level_by_level() -> None:
    """Of two tellings that were compared each level that held is told; of copies none."""
    copy = telling("copy", 0, "en", "bridge destroyed by shelling near the market", "Tana")
    with Index.open(None, "1") as index:
        index.update([*BRIDGE, ("copy", "", (copy,))])
        copied, link = index.links([BRIDGE[0][2][0].told, BRIDGE[1][2][0].told, copy.told])
        assert (copied.one, copied.levels) == (copy.told, ())
        assert len(link.levels) == len(COMPARISONS)
        named = {each.name: each.levels[level].name for each, level in zip(COMPARISONS, link.levels, strict=True)}
        assert named["place"] == "same"
        weights = [prior().weight(comparison, level) for comparison, level in named.items()]
        assert link.weight == pytest.approx(prior().start + sum(weights), abs=1e-3)


def test_only_what_changed_is_told() -> None:
    """After an update `group` gives the claims it reached, and no others."""
    with Index.open(None, "1") as index:
        index.update(BRIDGE)
        assert len(list(index.group())) == len(list(index.claims()))
        index.update([("far", "", (telling("far", 0, "en", "warehouse flooded after the storm", "Berk"),))])
        assert [claim[0].document for claim in index.group()] == ["far"]
        assert list(index.group()) == []


def test_a_document_is_given_once(tmp_path: Path) -> None:
    """A document that is told of twice is refused, and what there was stays."""
    with Index.open(tmp_path / "links", "1") as index:
        index.update(BRIDGE)
        with pytest.raises(ValueError, match="post-0"):
            index.update([BRIDGE[0], BRIDGE[0]])
        assert set(index.held()) == {"post-0", "post-1", "post-2"}
        index.update([], ["post-0", "never there"])
        assert set(index.held()) == {"post-1", "post-2"}


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    """A second opening finds documents, claims and links; one of another stamp, or other weights, finds nothing."""
    path = tmp_path / "links"
    with Index.open(path, "1") as index:
        index.update(BRIDGE)
        before = state(index)
    with Index.open(path, "1") as index:
        assert list(index.group()) == []
        assert state(index) == before
        assert index.held() == {"post-0": "read", "post-1": "read", "post-2": "read"}
    with Index.open(path, "1", replace(prior(), both=prior().both / 2)) as index:
        assert index.held() == {}
        index.update(BRIDGE)
    with Index.open(path, "2") as index:
        assert index.held() == {}


@pytest.mark.parametrize("damage", [b"", b"no database", None])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    """Whatever stands in the file, the index opens; what turns out damaged later is thrown away, and said."""
    path = tmp_path / "links"
    with Index.open(path, "1") as index:
        index.update(posts(*(f"bridge number {n} destroyed by shelling" for n in range(300))))
    if damage is None:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    else:
        path.write_bytes(damage)
    try:
        with Index.open(path, "1") as index:
            index.held()
            list(index.claims())
    except CaseError:
        assert not path.exists()
    with Index.open(path, "1") as index:
        index.update(BRIDGE)
        assert set(index.held()) >= {"post-0", "post-1", "post-2"}


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    """Where no file can be, the index says so."""
    with pytest.raises(CaseError, match="neither read nor made"):
        Index.open(tmp_path, "1")


HOLDER = """
import sys
from pathlib import Path
from tests.link.test_index import BRIDGE, posts
from firsthand.link.index import Index
def slowly():
    for number, given in enumerate(posts(*(f"school {n} captured by night" for n in range(5000)))):
        if number == 4500:
            print("begun", flush=True)
            sys.stdin.read()
        yield "late-" + given[0], given[1], ()
index = Index.open(Path(sys.argv[1]), "1")
index.update(BRIDGE)
index.update(slowly(), ["post-0"])
"""


def test_a_killed_update_leaves_what_was_there(tmp_path: Path) -> None:
    """While another process updates the file is busy; killed in the middle, it leaves the index as it was before."""
    path = tmp_path / "links"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
    ) as holder:
        assert holder.stdout is not None
        try:
            assert holder.stdout.readline() == b"begun\n"
            with pytest.raises(CaseBusy):
                Index.open(path, "1")
        finally:
            holder.kill()
            holder.wait()
    with Index.open(path, "1") as index:
        assert set(index.held()) == {"post-0", "post-1", "post-2"}
        list(index.group())
        assert state(index) == full({key: own for key, _, own in BRIDGE})


def test_a_file_is_waited_for_a_moment(tmp_path: Path) -> None:
    """A process that ends just now, or was killed, is no reason to call the case busy."""
    path = tmp_path / "links"
    ending = "import duckdb, sys, time; held = duckdb.connect(sys.argv[1]); print(flush=True); time.sleep(0.3)"
    with subprocess.Popen([sys.executable, "-c", ending, str(path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with Index.open(path, "1") as index:
            assert index.held() == {}


def test_an_index_has_room_of_its_own_on_disk(tmp_path: Path) -> None:
    """What does not fit into memory is kept apart for each index: closing one would empty the folder of the other."""
    query = "select current_setting('temp_directory')"
    paths = (tmp_path / "one", tmp_path / "two", None, None)
    folders = set()
    for path in paths:
        connection = opened(path, "1")
        folders.add(connection.execute(query).fetchall()[0][0])
        connection.close()
    assert len(folders) == len(paths)


def test_tellings_are_kept_whole() -> None:
    """What is packed comes back as it was, with every field, and half a surrogate pair."""
    told = Telling(Told("post", Span(3, 9)), "uk", frozenset({"=bridge", "\ud800"}))
    given = replace(
        told,
        around=frozenset({"~tn", "=river"}),
        sentence=frozenset({"#22"}),
        voice=frozenset({"~mr"}),
        figures=(Figure(22.0, None, None, 30.0),),
        places=(Ground(17, 1.5, 2.5, 3.0),),
        near=(Ground("UA-14", 1.5, 2.5, 3.0),),
        event="fight",
        mode=Mode.DENIED,
        since=1,
        until=2,
        published=3,
        quoted=True,
        heading=True,
    )
    assert unpacked("post", packed((given, told))) == (given, told)
