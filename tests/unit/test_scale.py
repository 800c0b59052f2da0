"""Scales and ratings: order, names and how people write them."""

from __future__ import annotations

import copy
import pickle
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING

import pytest

from pamms_core import Level, Scale, UnknownNameError
from pamms_core.scale import fold

if TYPE_CHECKING:
    from collections.abc import Callable

SOUTH_WEST = {  # S7
    "excellent": "Exceeds compliance",
    "good": "Compliant",
    "requires-improvement": "Partially compliant",
    "poor": "Non-compliant",
}


def make_scale(scale_id: str, *keys: str) -> Scale:
    """Make a scale whose labels are its keys, capitalised."""
    return Scale(id=scale_id, levels=tuple(Level(key=key, label=key.title()) for key in keys))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Good", "good"),
        ("  Requires-Improvement ", "requires improvement"),
        ("requires_improvement", "requires improvement"),
        ("requires \t\n improvement", "requires improvement"),
        ("requires\N{EN DASH}improvement", "requires improvement"),
        ("requires\N{NO-BREAK SPACE}improvement", "requires improvement"),
        ("STRA\N{LATIN SMALL LETTER SHARP S}E", "strasse"),
        (" - ", ""),
        ("", ""),
    ],
)
def test_fold_forgives_case_spaces_and_hyphens(text: str, folded: str) -> None:
    """Folding keeps the letters and one space for whatever separates them."""
    assert fold(text) == folded


def test_ratings_are_best_first_with_ranks_from_the_worst(scale: Scale) -> None:
    """A scale lists its ratings best first; ranks count up from the worst."""
    assert [rating.key for rating in scale] == ["excellent", "good", "requires-improvement", "poor"]
    assert [rating.rank for rating in scale] == [3, 2, 1, 0]
    assert len(scale) == 4
    assert (scale.best.key, scale.worst.key) == ("excellent", "poor")


def test_ratings_have_labels_stars_and_meanings(scale: Scale) -> None:
    """S6: the four ratings are shown as five, four, three and one of five stars."""
    assert [(rating.label, rating.stars) for rating in scale] == [
        ("Excellent", 5),
        ("Good", 4),
        ("Requires Improvement", 3),
        ("Poor", 1),
    ]
    assert scale["good"].meaning == "The service meets the standards."


def test_a_level_need_not_have_stars() -> None:
    """Where a scale shows no stars, a rating has none."""
    assert make_scale("plain", "good", "poor").best.stars is None


def test_ratings_compare_by_rank(scale: Scale) -> None:
    """Greater is better, and a rating equals itself."""
    good, poor = scale["good"], scale["poor"]
    assert good > poor
    assert good >= poor
    assert poor < good
    assert poor <= good
    assert not good < good  # noqa: PLR0124
    assert good <= good  # noqa: PLR0124
    assert good != poor
    assert max(scale) == scale.best


@pytest.mark.parametrize("compare", [lt, le, gt, ge])
def test_ratings_of_two_scales_do_not_compare(
    scale: Scale, compare: Callable[[object, object], bool]
) -> None:
    """What is good on one scale says nothing about what is good on another."""
    other = make_scale("regulator", *scale.keys)
    with pytest.raises(TypeError, match=r"ratings of scale '\w+' and '\w+' cannot be compared"):
        compare(scale["good"], other["good"])
    assert scale["good"] != other["good"]


@pytest.mark.parametrize("compare", [lt, le, gt, ge])
def test_a_rating_does_not_compare_with_anything_else(
    scale: Scale, compare: Callable[[object, object], bool]
) -> None:
    """A rating is neither more nor less than a number."""
    with pytest.raises(TypeError, match="not supported between instances"):
        compare(scale["good"], 4)
    number: object = 2
    assert scale["good"] != number


def test_ratings_show_as_their_label(scale: Scale) -> None:
    """``str`` is the label alone; ``repr`` says what it is."""
    assert str(scale["requires-improvement"]) == "Requires Improvement"
    assert repr(scale["requires-improvement"]) == "<Rating Requires Improvement>"


def test_lookup_by_key_is_exact(scale: Scale) -> None:
    """A key is an identity: another spelling is refused, and the near one named."""
    with pytest.raises(
        UnknownNameError, match=r"unknown rating 'Good' \(did you mean 'good'\?\)"
    ) as caught:
        scale["Good"]
    assert caught.value.kind == "rating"
    assert caught.value.name == "Good"
    assert caught.value.known == scale.keys


def test_rank_finds_a_rating(scale: Scale) -> None:
    """Rank 0 is the worst rating, the last rank the best."""
    assert [scale.at(rank) for rank in range(4)] == [scale[key] for key in reversed(scale.keys)]


