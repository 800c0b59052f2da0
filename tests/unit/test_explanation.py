"""How a node came to its rating, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

from pamms_core import Explanation, Outcome, QuestionSet, load_answers, rate

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core import Framework, Method

    SetMaker = Callable[..., QuestionSet]
    OutcomeMaker = Callable[..., Outcome]
    MethodMaker = Callable[..., Method]

ROWS = {"A01": (1, 1, True), "A02": (1, 9), "A03": (2, 10), "A04": (3, 20)}


@pytest.fixture
def told(make_set: SetMaker, make_outcome: OutcomeMaker) -> Callable[..., str]:
    """Return what explains a node of the small set, as text."""

    def tell(letters: str, code: str, rows: dict[str, Any] = ROWS) -> str:
        return str(make_outcome(make_set(rows), letters).explain(code))

    return tell


SOURCE = "Source of this rule: ours; S8 for questions that are not assessed."


def test_a_rating_by_its_score_alone(told: Callable[..., str]) -> None:
    """Result, share, score, band and source are told in this order, one sentence each."""
    assert told("GEGR", "standard-1") == (
        "Standard 1, Respecting and involving service users, is rated Excellent.\n"
        "2 questions below, 10 of 10 of their weight assessed.\n"
        "Score: 49 points over a weight of 10 is 49/10, or 4.90 (98.0% of the highest points).\n"
        "By its score alone it is Excellent: Excellent begins at 4.50.\n"
        f"{SOURCE}"
    )


@pytest.mark.parametrize(
    ("letter", "sentence"),
    [
        ("E", "By its score alone it is Excellent: Excellent begins at 4.50."),
        ("G", "By its score alone it is Good: Good begins at 3.50 and Excellent begins at 4.50."),
        (
            "R",
            (
                "By its score alone it is Requires Improvement: "
                "Requires Improvement begins at 2.00 and Good begins at 3.50."
            ),
        ),
        ("P", "By its score alone it is Poor: Requires Improvement begins at 2.00."),
    ],
)
def test_each_band_is_told_with_the_next_better(
    told: Callable[..., str], letter: str, sentence: str
) -> None:
    """The sentence says where the earned rating begins and how far the next one is."""
    assert sentence in told(letter * 4, "standard-2").splitlines()


def test_a_limit_that_acts(told: Callable[..., str]) -> None:
    """A limit that acts says what it counted and what it makes of the rating."""
    assert told("PEEE", "standard-1").splitlines()[3:5] == [
        "By its score alone it is Excellent: Excellent begins at 4.50.",
        (
            "Limit critical-poor: at most Requires Improvement, because 1 critical question is rated"
            " Poor. That makes it Requires Improvement. Source: ours."
        ),
    ]


def test_limits_that_hold_without_acting(told: Callable[..., str]) -> None:
    """A limit that holds and makes no difference says so; one that does not hold is silent."""
    lines = told("PRPP", "overall").splitlines()
    assert lines[0] == "The service overall is rated Poor."
    assert [line.partition(":")[0] for line in lines[4:-1]] == [
        "Limit critical-poor",
        "Limit two-parts-poor",
        "Limit a-part-poor",
        "Limit a-part-requires-improvement",
        "Limit no-part-excellent",
        "Limit no-part-good",
        "Limit all-parts-poor",
    ]
    assert all("It makes no difference here." in line for line in lines[4:-1])
    assert "because 2 domains are rated Poor." in lines[5]
    assert "because 2 domains are rated Requires Improvement or worse." in lines[7]
    assert "because no domain is rated Excellent." in lines[8]
    assert "because no domain is rated Good or better." in lines[9]


def test_children_are_called_what_they_are(told: Callable[..., str]) -> None:
    """A domain's limits count standards, one of them in the singular."""
    text = told("EEPE", "domain-1", {**ROWS, "A03": (2, 1)})
    assert "because 1 standard is rated Poor. That makes it Requires Improvement." in text
    assert "because 1 standard is rated Requires Improvement or worse. It makes no" in text


def test_nothing_assessed(told: Callable[..., str]) -> None:
    """Without any rating there is no score and no band to tell of."""
    assert told("EEEN", "domain-2") == (
        "Domain 2, Personalised care and support, has no rating: nothing assessed.\n"
        "1 question below, 0 of 20 of their weight assessed.\n"
        f"{SOURCE}"
    )


def test_too_little_assessed(told: Callable[..., str]) -> None:
    """Where too little is assessed, the share that is needed and the score are told, but no band."""
    assert told("ENNN", "overall") == (
        "The service overall has no rating: too little assessed.\n"
        "4 questions below, 1 of 40 of their weight assessed, where at least 50.0% is needed.\n"
        "Score: 5 points over a weight of 1 is 5, or 5.00 (100.0% of the highest points).\n"
        f"{SOURCE}"
    )


