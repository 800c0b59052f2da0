"""Three methods of the English regulator, by brute force."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SCORES = dict(zip("OGRI", (4, 3, 2, 1), strict=True))


def half_up(number: Fraction) -> int:
    """Round to a whole number, halves up."""
    return floor(number + Fraction(1, 2))


def cqc_principles(ratings: Sequence[str], *, breach: bool) -> set[str]:
    """Rate five key questions; more than one answer where the principles do not say."""
    worse, low, high = (ratings.count(each) for each in "IRO")
    if worse >= 2:
        found = set("I")
    elif low >= 2:
        found = set("R")
    elif worse:
        found = set("OGRI")
    else:
        found = set("O" if high >= 2 and not low else "G")
    return {max(each, "R", key="OGRI".index) for each in found} if breach else found


def cqc_asc_table() -> Iterator[Sequence[str]]:
    """All combinations, with and without a breach of regulations, and where that is not known."""
    inputs = "safe", "effective", "caring", "responsive", "well-led"
    flag = "breach-of-regulations"
    yield *inputs, ">overall", f">overall if {flag}", f">overall if not {flag}"
    for ratings in product("OGRI", repeat=5):
        yes, no = (cqc_principles(ratings, breach=breach) for breach in (True, False))
        yield *ratings, *(joined(each) for each in (yes | no, yes, no))
    yield *"OOOO-", *"ppp"


def cqc_band(scores: Iterable[int]) -> tuple[str, int]:
    """Band the percentage of some scores of one to four, rounded."""
    found = list(scores)
    percent = half_up(Fraction(100 * sum(found), 4 * len(found)))
    bounds = {"O": 88, "G": 63, "R": 39, "I": 0}
    return next(rating for rating, least in bounds.items() if percent >= least), percent


def cqc_local_authority_table() -> Iterator[Sequence[str]]:
    """All counts of nine scores, given in both orders."""
    yield (
        *("assessing-needs", "healthier-lives", "equity", "care-provision", "partnerships"),
        *("safe-pathways", "safeguarding", "governance", "learning", ">overall", ">overall score"),
    )
    for ratings in combinations_with_replacement("OGRI", 9):
        scores = [SCORES[each] for each in ratings]
        for order in (ratings, ratings[::-1]):
            yield *order, cqc_band(scores)[0], str(Fraction(sum(scores), 36))
    yield *"GGGGGGGG-", "p", ""


def key_question(ratings: Sequence[str]) -> tuple[str, str]:
    """Rate a key question's statements: before the limiters and after."""
    known = [each for each in ratings if each != "-"]
    if not known:
        return "n", "n"
    band = cqc_band(SCORES[each] for each in known)[0]
    if band == "G" and "I" in known:
        return band, "R"
    if band == "O" and {"R", "I"} & set(known):
        return band, "G"
    return band, band


def cqc_saf_statements_table() -> Iterator[Sequence[str]]:
    """All counts of the scores of six categories of evidence, some of them missing."""
    categories = "people", "staff", "partners", "observation", "processes", "outcomes"
    yield *(f"safe-1-{each}" for each in categories), ">safe-1"
    for ratings in combinations_with_replacement("OGRI-", 6):
        known = [SCORES[each] for each in ratings if each != "-"]
        yield *ratings, cqc_band(known)[0] if known else "n"


def cqc_saf_questions_table() -> Iterator[Sequence[str]]:
    """All counts of the scores of eight statements, some of them missing."""
    yield *(f"safe-{number}-people" for number in range(1, 9)), ">safe before", ">safe"
    for ratings in combinations_with_replacement("OGRI-", 8):
        yield *ratings, *key_question(ratings)


def cqc_saf_table() -> Iterator[Sequence[str]]:
    """Two statements of two scores each: the statement's own score goes up, not its percentage."""
    codes = [f"caring-{number}-{each}" for number in (1, 2) for each in ("people", "staff")]
    yield *codes, ">caring-1", ">caring-2", ">caring before", ">caring"
    for ratings in product("OGRI-", repeat=4):
        pairs = (ratings[:2], ratings[2:])
        known = [[SCORES[each] for each in pair if each != "-"] for pair in pairs]
        statements = [cqc_band(scores)[0] if scores else "n" for scores in known]
        above = key_question([each.replace("n", "-") for each in statements])
        yield *ratings, *statements, *above


def joined(found: Iterable[str]) -> str:
    """Join what may be, best first; what is certain stands alone."""
    return "/".join(sorted(found, key="OGRI".index))


TABLES = {
    "cqc-asc-2014": cqc_asc_table,
    "cqc-local-authority": cqc_local_authority_table,
    "cqc-saf.statements": cqc_saf_statements_table,
    "cqc-saf.questions": cqc_saf_questions_table,
    "cqc-saf.cascade": cqc_saf_table,
}
