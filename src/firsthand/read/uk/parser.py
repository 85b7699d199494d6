"""A shallow parser of Ukrainian: groups and clauses of a sentence become heads and relations."""

from __future__ import annotations

from firsthand.read.uk.clauses import Clause, find_clauses
from firsthand.read.uk.groups import Group, find_groups
from firsthand.read.uk.morphology import morphology
from firsthand.read.uk.tokens import Token

__all__ = ["parse"]

_RELATIONS = {
    "VERB": "xcomp",
    "ADV": "advmod",
    "PART": "advmod",
    "PUNCT": "punct",
    "CCONJ": "cc",
    "SCONJ": "mark",
    "NOUN": "obl",
    "PROPN": "obl",
    "X": "obl",
}
"""What a word is to the predicate of its clause where nothing more is known."""


def parse(tokens: list[Token], cues: frozenset[str], speakers: frozenset[str]) -> None:
    """Set head and relation of every token, and settle the cases of its nouns."""
    if not tokens:
        return
    groups = find_groups(tokens)
    _predicatives(tokens, groups)
    clauses = find_clauses(tokens, groups, cues, speakers)
    for clause in clauses:
        held = [group for group in groups if clause.holds(group.head)]
        _coordinate(tokens, held)
        _arguments(tokens, clause, held)
    _govern(tokens, clauses)
    _rest(tokens, clauses)


def _predicatives(tokens: list[Token], groups: list[Group]) -> None:
    """Adjectives and participles that stand without a noun and can be nominative are what is said of the subject."""
    for group in groups:
        token = tokens[group.head]
        before = tokens[group.start - 1] if group.start else None
        if token.pos != "ADJ" or group.preposition >= 0 or not group.can("Nom") or group.end - group.start > 1:
            continue
        subject = any(
            other is not group and other.preposition < 0 and tokens[other.head].pos in ("NOUN", "PROPN", "X", "PRON")
            and any(a[0] == b[0] == "Nom" and a[1] == b[1] for a in group.agree for b in other.agree)
            for other in groups
        )  # fmt: skip
        if token.form.lemma in morphology().lists["single"] and tokens[min(group.end, len(tokens) - 1)].pos == "PUNCT":
            continue  # «Другий, навпаки, назвав …»
        detached = before is not None and before.word == "," and any(t.form.verb in ("Fin", "Imps") for t in tokens)
        if subject and not detached and (before is None or before.word not in "«“"):
            token.short = True


# ---------------------------------------------------------------- groups beside groups


def _coordinate(tokens: list[Token], groups: list[Group]) -> None:
    """Genitives and prepositional groups behind nouns, lists and appositions: each hangs on the one before."""
    for number in range(1, len(groups)):
        before, group = groups[number - 1], groups[number]
        between = [token for token in tokens[before.end : group.start] if token.pos != "PART"]
        if any(token.pos in ("VERB", "ADV", "SCONJ") or token.short for token in between):
            continue
        if tokens[group.head].short or tokens[before.head].short:
            continue
        marks = [token.word for token in between]
        if not marks:
            _behind(tokens, before, group, groups)
        elif len(marks) == 1 and (between[0].pos == "CCONJ" or (marks[0] == "," and _closed(tokens, groups, number))):
            _beside(tokens, groups, number, between[0])
        elif marks[0] == "(":
            tokens[group.head].head, tokens[group.head].rel = before.head, "appos"


def _behind(tokens: list[Token], before: Group, group: Group, groups: list[Group]) -> None:
    head = tokens[before.head]
    nominal = head.pos in ("NOUN", "PROPN", "X", "NUM", "ADJ", "DET")
    if group.preposition >= 0:
        if tokens[group.head].form.lemma == "посилання":
            return
        if tokens[group.preposition].word == "про" and not head.form.lemma.endswith(morphology().lists["told"]):
            return
        if nominal and head.pos != "PRON" and (not head.form.animate or _local(tokens, group)):
            _hang(tokens, group, before.head, "nmod")
        return
    word = tokens[group.head]
    if word.name == "PER" and (host := _bearer(tokens, before, group, groups)) is not None:
        _share(tokens, host, group)
        _hang(tokens, group, host.head, "appos")
        return
    if (
        nominal and group.can("Gen") and word.pos != "PRON" and not (group.can("Nom") and _same_case(before, group))
    ) or (nominal and word.pos in ("NOUN", "PROPN", "X") and group.can("Gen")):
        group.settle(tokens, "Gen")
        _hang(tokens, group, before.head, "nmod")
    elif _same_case(before, group) and ((head.form.animate and word.form.animate) or word.pos == "PROPN"):
        _share(tokens, before, group)
        _hang(tokens, group, before.head, "appos")
    elif tokens[group.start].pos == "NUM" and nominal:
        return


def _bearer(tokens: list[Token], before: Group, group: Group, groups: list[Group]) -> Group | None:
    """The person whose name it is: «заступниця міського голови Віра Осадча» names the deputy, not the mayor."""
    host: Group | None = before
    while host is not None:
        if tokens[host.head].form.animate and _same_case(host, group) and tokens[host.head].name != "PER":
            return host
        above = tokens[host.head].head if tokens[host.head].rel in ("nmod", "flat", "appos") else -1
        host = next((one for one in groups if one.head == above), None)
    return None


