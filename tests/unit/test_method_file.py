"""Method files: the shipped one, and every mistake of a wrong one at once."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from pamms_core import DataFileError, Method, UnknownNameError, load_method, read_method, shipped_methods
from pamms_core.rating.conditions import Count, Population
from pamms_core.rating.method import Limit, NodeKind, NodeRule
from pamms_core.rating.readings import Band, Bands
from pamms_core.rating.scores import Basis, Measure, Score

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RULE: dict[str, Any] = {
    "score": "mean of questions",
    "least_assessed": "50%",
    "bands": {"top": "1.5", "fair_enough": "1/2"},
    "limits": [{"id": "low-child", "at_most": "low", "when": {"children": "low", "at_least": 1}}],
    "source": "a test",
}
DATA: dict[str, Any] = {
    "id": "small",
    "edition": "1",
    "title": "A small method",
    "points": {"top": 2, "fair_enough": "1", "low": "-1/2"},
    "rules": {"overall": RULE},
}


KINDS = "children, questions, critical, child, own, flag"


def changed(**rule: object) -> dict[str, Any]:
    """Return the small method with some entries of its rule replaced."""
    data = copy.deepcopy(DATA)
    data["rules"]["overall"] |= rule
    return data


def limited(**limit: object) -> dict[str, Any]:
    """Return the small method with some entries of its limit replaced."""
    return changed(limits=[{**RULE["limits"][0], **limit}])


def mistakes(data: Mapping[str, object]) -> list[tuple[str, str]]:
    """Read a method that is wrong; return path and problem of every mistake."""
    with pytest.raises(DataFileError, match=r"method\.toml: ") as caught:
        read_method(data, file="method.toml")
    assert {mistake.file for mistake in caught.value.mistakes} == {"method.toml"}
    return [(mistake.path, mistake.problem) for mistake in caught.value.mistakes]


def test_a_method_is_read_exactly() -> None:
    """Points, shares, bands and limits become exact numbers and names with hyphens."""
    assert read_method(DATA) == Method(
        id="small",
        edition="1",
        title="A small method",
        points={"top": Fraction(2), "fair-enough": Fraction(1), "low": Fraction(-1, 2)},  # type: ignore[arg-type]
        rules={  # type: ignore[arg-type]
            NodeKind.OVERALL: NodeRule(
                score=Score(measure=Measure.MEAN, basis=Basis.QUESTIONS),
                reading=Bands(
                    (
                        Band(rating="top", bound=Fraction(3, 2)),
                        Band(rating="fair-enough", bound=Fraction(1, 2)),
                    )
                ),
                least_assessed=Fraction(1, 2),
                limits=(
                    Limit(
                        id="low-child",
                        at_most="low",
                        when=(Count(population=Population.CHILDREN, ratings=("low",), at_least=1),),
                    ),
                ),
                source="a test",
            )
        },
    )


def test_the_reference_method_says_what_its_issue_says() -> None:
    """Points are S6's stars; bands begin at 4.5, 3.5 and 2; half must be assessed everywhere."""
    method = load_method()
    assert dict(method.points) == {"excellent": 5, "good": 4, "requires-improvement": 3, "poor": 1}
    assert list(method.points) == ["excellent", "good", "requires-improvement", "poor"]
    assert method.highest_points == 5
    assert (method.id, method.edition, method.status) == ("pamms-reference", "2", "reference")
    assert repr(method) == "<Method pamms-reference 2>"
    assert set(method.rules) == set(NodeKind)
    for rule in method.rules.values():
        assert rule.score == Score(measure=Measure.MEAN, basis=Basis.QUESTIONS)
        assert {band.rating: band.bound for band in rule.bands.bands} == {
            "excellent": Fraction(9, 2),
            "good": Fraction(7, 2),
            "requires-improvement": 2,
        }
        assert rule.least_assessed == Fraction(1, 2)


def test_the_reference_methods_limits() -> None:
    """Each limit caps as design and data file say, from the same span of ratings."""
    found = {
        kind: {
            limit.id: (limit.at_most, count.ratings, count.at_least, count.at_most)
            for limit in rule.limits
            for count in limit.when
            if isinstance(count, Count)
        }
        for kind, rule in load_method().rules.items()
    }
    assert all(len(each.when) == 1 for rule in load_method().rules.values() for each in rule.limits)
    ratings = ("excellent", "good", "requires-improvement", "poor")
    excellent, requires, poor = ratings[:1], ratings[2], ratings[3:]
    assert found["standard"] == {"critical-poor": (requires, poor, 1, None)}
    assert found["domain"] == {
        "a-standard-poor": (requires, poor, 1, None),
        "a-standard-requires-improvement": ("good", ratings[2:], 1, None),
        "no-standard-excellent": ("good", excellent, None, 0),
        "no-standard-good": (requires, ratings[:2], None, 0),
        "all-standards-poor": ("poor", ratings[:3], None, 0),
    }
    assert found["overall"] == {
        "critical-poor": ("good", poor, 1, None),
        "two-parts-poor": ("poor", poor, 2, None),
        "a-part-poor": (requires, poor, 1, None),
        "a-part-requires-improvement": ("good", ratings[2:], 1, None),
        "no-part-excellent": ("good", excellent, None, 0),
        "no-part-good": (requires, ratings[:2], None, 0),
        "all-parts-poor": ("poor", ratings[:3], None, 0),
    }


