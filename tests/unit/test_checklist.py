"""Checklists to print: every question with its boxes, under its section."""

from __future__ import annotations

import pytest

from pamms_core import QuestionSet, find_questions, load_set, shipped_sets
from pamms_core.reports import checklist_html, checklist_markdown


@pytest.fixture(scope="module", params=shipped_sets())
def question_set(request: pytest.FixtureRequest) -> QuestionSet:
    """Load each shipped set."""
    return load_set(request.param)


def test_every_question_has_a_box_for_every_rating(question_set: QuestionSet) -> None:
    """Both forms ask every question once, in order, with the region's own labels and N/A."""
    text, page = checklist_markdown(question_set), checklist_html(question_set)
    heads = [line.split()[1] for line in text.splitlines() if line.startswith("### ")]
    assert heads == [each.code for each in question_set]
    for rating in question_set.framework.scale:
        assert text.count(f"- [ ] **{rating.label}**: ") == len(question_set)
        assert page.count(f"</span> {rating.label}</span>") == len(question_set)
    assert text.count("- [ ] **N/A**") == page.count("</span> N/A</span>") == len(question_set)
    assert text.count("\nCritical. Standard ") == sum(each.critical for each in question_set)


def test_it_says_what_it_is(question_set: QuestionSet) -> None:
    """Edition, digest, that it is no official set, and what it leaves out and why."""
    for text in (checklist_markdown(question_set), checklist_html(question_set)):
        assert question_set.digest in text
        assert "reference set, not official" in text
        assert text.count("is left out: ") == len(question_set.left_out)
        assert all(f"Standard {each.standard} is left out" in text for each in question_set.left_out)


def test_some_questions_make_a_shorter_checklist(question_set: QuestionSet) -> None:
    """Sections of which nothing was chosen are left out, and guidance may be too."""
    some = find_questions(question_set, section="C")
    for write in (checklist_markdown, checklist_html):
        text = write(question_set, some, guidance=False)
        assert "Section C: " in text
        assert "Section D: " not in text
        assert question_set["C03"].guidance["poor"][:20] not in text
        assert f"{len(some)} of its {len(question_set)} questions" in text
        assert f"None of its {len(question_set)} questions" in write(question_set, iter(()))
        assert "of its" not in write(question_set, iter(question_set))


def test_a_what_if_is_marked(question_set: QuestionSet) -> None:
    """S5: a set under other weights says so on its checklist."""
    first = question_set.questions[0]
    varied = question_set.with_weights({first.code: first.weight + 1})
    for text in (checklist_markdown(varied), checklist_html(varied)):
        assert "Hypothetical" in text
        assert f"weight of {first.code} from" in text