def test_unanswered_questions_make_a_rating_partial(told: Callable[..., str]) -> None:
    """How many questions wait is told; only a rating is called partial."""
    waiting = "39 of 40 of their weight assessed; 1 not answered yet, so the rating is partial."
    assert f"4 questions below, {waiting}" in told("-EEE", "overall").splitlines()
    waiting = "0 of 40 of their weight assessed; 4 not answered yet."
    assert f"4 questions below, {waiting}" in told("----", "overall").splitlines()


def test_critical_questions_without_a_rating_are_named(told: Callable[..., str]) -> None:
    """Critical questions set aside or not answered yet are named."""
    rows = {**ROWS, "A03": (2, 10, True)}
    assert "Critical questions without a rating: A01, A03." in told("NE-E", "overall", rows).splitlines()
    assert "Critical" not in told("EENE", "standard-1", rows)


def test_a_localitys_labels_and_titles_are_used(
    make_set: SetMaker, make_outcome: OutcomeMaker, framework: Framework
) -> None:
    """S1, S7: sentences speak the locality's words."""
    local = attrs.evolve(
        framework.titled("lancashire"), scale=framework.scale.relabelled({"good": "Compliant"})
    )
    text = str(make_outcome(make_set({"A01": (15, 1)}, local), "G").explain("standard-15"))
    assert text.startswith("Standard 15, Complaints, is rated Compliant.\n")
    assert "Compliant begins at 3.50 and Excellent begins at 4.50." in text


def test_a_method_without_sources(
    make_set: SetMaker, make_outcome: OutcomeMaker, own_method: MethodMaker
) -> None:
    """A rule or limit without a source says so or stays silent; questions are counted as questions."""
    limits = [
        {"id": "few", "at_most": "poor", "when": {"children": "good or better", "at_most": 1}},
        {"id": "any", "at_most": "poor", "when": {"children": "poor or better", "at_least": 1}},
    ]
    method = own_method("3 2 1 0", "8/3 5/3 2/3", standard={"limits": limits})
    outcome = make_outcome(make_set({"A01": (1, 1), "A02": (1, 2)}), "ER", method)
    assert outcome.explain("standard-1").sentences == (
        "Standard 1, Respecting and involving service users, is rated Poor.",
        "2 questions below, 3 of 3 of their weight assessed.",
        "Score: 5 points over a weight of 3 is 5/3, or 1.67 (55.6% of the highest points).",
        "By its score alone it is Good: Good begins at 1.67 and Excellent begins at 2.67.",
        "Limit few: at most Poor, because 1 question is rated Good or better. That makes it Poor.",
        "Limit any: at most Poor, because 2 questions are rated Excellent or worse. That makes it Poor.",
        "Source of this rule: not stated.",
    )


def test_a_method_without_points_above_zero(
    make_set: SetMaker, make_outcome: OutcomeMaker, own_method: MethodMaker
) -> None:
    """Where no rating has points above 0, the score is told without a percentage."""
    method = own_method("0 -1 -2 -3", "0 -1 -2")
    sentences = make_outcome(make_set({"A01": (1, 1)}), "G", method).explain().sentences
    assert "Score: -1 points over a weight of 1 is -1, or -1.00." in sentences


def test_an_explanation_is_text_sentences_and_data(full_set: QuestionSet) -> None:
    """An explanation prints one sentence a line and keeps the node's record."""
    outcome = rate(full_set, load_answers("poor-management", full_set))
    explanation = outcome.explain("domain-5")
    assert isinstance(explanation, Explanation)
    assert str(explanation).splitlines() == list(explanation.sentences)
    assert explanation.sentences[0] == "Domain 5, Quality of management, is rated Poor."
    assert explanation.data in outcome.record().nodes
    assert repr(explanation) == f"<Explanation of domain-5: {len(explanation.sentences)} sentences>"


def test_every_node_of_an_example_explains_itself(full_set: QuestionSet) -> None:
    """No sentence of any node is empty, unfinished or doubled."""
    outcome = rate(full_set, load_answers("poor-management", full_set))
    for code in outcome:
        sentences = outcome.explain(code).sentences
        assert all(sentence.endswith(".") and not sentence.endswith("..") for sentence in sentences)
        assert len(set(sentences)) == len(sentences)
        assert len(sentences) >= 5


def test_domains_that_are_not_shown_are_groups_of_standards(full_set: QuestionSet) -> None:
    """S1: where no domains are shown, what they decide is told by their standards."""
    outcome = rate(full_set, load_answers("poor-management", full_set))
    shown, hidden = outcome.explain().sentences, outcome.titled("wirral").explain().sentences
    (groups,) = (each for each in hidden if each.startswith("Standards are rated in groups"))
    assert groups.startswith("Standards are rated in groups on the way: 1, 2 Good; 3, 4, 5 Good; 6, 7,")
    assert groups.endswith("; 14, 15, 16 Poor.")
    assert not [each for each in hidden if "domain" in each.casefold()]
    assert len(hidden) == len(shown) + 1
    assert any("because 1 group of standards is rated Poor" in each for each in hidden)
    assert any("because 3 groups of standards are rated" in each for each in hidden)
    below = outcome.titled("wirral").explain("standard-14").sentences
    assert below == outcome.explain("standard-14").sentences
