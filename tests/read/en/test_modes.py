"""How a voice stands to what it says."""

import pytest

from firsthand.model import Mode
from firsthand.read import document_of_text, find_statements

CASES = {
    Mode.ASSERTED: [
        "The mayor said the road was closed.",
        "The talks on 3 May ended in the evening.",
        "“It was God’s will,” Ms Peña said.",
        "No official could be reached on Saturday.",
    ],
    Mode.CONFIRMED: ["Doctors confirmed that the boy had died."],
    Mode.DENIED: [
        "The company denied any leak at the plant.",
        "The claims that the bridge had fallen are untrue, the mayor said.",
        "Reports of the capture of the port are false.",
    ],
    Mode.HEDGED: [
        "The van was allegedly stolen in Lyon.",
        "It is believed the pilot was drunk.",
        "Residents believe the dam was opened on purpose.",
    ],
    Mode.DOUBTED: ["Analysts note the lack of evidence for the claim."],
    Mode.SPECULATED: ["The verdict could change the law."],
    Mode.PREDICTED: ["The port will reopen on Monday.", "The club plans to sell the ground."],
    Mode.OPINION: ["The senator called the plan a disaster.", "She accused the council of neglect."],
    Mode.ASKED: ["The union asked whether the valves had been checked.", "Lind urged residents to leave."],
    Mode.RETRACTED: ["The agency later withdrew the figure of 40."],
}


@pytest.mark.parametrize(("mode", "sentence"), [(mode, s) for mode, all_ in CASES.items() for s in all_])
def test_modes(mode: Mode, sentence: str) -> None:
    """Each mode, as the guide for annotating has it."""
    document = document_of_text(sentence, title="", language="en")
    (only,) = find_statements(document)[0]
    assert only.mode is mode


@pytest.mark.parametrize(
    ("said", "mode"),
    [
        ("“We never stored fuel there. The tanks were empty. We will rebuild,”", Mode.ASSERTED),
        ("“Prices went up in April. We will raise them again in June,”", Mode.ASSERTED),
        ("“Engineers will inspect it on Monday. The dam held. It will reopen by noon,”", Mode.PREDICTED),
        ("“The witness lied. Could she have forgotten? We may ask for a new trial,”", Mode.ASSERTED),
    ],
)
def test_a_long_quotation_has_the_mode_of_most_of_it(said: str, mode: Mode) -> None:
    """One sentence of a quotation that foretells, asks or guesses does not make the others do so."""
    document = document_of_text(f"{said} said Karl Brandt, the owner.", title="", language="en")
    (only,) = find_statements(document)[0]
    assert only.mode is mode


@pytest.mark.parametrize(
    ("sentence", "mode"),
    [
        ("Villagers say they were never told that the bridge would shut for ten weeks.", Mode.ASSERTED),
        ("The clerk said nobody had been warned that fees would rise.", Mode.ASSERTED),
        ("The nurse said she did not know the ward would close.", Mode.ASSERTED),
        ("The judge said the tenants had no idea the house would be sold.", Mode.ASSERTED),
        ("The court said a man who will stand trial in May was fined.", Mode.ASSERTED),
        ("The bridge, which will reopen in June, was built in 1911.", Mode.ASSERTED),
        ("The mayor said the pier would shut in June.", Mode.PREDICTED),
        ("The firm said it would not sell the mill.", Mode.PREDICTED),
        ("The dean said she was glad the pool would reopen.", Mode.PREDICTED),
        ("They'll settle before spring.", Mode.PREDICTED),
        ("“She’ll never return,” the aunt said.", Mode.PREDICTED),
    ],
)
def test_the_main_clause_decides(sentence: str, mode: Mode) -> None:
    """What somebody was or was not told lies in no future; a shortened “will” foretells like a whole one."""
    (only,) = find_statements(document_of_text(sentence, title="", language="en"))[0]
    assert only.mode is mode
