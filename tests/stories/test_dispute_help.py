"""What a reviewer may look at (D2), against rating every combination anew."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from disputing import decide, disputed, reviewed
from playing import rated, rater, small_set

from pamms_core import NOT_ASSESSED, Answer, AnswersMismatchError, Evidence, EvidenceKind, Rater
from pamms_core.policies.words import StageOutcome
from pamms_core.processes.dispute_commands import DecideStage
from pamms_core.processes.dispute_facts import DisputeFacts, Ground
from pamms_core.processes.dispute_help import review_help, what_answers_change
from pamms_core.processes.recorded import RecordedAnswer


def facts_of(letters: str, *codes: str) -> DisputeFacts:
    """Dispute some answers."""
    grounds = [Ground(question=code, text="Not so.") for code in codes]
    found: DisputeFacts = disputed("norfolk", letters, grounds=grounds).facts
    return found


@pytest.mark.parametrize("letters", ["RRRR", "GGGP", "EEEP", "GRGE"])
@pytest.mark.parametrize("codes", [("A01",), ("A01", "B01"), ("A01", "C01", "F01")])
def test_d2_which_answers_could_change_which_ratings(letters: str, codes: tuple[str, ...]) -> None:
    """An answer could change a node just if two full ratings that differ in it alone differ there."""
    facts = facts_of(letters, *codes)
    values = [*small_set().framework.scale, NOT_ASSESSED]
    sheet = facts.sheet.answers(small_set())

    def symbols(**chosen: Any) -> dict[str, str]:
        outcome = rater().rate(sheet.changed(chosen))
        return {code: str(node.rating or node.state) for code, node in outcome.items()}

    for found in what_answers_change(facts, rater()):
        others = [code for code in codes if code != found.question]
        moved = set()
        for rest in product(values, repeat=len(others)):
            fixed = dict(zip(others, rest, strict=True))
            seen = [symbols(**fixed, **{found.question: each}) for each in values]
            moved |= {node for node in seen[0] if len({each[node] for each in seen}) > 1}
        assert set(found.together or ()) == moved
        alone = [symbols(**{found.question: each}) for each in values]
        now = symbols()
        assert {each.code for each in found.alone} == {
            node for node in now if any(each[node] != now[node] for each in alone)
        }


def test_d2_too_many_answers_to_try_together() -> None:
    """Beyond the limit it says that it does not know, and still tells what each changes alone."""
    found = what_answers_change(facts_of("RRRR", "A01", "B01"), rater(), limit=24)
    assert [each.together for each in found] == [None, None]
    assert [each.alone[-1].code for each in found] == ["standard-1", "standard-2"]
    first = found[0].alone[-1]
    assert (first.now, first.others) == (
        "requires-improvement",
        ("poor", "good", "excellent", "nothing assessed"),
    )


def test_d2_evidence_used_twice_and_contradictory() -> None:
    """Evidence under two standards is named, and where it supports a best and a worst rating."""
    scale = small_set().framework.scale
    file = [Evidence(EvidenceKind.CARE_FILE, "CF2")]
    facts = facts_of("GGGG", "A01")
    changes = {
        code: RecordedAnswer.of(Answer(scale[key], "As seen.", file))
        for code, key in (("A01", "excellent"), ("B01", "poor"))
    }
    sheet = facts.sheet.with_answers(changes)
    found = disputed("norfolk", sheet=sheet, grounds=[Ground(question="A01", text="Not so.")]).facts
    helped = review_help(found, rater())
    assert [(each.reference, each.codes) for each in helped.reused] == [("CF2", ("A01", "B01"))]
    assert helped.contradictory == helped.reused
    assert helped.amended.answers == ()


def test_d2_ratings_before_and_after_amendments() -> None:
    """What a decision amended shows in the ratings, side by side."""
    stage = reviewed(disputed("norfolk"), "norfolk")
    amended = DecideStage(outcome=StageOutcome.AMEND, reason="Found.", changes={"A01": rated("G")})
    decide(stage, "norfolk", amended)
    helped = review_help(stage.facts, rater())
    moved = {each.code: (str(each.before), str(each.after)) for each in helped.amended.moved}
    assert moved["standard-1"] == ("Requires Improvement", "Good")


def test_d2_the_raters_set_must_be_the_one_asked() -> None:
    """Another set's rater cannot help."""
    other = Rater(small_set("2"))
    with pytest.raises(AnswersMismatchError, match="edition") as caught:
        review_help(facts_of("RRRR", "A01"), other)
    assert caught.value.reasons


def test_d2_grounds_about_the_process_change_nothing() -> None:
    """A ground that names no question disputes no answer."""
    facts = disputed("norfolk", grounds=[Ground(text="Nobody spoke with us.")]).facts
    assert what_answers_change(facts, rater()) == ()