@pytest.mark.parametrize("rank", [-1, 4, 100])
def test_no_rating_beyond_the_ranks(scale: Scale, rank: int) -> None:
    """A rank off the scale is refused, negative ones too."""
    with pytest.raises(IndexError, match=f"no rating at rank {rank}; ranks are 0 to 3"):
        scale.at(rank)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("good", "good"),
        (" GOOD ", "good"),
        ("Requires Improvement", "requires-improvement"),
        ("requires-improvement", "requires-improvement"),
        ("REQUIRES_IMPROVEMENT", "requires-improvement"),
        ("ri", "requires-improvement"),
        ("E", "excellent"),
        ("p", "poor"),
        ("Outstanding", "excellent"),
    ],
)
def test_parse_reads_ratings_as_people_write_them(scale: Scale, text: str, key: str) -> None:
    """Key, label, other name and initials are all read, in any case."""
    assert scale.parse(text) == scale[key]


@pytest.mark.parametrize("text", ["", "goood", "4", "g\N{CYRILLIC SMALL LETTER O}od"])
def test_parse_refuses_other_words(scale: Scale, text: str) -> None:
    """What is no rating's name is refused with the labels that are."""
    with pytest.raises(UnknownNameError, match="unknown rating") as caught:
        scale.parse(text)
    assert caught.value.name == text
    assert caught.value.known == ("Excellent", "Good", "Requires Improvement", "Poor")


def test_initials_that_two_ratings_share_are_nobodys() -> None:
    """``P`` could be Poor or Perfect, so it is neither; their full names still are."""
    scale = make_scale("twins", "perfect", "poor")
    assert scale.parse("poor") == scale.worst
    with pytest.raises(UnknownNameError, match="unknown rating 'P'") as caught:
        scale.parse("P")
    assert caught.value.known == ("Perfect", "Poor")


def test_a_proper_name_wins_over_another_ratings_initials() -> None:
    """A rating labelled ``P`` is meant by ``P``, whatever begins with the letter."""
    scale = Scale(id="x", levels=(Level(key="a", label="P"), Level(key="b", label="Poor")))
    assert scale.parse("p") == scale["a"]


def test_relabelled_keeps_the_identity_and_the_old_names(scale: Scale) -> None:
    """S7: a locality's labels are shown, old ones still parse, ratings still compare."""
    south_west = scale.relabelled(SOUTH_WEST)
    assert [rating.label for rating in south_west] == list(SOUTH_WEST.values())
    assert south_west == scale
    assert hash(south_west) == hash(scale)
    assert south_west["good"] == scale["good"]
    assert south_west["excellent"] > scale["good"]
    assert south_west.parse("partially compliant") == scale["requires-improvement"]
    assert south_west.parse("Requires Improvement") == scale["requires-improvement"]
    assert south_west.parse("outstanding") == scale["excellent"]
    assert south_west["good"].stars == 4


def test_relabelling_may_be_partial(scale: Scale) -> None:
    """Ratings that are not named keep their label."""
    labels = [rating.label for rating in scale.relabelled({"poor": "Weak"})]
    assert labels == ["Excellent", "Good", "Requires Improvement", "Weak"]


def test_relabelling_an_unknown_key_is_refused(scale: Scale) -> None:
    """Labels for a key that is not on the scale are a mistake, not ignored."""
    with pytest.raises(UnknownNameError, match="unknown rating 'goood'") as caught:
        scale.relabelled({"goood": "Fine"})
    assert caught.value.name == "goood"


def test_a_label_that_is_another_ratings_key_is_nobodys(scale: Scale) -> None:
    """Where "Excellent" now labels Good, the word alone says neither."""
    confusing = scale.relabelled({"excellent": "Top", "good": "Excellent"})
    assert confusing.parse("top") == scale["excellent"]
    with pytest.raises(UnknownNameError, match="unknown rating 'Excellent'") as caught:
        confusing.parse("Excellent")
    assert caught.value.kind == "rating"


def test_scales_equal_by_id_and_keys() -> None:
    """Another id, other keys or another order is another scale."""
    two = make_scale("two", "good", "poor")
    assert two == make_scale("two", "good", "poor")
    assert two != make_scale("deux", "good", "poor")
    assert two != make_scale("two", "poor", "good")
    assert two != make_scale("two", "good", "bad")


def test_scales_and_ratings_pickle_and_copy(scale: Scale) -> None:
    """A copy equals its original and is found where the original is."""
    for twin in (pickle.loads(pickle.dumps(scale)), copy.deepcopy(scale)):  # noqa: S301
        assert twin == scale
        assert twin.parse("ri") == scale["requires-improvement"]
    assert pickle.loads(pickle.dumps(scale.best)) == scale.best  # noqa: S301


def test_initials_come_from_the_labels_words() -> None:
    """Initials are upper-case first letters; a hyphen does not begin a word."""
    assert Level(key="x", label="partially compliant").initials == "PC"
    assert Level(key="x", label="Non-compliant").initials == "N"
