"""The case's own pictures as evidence: an old one that is told as new is found by itself, wherever it came from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from bench.footage import drawn
from PIL import ImageOps

from firsthand.errors import BadStatus, InputError
from firsthand.evidence import Evidence
from firsthand.kinds import Verdict
from firsthand.model import Capture
from firsthand.pipeline import adding
from firsthand.pipeline.claiming import claims_of
from firsthand.pipeline.evidence import add_body, ask_bodies, evidence_of, look_at, questions_of
from firsthand.pipeline.footage import CAPTURES, unpacked
from firsthand.pipeline.workers import Workers
from firsthand.plugins import Wanted
from firsthand.store import Case
from firsthand.store.answers import Answers
from firsthand.store.attached import attached
from firsthand.weigh.evidence.footage import FOOTAGE

OLD = "Унаслідок обстрілу в Озерному згоріла школа, повідомили рятувальники."
NEW = "В Заречном уничтожена колонна из 12 грузовиков, сообщил командир батальона."


def no_network(address: str) -> Capture | None:
    raise BadStatus(f"{address} was asked for", 500)


def exported(folder: Path, channel: int, name: str, post: Mapping[str, object]) -> Path:
    """An export of one channel with one post and its picture."""
    message = {"id": 7, "type": "message", "from": name, "from_id": f"channel{channel}", "photo": "photos/1.png"}
    chat = {"name": name, "type": "public_channel", "id": channel, "messages": [{**message, **post}]}
    (folder / "result.json").write_text(json.dumps(chat, ensure_ascii=False), "utf-8")
    return folder / "result.json"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a picture of 2024, and the same one mirrored and made smaller under a claim of 2026."""
    folder = tmp_path_factory.mktemp("pictures")
    old, new = drawn(1), ImageOps.mirror(drawn(1)).resize((500, 375))
    with Case.make(folder / "case") as case, Workers(1) as workers:
        for channel, name, picture, text, day in (
            (1700000001, "Громада Озерне", old, OLD, "2024-02-10"),
            (1700000002, "Передовая", new, NEW, "2026-01-14"),
        ):
            own = folder / str(channel)
            (own / "photos").mkdir(parents=True)
            picture.save(own / "photos" / "1.png")
            post = {"date": f"{day}T09:00:00", "text": text, "text_entities": [{"type": "plain", "text": text}]}
            adding.add(case, [Wanted(str(exported(own, channel, name, post)))], no_network, workers=workers)
    return folder / "case"


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Iterator[Case]:
    with Case.open(shutil.copytree(made, tmp_path / "case"), write=True) as opened:
        yield opened


def evidence(case: Case) -> dict[str, list[Evidence]]:
    """What is said now of what each channel claims, by the number of the channel."""
    claims = claims_of(case)
    questions = questions_of(case, claims.accounts, claims.papers)
    with Answers.open(case.folder) as answers:
        list(ask_bodies(case, questions, answers))
        said = evidence_of(case, questions, answers)
    return {
        each.claim.tellings[0].document.split("/")[0][-1]: list(said.get(each.claim.id, ())) for each in claims.accounts
    }


def test_pictures_are_known_with_the_day_of_their_post(case: Case) -> None:
    """What a channel published in 2024 is of 2024, whenever the case took it in; where the file lay is not told."""
    found = list(attached(case))
    assert [each.document for each in found] == ["telegram:1700000001/7", "telegram:1700000002/7"]
    assert [each.when[:10] for each in found] == ["2024-02-10", "2026-01-14"]
    assert not any("file:" in each.address for each in found)


def test_an_old_picture_under_a_new_claim_is_found(case: Case) -> None:
    """Mirrored and made smaller it is the same picture, two years older; and that is silent on the claim, since a
    picture may be an illustration: whether it is shown as the event a person has to say."""
    looked = add_body(case, FOOTAGE, CAPTURES, "our pictures", {}, "Олена Ткач")
    assert not looked.skips or all("exiftool" in each.reason for each in looked.skips)
    said = evidence(case)
    (seen,) = [each for each in said["2"] if each.rule == "footage_seen_before"]
    assert seen.verdict is Verdict.SILENT
    assert "2024-02-10" in seen.detail
    assert "mirrored" in seen.detail
    assert "a person has to see" in seen.detail
    assert "footage_seen_before" not in {each.rule for each in said["1"]}


def test_a_picture_that_comes_later_is_looked_at_as_well(case: Case, tmp_path: Path) -> None:
    """The collection grows with the case: its version changes, and what was deleted from the folder comes back."""
    version = add_body(case, FOOTAGE, CAPTURES, "our pictures", {}, "Олена Ткач").version
    shutil.rmtree(case.folder / "footage")
    (tmp_path / "photos").mkdir()
    drawn(2).save(tmp_path / "photos" / "1.png")
    post = {"date": "2026-01-20T09:00:00", "text": NEW, "text_entities": [{"type": "plain", "text": NEW}]}
    adding.add(case, [Wanted(str(exported(tmp_path, 1700000003, "Ещё канал", post)))], no_network)
    (looked,) = look_at(case)
    assert looked.error is None
    assert looked.version != version
    assert len(list((case.folder / "footage").glob("*.jpeg"))) == 3


def test_what_somebody_put_in_the_folder_does_not_count(case: Case) -> None:
    """The folder is a copy of the archive: a strange file goes, a changed one is laid anew."""
    folder, _ = unpacked(case)
    (folder / "strange.png").write_bytes(b"\x89PNG")
    first = min(folder.glob("*.jpeg"))
    before = first.read_bytes()
    first.write_bytes(b"other")
    unpacked(case)
    assert not (folder / "strange.png").exists()
    assert first.read_bytes() == before


def test_only_footage_takes_the_pictures_of_a_case(case: Case) -> None:
    """A map made of pictures is refused before anything is written."""
    from firsthand.weigh.evidence.control import CONTROL

    with pytest.raises(InputError, match="give them to `footage`"):
        add_body(case, CONTROL, CAPTURES, "map", {}, "Олена Ткач")
    assert not (case.folder / "footage").exists()


def test_a_case_without_pictures_says_so(tmp_path: Path) -> None:
    """Evidence that has nothing in it is refused, and says what it looked for."""
    with Case.make(tmp_path / "case") as case, pytest.raises(InputError, match="no picture or video"):
        add_body(case, FOOTAGE, CAPTURES, "our pictures", {}, "Олена Ткач")