def _local(tokens: list[Token], group: Group) -> bool:
    """Whether a group tells which person is meant («джерело в розвідці»), not when or where something happens."""
    when = tokens[group.head].word.startswith(morphology().lists["times"])
    return tokens[group.preposition].word in morphology().lists["beside"] and not when


def _beside(tokens: list[Token], groups: list[Group], number: int, joint: Token) -> None:
    """«мер і староста», «перевізник, компанія «Буг»»: the same case, or the same preposition."""
    before, group = groups[number - 1], groups[number]
    host = before
    while tokens[host.head].rel in ("nmod", "conj") and not _same_case(host, group):
        above = next((one for one in groups[:number] if one.head == tokens[host.head].head), None)
        if above is None:
            break
        host = above
    joined = joint.pos == "CCONJ" or (group.preposition >= 0) == (host.preposition >= 0)
    if not joined or not _same_case(host, group):
        return
    if tokens[group.head].pos == "PRON" or tokens[host.head].pos == "PRON":
        return
    if group.preposition >= 0 and (
        host.preposition < 0 or tokens[group.preposition].word != tokens[host.preposition].word
    ):
        return
    _share(tokens, host, group)
    _hang(tokens, group, host.head, "conj" if joint.pos == "CCONJ" else "appos")
    at = next(n for n, token in enumerate(tokens) if token is joint)
    joint.head, joint.rel = group.head, "cc" if joint.pos == "CCONJ" else "punct"
    tokens[at] = joint


def _closed(tokens: list[Token], groups: list[Group], number: int) -> bool:
    """Whether an apposition ends at a mark: «Перевізник, фірма «Буг», запевняє»; a new clause has a verb."""
    if groups[number].counted or groups[number].preposition >= 0:
        return False
    while number + 1 < len(groups) and groups[number + 1].start == groups[number].end:
        number += 1
    end = groups[number].end
    return end >= len(tokens) or tokens[end].pos in ("PUNCT", "CCONJ")


def _same_case(one: Group, other: Group) -> bool:
    return any(a[0] == b[0] for a in one.agree for b in other.agree)


def _share(tokens: list[Token], one: Group, other: Group) -> None:
    cases = {a[0] for a in one.agree} & {b[0] for b in other.agree}
    one.agree = frozenset(a for a in one.agree if a[0] in cases)
    other.agree = frozenset(b for b in other.agree if b[0] in cases)


def _hang(tokens: list[Token], group: Group, head: int, relation: str) -> None:
    tokens[group.head].head, tokens[group.head].rel = head, relation


# ---------------------------------------------------------------- predicate and arguments


def _arguments(tokens: list[Token], clause: Clause, groups: list[Group]) -> None:
    verb = clause.predicate
    if verb < 0:
        return
    form = tokens[verb].form
    free = [group for group in groups if tokens[group.head].head < 0 and group.head != verb]
    subject = _subject(tokens, verb, free)
    if (
        subject is None
        and form.verb == "Fin"
        and (_shared_by_nobody(tokens, clause) or form.gender == "Neut" or (form.number == "Plur" and clause.parent))
    ):
        tokens[verb].alone = True
    if subject is not None:
        subject.settle(tokens, "Nom")
        _settle_hung(tokens, subject, groups, "Nom")
        _hang(tokens, subject, verb, "nsubj")
    last: Group | None = None
    for group in free:
        if group is subject:
            last = None
            continue
        if (
            last is not None
            and _top(tokens, groups, group.start) is last
            and tokens[group.head].pos not in ("PRON", "QUOTE")
        ):
            _hang(tokens, group, last.head, "nmod")
            group.settle(tokens, "Gen", "Ins", "Dat", "Loc", "Acc")
            continue
        governor = _governor(tokens, verb, group, clause)
        last = group if group.head > verb and tokens[group.head].pos in ("NOUN", "PROPN", "X") else None
        if group.preposition >= 0:
            _hang(tokens, group, governor, "obl")
            last = last if tokens[group.preposition].word == "про" else None
            continue
        if tokens[verb].form.verb == "Imps" or group.head > verb:
            group.settle(tokens, "Acc", "Gen", "Ins", "Dat", "Loc", "Nom")
        else:
            group.settle(tokens, "Acc", "Dat", "Ins", "Gen", "Nom")
        _settle_hung(tokens, group, groups, tokens[group.head].form.case)
        relation = {"Dat": "iobj", "Ins": "obl", "Loc": "obl", "Voc": "obl"}.get(tokens[group.head].form.case, "obj")
        _hang(tokens, group, governor, relation)


def _top(tokens: list[Token], groups: list[Group], end: int) -> Group | None:
    """The group that the one ending here hangs on in the end."""
    found = next((group for group in groups if group.end == end), None)
    while found is not None and tokens[found.head].rel in ("nmod", "appos", "conj", "flat"):
        above = tokens[found.head].head
        found = next((group for group in groups if group.head == above), None)
    return found