def test_shipped_methods_load_by_name() -> None:
    """Every listed name loads; another one is refused with the near name."""
    assert "pamms-reference" in shipped_methods()
    for name in shipped_methods():
        assert load_method(name).id == name
    with pytest.raises(UnknownNameError, match="did you mean 'pamms-reference'") as caught:
        load_method("pamms-referense")
    assert (caught.value.kind, caught.value.name) == ("method", "pamms-referense")


def test_a_council_loads_its_own_file(tmp_path: Path) -> None:
    """A path is read as it is; its mistakes name the file."""
    path = tmp_path / "own.toml"
    path.write_text(
        'id = "own"\nedition = "2"\ntitle = "Own"\nstatus = "licensed"\n[points]\na = 1\nb = 0\n'
        '[rules.overall]\nscore = "mean of questions"\nbands = { a = 1 }\n',
        encoding="utf-8",
    )
    method = load_method(path)
    assert (method.status, method.rules[NodeKind.OVERALL].least_assessed) == ("licensed", Fraction(0))
    path.write_text("id = 1\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"own\.toml: id: must be a text, not 1") as caught:
        load_method(str(path))
    assert caught.value.mistakes[0].file == str(path)


def test_the_digest_is_of_everything_the_method_says() -> None:
    """S5: any change of a number or word gives another digest; reading it again does not."""
    digests = {
        read_method(data).digest
        for data in (
            DATA,
            {**DATA, "title": "Another"},
            {**DATA, "points": {**DATA["points"], "low": 0}},
            changed(least_assessed="51%"),
            changed(bands={"top": "1.5", "fair_enough": "0.51"}),
            changed(limits=[]),
            limited(at_most="fair-enough"),
            limited(when={"critical": "low", "at_least": 1}),
            limited(when={"children": "low", "at_least": 2}),
        )
    }
    assert len(digests) == 9
    assert read_method(DATA).digest == read_method(copy.deepcopy(DATA)).digest
    assert all(each.startswith("sha256:") for each in digests)


@pytest.mark.parametrize(
    ("written", "ratings"),
    [
        ("top", ("top",)),
        ("fair-enough or worse", ("fair-enough", "low")),
        ("fair-enough or better", ("top", "fair-enough")),
        ("low or worse", ("low",)),
        ("low or better", ("top", "fair-enough", "low")),
    ],
)
@pytest.mark.parametrize(
    ("key", "population"),
    [
        ("children", Population.CHILDREN),
        ("questions", Population.QUESTIONS),
        ("critical", Population.CRITICAL),
    ],
)
def test_conditions_name_a_span_of_ratings(
    written: str, ratings: tuple[str, ...], key: str, population: Population
) -> None:
    """A span is one rating, or from one on to an end of the scale."""
    method = read_method(limited(when={key: written, "at_most": 0}))
    when = method.rules[NodeKind.OVERALL].limits[0].when
    assert when == (Count(population=population, ratings=ratings, at_most=0),)


def test_every_mistake_is_reported_at_once() -> None:
    """Mistakes at every level of one file come in one error, each with its path."""
    data = {
        "edition": 1,
        "title": " ",
        "status": "draft",
        "colour": "red",
        "points": {"top": 2, "fair_enough": "1", "low": 0},
        "rules": {
            "domain": {
                "least_assessed": "101%",
                "bands": {"top": 1.5, "low": 0},
                "limits": [
                    {"id": "a", "at_most": "lowest", "when": {"children": "lower", "at_least": 0}},
                    {"id": "a", "at_most": "low", "when": {"children": "low", "at_most": -1, "x": 1}},
                    {"at_most": "top", "when": {"critical": "low"}},
                    {
                        "id": "d",
                        "when": {"children": "low", "critical": "low", "at_least": 1, "at_most": 1},
                    },
                    {"id": "e", "at_most": "low", "when": {"at_least": "101%"}},
                ],
            },
            "service": {},
        },
    }
    found = mistakes(data)
    for expected in [
        ("id", "is missing; a text is needed"),
        ("edition", "must be a text"),
        ("title", "must not be empty"),
        ("status", "must be one of reference, licensed, local, example"),
        ("rules.domain.bands", "are read off a score, and the rule has none"),
        ("rules.domain.least_assessed", "must be from 0% to 100%"),
        ("rules.domain.bands.fair_enough", 'is missing; a number such as 3, "62.5%" or "1/3" is needed'),
        ("rules.domain.limits", "must have each id once"),
        ("rules.domain.limits[0].at_most", "must be one of top, fair-enough, low"),
        ("rules.domain.limits[0].when.at_least", "must be a positive integer"),
        ("rules.domain.limits[1].when.at_most", "must be an integer of 0 or more"),
        ("rules.domain.limits[2].id", "is missing; a text is needed"),
        ("rules.domain.limits[2].at_most", "caps nothing, being the best rating"),
        ("rules.domain.limits[2].when", "must give one of at_least or at_most"),
        ("rules.domain.limits[3].at_most", "is missing; one of top, fair-enough, low is needed"),
        ("rules.domain.limits[3].when", f"must name one of {KINDS}"),
        ("rules.domain.limits[3].when", "must give one of at_least or at_most"),
        ("rules.domain.limits[4].when", f"must name one of {KINDS}"),
        ("rules.domain.limits[4].when.at_least", "must be a share above 0% and up to 100%"),
        ("rules.service", "must have one of bands, rating, cases, table, start, or a score alone"),
        (
            "rules.service",
            "must be overall, domain, standard or the code of a node, such as standard-8",
        ),
    ]:
        assert expected in found
        found.remove(expected)
    assert [path for path, _ in found] == [
        "rules.domain.bands.top",
        "rules.domain.bands.low",
        "rules.domain.limits[0].when.children",
        "rules.domain.limits[1].when.x",
        "colour",
    ]


@pytest.mark.parametrize(
    ("points", "problem"),
    [
        ({}, "must give points to two ratings or more"),
        ({"top": 1}, "must give points to two ratings or more"),
        (
            {"top": 1, "low": 1},
            "must be listed best first and all rise or all fall, but are top 1, low 1",
        ),
        (
            {"top": "1/2", "low": 0, "least": "1/4"},
            "must be listed best first and all rise or all fall, but are top 1/2, low 0, least 1/4",
        ),
        ({"fair_one": 2, "fair-one": 1}, "must give points to each rating once"),
    ],
)
def test_points_fall_from_the_best_rating_down(points: dict[str, object], problem: str) -> None:
    """Points name two ratings or more, each once, best first."""
    assert ("points", problem) in mistakes({**DATA, "points": points})


@pytest.mark.parametrize(
    "value", [1.5, True, "1e3", "x", "1/0", None, "\N{FRACTION NUMERATOR ONE}2", "9" * 41]
)
def test_points_are_exact_numbers(value: object) -> None:
    """A float, an exponent or a word is refused, and then not compared with its neighbours."""
    points = {"top": 2, "fair_enough": value, "low": 0}
    found = [each for each in mistakes({**DATA, "points": points}) if each[0].startswith("points")]
    assert [path for path, _ in found] == ["points.fair_enough"]
    assert found[0][1].startswith("must be an exact number")


@pytest.mark.parametrize("low", ["1.5", "2"])
def test_bands_fall_too(low: str) -> None:
    """A better rating begins above the next one, not at it."""
    found = mistakes(changed(bands={"top": "1.5", "fair_enough": low}))
    shown = "3/2" if low == "1.5" else "2"
    assert found == [("rules.overall.bands.top", f"must begin above fair-enough ({shown})")]


def test_a_missing_band_is_not_compared() -> None:
    """Where a band is missing, that is the one mistake."""
    problem = 'is missing; a number such as 3, "62.5%" or "1/3" is needed'
    assert mistakes(changed(bands={"fair_enough": "1"})) == [("rules.overall.bands.top", problem)]


@pytest.mark.parametrize("share", ["-1%", "100.1%", 2])
def test_the_least_share_is_a_share(share: object) -> None:
    """A share of the weight is from nothing to all of it."""
    found = mistakes(changed(least_assessed=share))
    assert found == [("rules.overall.least_assessed", "must be from 0% to 100%")]


@pytest.mark.parametrize("share", [0, 1, "0%", "100%", "1/3"])
def test_the_least_share_may_be_either_end(share: object) -> None:
    """Nothing and everything are shares too."""
    method = read_method(changed(least_assessed=share))
    expected = {0: 0, 1: 1, "0%": 0, "100%": 1, "1/3": Fraction(1, 3)}
    assert method.rules[NodeKind.OVERALL].least_assessed == expected[share]


@pytest.mark.parametrize(
    ("entry", "value", "path"),
    [
        ("limits", {}, "rules.overall.limits"),
        ("limits", [3], "rules.overall.limits[0]"),
        ("bands", [], "rules.overall.bands"),
        ("score", 3, "rules.overall.score"),
        ("source", 3, "rules.overall.source"),
        ("weights", "x", "rules.overall.weights"),
    ],
)
def test_entries_of_a_rule_have_their_type(entry: str, value: object, path: str) -> None:
    """An entry of the wrong type, or of no known name, is reported where it stands."""
    assert path in [found for found, _ in mistakes(changed(**{entry: value}))]


@pytest.mark.parametrize(("key", "value"), [("points", 3), ("rules", []), ("rules", "x")])
def test_tables_must_be_tables(key: str, value: object) -> None:
    """A number, list or text where a table belongs is one of the mistakes."""
    assert (key, "must be a table") in mistakes({**DATA, key: value})
