"""Agreement over many sheets, against counting by hand."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product

import attrs
import pytest
from trees import MEAN, tree_method

from pamms_core import (
    NOT_ASSESSED,
    Answer,
    Answers,
    Concordance,
    ConcordanceError,
    Rater,
    Scale,
    UnknownNameError,
    concordance,
)
from pamms_core._frozen import FrozenMap

KIND = Rater.of_method(tree_method({"top": MEAN}, {"top": "a b"}))
STRICT = Rater(KIND.question_set.with_weights({"a": 5}), KIND.method)


def sheets() -> list[Answers]:
    """Return every sheet of two questions, *not assessed* among the answers."""
    made = KIND.question_set
    options = [*made.framework.scale, NOT_ASSESSED]
    return [
        Answers(
            set_id=made.id,
            edition=made.edition,
            entries={code: Answer(each) for code, each in zip("ab", pair, strict=True)},
        )
        for pair in product(options, repeat=2)
    ]


def symbols(rater: Rater) -> list[str]:
    """Rate every sheet."""
    return [rater.rate(each)["top"].verdict.symbol for each in sheets()]


def by_hand(pairs: list[tuple[str, str]], power: int) -> Fraction:
    """Reckon weighted kappa from all pairs of sheets, each first rating against each second."""
    rank = {key: place for place, key in enumerate(("good", "fair", "poor"))}

    def apart(one: str, other: str) -> int:
        distance = abs(rank[one] - rank[other])
        return distance**power if power else int(distance > 0)

    seen = Fraction(sum(apart(*pair) for pair in pairs), len(pairs))
    chance = Fraction(sum(apart(one, other) for one, _ in pairs for _, other in pairs), len(pairs) ** 2)
    return 1 - seen / chance


def test_all_is_counted_as_by_hand() -> None:
    """The table, what was rated by both, what agrees, and each kappa."""
    found = concordance(KIND, STRICT, sheets(), at="top")
    pairs = list(zip(symbols(KIND), symbols(STRICT), strict=True))
    assert dict(found.table) == Counter(pairs)
    rated = [pair for pair in pairs if "nothing assessed" not in pair]
    assert (found.sheets, found.rated) == (len(pairs), len(rated)) == (16, 15)
    assert found.agreed == sum(one == other for one, other in rated) < len(rated)
    assert found.share == Fraction(found.agreed, found.rated)
    kappas = (found.kappa, found.linear_kappa, found.quadratic_kappa)
    assert kappas == tuple(by_hand(rated, power) for power in (0, 1, 2))


def test_pairs_of_sheets_compare_two_assessors() -> None:
    """Each side's own sheet is rated; the same sheet twice agrees wholly."""
    each = sheets()
    found = concordance(KIND, KIND, list(zip(each, each[::-1], strict=True)), at="top")
    ratings = symbols(KIND)
    assert dict(found.table) == Counter(zip(ratings, ratings[::-1], strict=True))
    same = concordance(KIND, KIND, each, at="top")
    assert same.share == same.kappa == same.quadratic_kappa == 1


def test_the_table_can_be_read() -> None:
    """Rows have all ratings and the states that came out; words say what is not rated by both."""
    found = concordance(KIND, STRICT, sheets(), at="top")
    first = [next(iter(row.values())) for row in found.rows]
    assert first == ["good", "fair", "poor", "nothing assessed"]
    assert sum(int(n) for row in found.rows for key, n in row.items() if ": " in key) == 16
    assert found.sentences[0].startswith("Hypothetical: weight of a from 1 to 5")
    assert f"rate top alike on {found.agreed} of 15 sheets." in str(found)
    assert "On 1 more, one of them gives no rating." in str(found)
    assert "hypothetical" in repr(found).lower()
    assert "<table" in found._repr_html_()


def test_without_disagreement_by_chance_there_is_no_kappa() -> None:
    """Where all ratings are one, or none is there, nothing is defined, and the words say so."""
    one = concordance(KIND, KIND, sheets()[:1], at="top")
    assert one.kappa is None
    assert one.linear_kappa is None
    assert one.share == 1
    assert "not defined, as all ratings are one" in str(one)
    none = concordance(KIND, KIND, sheets()[-1:], at="top")
    assert (none.rated, none.share, none.kappa) == (0, None, None)
    assert isinstance(none, Concordance)
    assert "Hypothetical" not in str(none)
    assert attrs.evolve(none, table=FrozenMap({("good", "good"): 2})).share == 1
    assert "100" in repr(one) or "1" in repr(one)


def test_what_cannot_be_compared_is_refused() -> None:
    """Other scales, no sheets and unknown nodes are errors that name what is wrong."""
    own = KIND.question_set.framework
    scale = Scale(id="other", levels=own.scale.levels)
    other = Rater(attrs.evolve(KIND.question_set, framework=attrs.evolve(own, scale=scale)), KIND.method)
    with pytest.raises(ConcordanceError, match="'three' and 'other'") as error:
        concordance(KIND, other, sheets(), at="top")
    assert isinstance(error.value, ValueError)
    with pytest.raises(ConcordanceError, match="at least one sheet"):
        concordance(KIND, KIND, [], at="top")
    with pytest.raises(UnknownNameError, match="'bottom'") as unknown:
        concordance(KIND, KIND, sheets(), at="bottom")
    assert unknown.value.name == "bottom"