def _shared_by_nobody(tokens: list[Token], clause: Clause) -> bool:
    """«Є влучання, горить склад»: what stands before has no subject that this predicate could share."""
    above = clause.parent
    return above is not None and above.predicate >= 0 and tokens[above.predicate].word in ("є", "немає", "нема")


def _settle_hung(tokens: list[Token], host: Group, groups: list[Group], case: str) -> None:
    for group in groups:
        if tokens[group.head].head == host.head and tokens[group.head].rel in ("conj", "appos") and group.can(case):
            group.settle(tokens, case)


def _governor(tokens: list[Token], verb: int, group: Group, clause: Clause) -> int:
    """The infinitive before a group governs it, rather than the finite verb."""
    for number in range(group.start - 1, verb, -1):
        if tokens[number].form.verb == "Inf" and clause.holds(number):
            return number
    return verb


def _subject(tokens: list[Token], verb: int, groups: list[Group]) -> Group | None:
    """The nominative group that agrees with the predicate: before it the nearest, else the first behind it."""
    form = tokens[verb].form
    if form.verb in ("Imps", "Conv") or (form.pos == "ADV" and not tokens[verb].short):
        return None
    fitting = [
        group
        for group in groups
        if group.preposition < 0
        and _agrees(tokens, group, verb)
        and not (group.start and tokens[group.start - 1].form.verb == "Inf")
    ]
    before = [group for group in fitting if group.head < verb]
    after = [group for group in fitting if group.head > verb]
    sure = [group for group in fitting if _surely(tokens, group)]
    if sure and (len(sure) == 1 or not before):
        return sure[0]
    if before and after and _surely(tokens, after[0]) and not _surely(tokens, before[-1]):
        return after[0]
    if before:
        return next((group for group in before if _surely(tokens, group)), before[0])
    return next(iter(after), None)


def _surely(tokens: list[Token], group: Group) -> bool:
    """A nominative that can be no accusative, or a person."""
    return not group.can("Acc") or tokens[group.head].form.animate or tokens[group.head].name in ("PER", "ORG")


def _agrees(tokens: list[Token], group: Group, verb: int) -> bool:
    form, head = tokens[verb].form, tokens[group.head]
    if head.pos in ("X", "QUOTE"):
        return head.pos == "X"
    if group.counted:
        counts = form.number == "Plur" or form.gender == "Neut" or (form.tense != "Past" and not form.gender)
        return counts and group.can("Nom") and not tokens[group.head].word.startswith(morphology().lists["times"])
    named = head.form.animate and any(t.head == group.head and t.name == "PER" for t in tokens)
    coordinated = any(t.head == group.head and t.rel == "conj" for t in tokens)
    for case, number, gender in group.agree:
        if case != "Nom":
            continue
        if form.number and number and form.number != number and not (coordinated and form.number == "Plur"):
            continue
        if form.gender and gender and form.gender != gender and number == "Sing" and not coordinated and not named:
            continue
        return True
    return False


# ---------------------------------------------------------------- clauses


def _govern(tokens: list[Token], clauses: list[Clause]) -> None:
    """Hang the predicate of each clause on that of the clause around it."""
    for clause in clauses:
        head = _head_of(tokens, clause)
        if head < 0:
            continue
        if clause.parent is None:
            tokens[head].head, tokens[head].rel = -1, "root"
            continue
        above = clause.anchor if clause.relation == "acl" and clause.anchor >= 0 else _parent(tokens, clause)
        if above == head or above < 0:
            continue
        tokens[head].head, tokens[head].rel = above, clause.relation
        if clause.mark >= 0 and clause.mark != head:
            tokens[clause.mark].head, tokens[clause.mark].rel = head, "mark"
        comma = clause.ranges[0][0] - 1
        if comma >= 0 and tokens[comma].pos == "PUNCT" and tokens[comma].head < 0:
            tokens[comma].head, tokens[comma].rel = head, "punct"


def _parent(tokens: list[Token], clause: Clause) -> int:
    above = clause.parent
    while above is not None:
        head = _head_of(tokens, above)
        if head >= 0:
            return head
        above = above.parent
    return -1


def _head_of(tokens: list[Token], clause: Clause) -> int:
    if clause.predicate >= 0:
        return clause.predicate
    words = [n for start, end in clause.ranges for n in range(start, end)]
    for classes in (("VERB",), ("NOUN", "PROPN", "X"), ("ADJ", "NUM", "PRON", "DET", "QUOTE"), ("ADV",)):
        for number in words:
            if tokens[number].pos in classes and (tokens[number].head < 0 or tokens[number].head not in words):
                return number
    return -1


def _rest(tokens: list[Token], clauses: list[Clause]) -> None:
    """Infinitives, adverbs, particles and marks hang on the predicate of their clause."""
    for clause in clauses:
        head = _head_of(tokens, clause)
        if head < 0:
            continue
        for start, end in clause.ranges:
            for number in range(start, end):
                token = tokens[number]
                if number == head or token.head >= 0 or token.rel == "root":
                    continue
                relation = _RELATIONS.get(token.pos, "dep")
                token.head, token.rel = head, relation
