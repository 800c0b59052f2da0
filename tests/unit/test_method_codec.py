"""Methods as JSON and TOML: what is written reads back the same, and all else is refused."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

from pamms_core import DataFileError, Method, load_method, read_method, shipped_methods
from pamms_core._frozen import FrozenMap
from pamms_core.codec import UnstorableError, dump_method, method_toml, published_schemas
from pamms_core.codec import load_method as load_stored
from pamms_core.rating.conditions import Count, Population
from pamms_core.rating.method import Limit, NodeRule
from pamms_core.rating.readings import Steps

SHIPPED = (*shipped_methods(), *shipped_methods(examples=True))


def with_limit(*ratings: str) -> Method:
    """Give the overall rule one limit, which counts children with these ratings."""
    when = Count(population=Population.CHILDREN, ratings=ratings, at_least=1)
    limit = Limit(id="only", at_most="poor", when=(when,))
    method = load_method()
    rule = attrs.evolve(method.rules["overall"], limits=(limit,))
    return attrs.evolve(method, rules=FrozenMap({**method.rules, "overall": rule}))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_method_comes_back_as_it_was(name: str) -> None:
    """A stored method is the same method, with the same digest, on one line or many."""
    method = load_method(name)
    for indent in (None, 2):
        again = load_stored(dump_method(method, indent=indent))
        assert again == method
        assert again.digest == method.digest


@pytest.mark.parametrize("name", SHIPPED)
def test_a_written_file_is_the_method(name: str) -> None:
    """TOML that any reader takes reads as the same method."""
    method = load_method(name)
    again = read_method(tomllib.loads(method_toml(method)))
    assert again == method
    assert again.digest == method.digest


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_method_fits_the_schema(name: str) -> None:
    """The schema takes every shipped method, and no field that is none of a method's."""
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(published_schemas()["method"])
    body = json.loads(dump_method(load_method(name)))
    validator.validate(body)
    rule = next(iter(body["rules"].values()))
    assert not validator.is_valid({**body, "rules": {"overall": {**rule, "colour": 1}}})
    assert not validator.is_valid({**body, "points": {"good": 4.5}})


def test_numbers_are_as_in_a_file() -> None:
    """Whole numbers are numbers, shares and fractions are texts, and dates too."""
    method = attrs.evolve(
        load_method(),
        effective_from=date(2026, 4, 1),
        points=FrozenMap({**load_method().points, "good": Fraction(9, 2)}),
    )
    body = json.loads(dump_method(method))
    assert body["effective_from"] == "2026-04-01"
    assert body["points"] == {"excellent": 5, "good": "9/2", "requires_improvement": 3, "poor": 1}
    assert body["rules"]["overall"]["least_assessed"] == "1/2"
    assert load_stored(json.dumps(body)) == method


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        (("good",), "good"),
        (("good", "requires-improvement"), "good to requires-improvement"),
        (("requires-improvement", "poor"), "requires-improvement or worse"),
        (("excellent", "good"), "good or better"),
    ],
)
def test_any_span_of_ratings_can_be_said(ratings: tuple[str, ...], words: str) -> None:
    """A span that reaches neither end of the scale goes from its best rating to its worst."""
    method = with_limit(*ratings)
    text = dump_method(method)
    assert json.loads(text)["rules"]["overall"]["limits"][0]["when"]["children"] == words
    assert load_stored(text) == method


def test_a_rating_may_be_a_childs_as_it_is() -> None:
    """Steps without a step give the child's own rating."""
    method = load_method()
    rule = NodeRule(reading=Steps("domain-3", ()))
    method = attrs.evolve(method, rules=FrozenMap({**method.rules, "overall": rule}))
    assert load_stored(dump_method(method)) == method
    assert json.loads(dump_method(method))["rules"]["overall"] == {"start": "domain-3"}


@pytest.mark.parametrize("write", [dump_method, method_toml])
def test_a_hypothetical_method_is_not_stored(write: Any) -> None:
    """Only sealed methods are written (S5)."""
    with pytest.raises(UnstorableError, match="a hypothetical method is not stored") as caught:
        write(load_method().with_points({"good": "4.5"}))
    assert "points of good from 4 to 9/2" in caught.value.problem


@pytest.mark.parametrize("write", [dump_method, method_toml])
@pytest.mark.parametrize(
    ("changes", "path", "problem"),
    [
        ({"title": " "}, "title", "no method file can say that: must not be empty"),
        ({"title": " padded"}, "", "no method file says what <Method pamms-reference 2> says"),
    ],
)
def test_what_no_file_says_is_not_stored(
    write: Any, changes: dict[str, Any], path: str, problem: str
) -> None:
    """A method made by hand is written only if it would read back the same."""
    with pytest.raises(UnstorableError, match="no method file") as caught:
        write(attrs.evolve(load_method(), **changes))
    assert (caught.value.path, caught.value.problem) == (path, problem)


@pytest.mark.parametrize("ratings", [(), ("excellent", "requires-improvement")])
def test_ratings_with_a_gap_are_not_stored(ratings: tuple[str, ...]) -> None:
    """A condition names a span of ratings, or it cannot be said."""
    with pytest.raises(UnstorableError, match="no method file") as caught:
        dump_method(with_limit(*ratings))
    assert caught.value.path in ("", "rules.overall.limits[0].when.children")


def test_an_edited_method_is_refused() -> None:
    """A method that is not what its digest says is told so; so is one without a digest."""
    method = load_method()
    body = json.loads(dump_method(method))
    for digest in (method.digest, None):
        text = json.dumps({**body, "title": "Another", "digest": digest})
        with pytest.raises(DataFileError, match="digest: must be sha256:") as caught:
            load_stored(text)
        assert [(each.path, each.value) for each in caught.value.mistakes] == [("digest", digest)]


def test_mistakes_are_those_of_a_method_file() -> None:
    """Unknown and missing fields and floats are told with their paths, all at once."""
    body = json.loads(dump_method(load_method()))
    del body["edition"]
    body["points"]["good"] = 4.0
    body["rules"]["overall"]["colour"] = "red"
    body["rules"]["overall"]["limits"][0]["at_most"] = "god"
    with pytest.raises(DataFileError, match="did you mean 'good'") as caught:
        load_stored(json.dumps(body))
    assert {each.path for each in caught.value.mistakes} == {
        "edition",
        "points.good",
        "rules.overall.colour",
        "rules.overall.limits[0].at_most",
    }


def test_another_shape_is_refused() -> None:
    """A question set's document is no method's, whatever else it says."""
    with pytest.raises(DataFileError, match="format: must be 'pamms-core/method'") as caught:
        load_stored('{"format": "pamms-core/question-set", "version": 1}')
    assert [each.path for each in caught.value.mistakes] == ["format"]
