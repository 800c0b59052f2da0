"""Australian and American stars, and the OpenSSF Scorecard, by brute force."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

STARS = "54321"


def half_up(number: Fraction) -> int:
    """Round to a whole number, halves up."""
    return floor(number + Fraction(1, 2))


def half_even(number: Fraction) -> int:
    """Round to a whole number, halves to the even one."""
    whole = floor(number)
    if number - whole == Fraction(1, 2):
        return whole + whole % 2
    return half_up(number)


def undetermined(found: Iterable[str], order: str) -> str:
    """Join what may be, best first; what is certain stands alone."""
    return "/".join(sorted(set(found), key=order.index))


# Australian stars: weights in percent, a cap by compliance, nothing without all four.


def au_stars(states: Sequence[str]) -> str:
    """Rate residents' experience, compliance, staffing and quality measures."""
    if "-" in states:
        return "p"
    mean = sum(w * int(s) for w, s in zip((33, 30, 22, 15), states, strict=True))
    stars, compliance = half_up(Fraction(mean, 100)), int(states[1])
    return str(min(stars, compliance) if compliance <= 2 else stars)


def au_table() -> Iterator[Sequence[str]]:
    """All combinations, each of the four missing too."""
    yield "residents-experience", "compliance", "staffing", "quality-measures", ">overall"
    for states in product(f"{STARS}-", repeat=4):
        yield *states, au_stars(states)


# US nursing homes: steps, each kept between one and five stars, then caps.


def cms_steps(states: Sequence[str], *, new: bool, abuse: bool, special: bool) -> str:
    """Rate health inspection, staffing and quality measures."""
    if set(states) == {"-"}:
        return "n"
    if states[0] == "-":
        return "p"
    health = min(int(states[0]), 2) if abuse else int(states[0])
    staffing, measures = (0 if state == "-" else int(state) for state in states[1:])
    up = staffing == 5 if new else staffing >= 4 and staffing > health
    stars = min(max(health + up - (staffing == 1), 1), 5)
    stars = min(max(stars + (measures == 5) - (measures == 1), 1), 5)
    if health == 1:
        stars = min(stars, 2)
    return str(min(stars, 3) if special else stars)


def cms_2022_table() -> Iterator[Sequence[str]]:
    """All combinations under the rule of July 2022, with the icon and without."""
    head = ">overall", ">overall if abuse", ">overall if not abuse"
    yield "health-inspection", "staffing", "quality-measures", *head
    for states in product(f"{STARS}-", repeat=3):
        yes, no = (cms_steps(states, new=True, abuse=abuse, special=False) for abuse in (True, False))
        yield *states, undetermined((yes, no), "54321np"), yes, no


def cms_pre_2022_table() -> Iterator[Sequence[str]]:
    """All combinations under the older rule, with both flags each way and not given."""
    ways = [(abuse, special) for abuse in (None, True, False) for special in (None, True, False)]
    names = [
        " and ".join(
            f"{'' if value else 'not '}{name}"
            for name, value in zip(("abuse", "special-focus"), way, strict=True)
            if value is not None
        )
        for way in ways
    ]
    head = [f">overall if {name}" if name else ">overall" for name in names]
    yield "health-inspection", "staffing", "quality-measures", *head
    for states in product(f"{STARS}-", repeat=3):
        yield *states, *(_cms_before(states, *way) for way in ways)


def _cms_before(states: Sequence[str], abuse: bool | None, special: bool | None) -> str:  # noqa: FBT001
    tried = product(*((True, False) if each is None else (each,) for each in (abuse, special)))
    return undetermined((cms_steps(states, new=False, abuse=a, special=s) for a, s in tried), "54321np")


# OpenSSF Scorecard: a weighted mean, shown to one digit.

RISKS = {
    **dict.fromkeys(["Dangerous-Workflow", "Webhooks"], Fraction(10)),
    **dict.fromkeys(
        [
            *("Binary-Artifacts", "Branch-Protection", "Code-Review", "Dependency-Update-Tool"),
            *("Maintained", "Signed-Releases", "Token-Permissions", "Vulnerabilities"),
        ],
        Fraction(15, 2),
    ),
    **dict.fromkeys(
        ["Fuzzing", "Packaging", "Pinned-Dependencies", "SAST", "SBOM", "Security-Policy"], Fraction(5)
    ),
    **dict.fromkeys(["CI-Tests", "CII-Best-Practices", "Contributors", "License"], Fraction(5, 2)),
}


def scorecard(checks: Sequence[str], states: Sequence[str]) -> Sequence[str]:
    """Say whether some checks have a score, and give it, exact and as it is shown."""
    known = [(RISKS[check], int(s)) for check, s in zip(checks, states, strict=True) if s.isdigit()]
    if not known:
        return "n", "n", "n"
    score = sum((w * s for w, s in known), Fraction()) / sum((w for w, _ in known), Fraction())
    return "s", str(score), str(Fraction(half_even(score * 10), 10))


def scorecard_table() -> Iterator[Sequence[str]]:
    """One check of each risk at six scores and inconclusive; the others were not run."""
    checks = "Dangerous-Workflow", "Maintained", "SAST", "License"
    yield *checks, ">overall", ">overall score", ">overall shown"
    for states in product(["10", "9", "5", "1", "0", "-"], repeat=4):
        yield *states, *scorecard(checks, states)


def scorecard_weights_table() -> Iterator[Sequence[str]]:
    """Every check alone at ten, the others at none."""
    yield *RISKS, ">overall", ">overall score", ">overall shown"
    for chosen in RISKS:
        states = ["10" if check == chosen else "0" for check in RISKS]
        yield *states, *scorecard(list(RISKS), states)


TABLES = {
    "au-star-overall": au_table,
    "cms-2022": cms_2022_table,
    "cms-pre-2022": cms_pre_2022_table,
    "openssf-scorecard": scorecard_table,
    "openssf-scorecard.weights": scorecard_weights_table,
}
