"""Reports as Markdown: readable as they are, and safe with any text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
import pytest
from markdown_it import MarkdownIt

from pamms_core import Answer, Evidence, EvidenceKind, load_answers, rate
from pamms_core._frozen import FrozenMap
from pamms_core.reports import full_markdown, summary_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it.token import Token

    from pamms_core import Outcome, QuestionSet

OURS: Final = {"text", "strong_open", "strong_close", "softbreak", "hardbreak"}
BLOCKS: Final = {"inline", "heading", "paragraph", "blockquote", "bullet_list", "list_item"}
CELLS: Final = {"table", "thead", "tbody", "tr", "th", "td"}
HOSTILE: Final = (
    "<script>alert(1)</script>",
    "a | b \\| c",
    "*bold* _it_ **both** __both__ ~~gone~~",
    "`code` ``code``",
    "[link](https://example.org) ![image](x.png) [^1]",
    "<https://example.org>",
    "&lt;b&gt; &amp; &#42; A & B",
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "2) item",
    "> quote",
    "---",
    "===",
    "    indented",
    "```\nfence\n```",
    "~~~\nfence",
    "ends with \\",
    "\\*",
    "$x$ {{ y }} {role}`z`",
    "first\n# second\n- third\n\n| a | b |\n|---|---|",
    "::: directive\n% comment",
    "[label]: https://example.org",
)


def tokens(text: str) -> Iterator[Token]:
    """Parse Markdown with tables, and go through all tokens."""
    for token in MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(text):
        yield token
        yield from token.children or ()


def foreign(text: str) -> set[str]:
    """Return the types of token that no report of ours has."""
    types = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens(text)}
    return types - BLOCKS - CELLS - {each.removesuffix("_open").removesuffix("_close") for each in OURS}


def shown(text: str) -> str:
    """Return the text a reader sees, with every break as a space."""
    words = (token.content if token.type == "text" else " " for token in tokens(text))
    return " ".join("".join(words).split())


@pytest.fixture(scope="module")
def good(full_set: QuestionSet) -> Outcome:
    """A shipped assessment."""
    return rate(full_set, load_answers("solid-good", full_set))


@pytest.mark.parametrize("write", [summary_markdown, full_markdown])
def test_a_report_is_made_of_few_kinds_of_markup(good: Outcome, write: Callable[[Outcome], str]) -> None:
    """Headings, paragraphs, lists, one table, strong text; no HTML."""
    assert foreign(write(good)) == set()


@pytest.mark.parametrize("write", [summary_markdown, full_markdown])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(
    make_set: Callable[..., QuestionSet],
    make_outcome: Callable[..., Outcome],
    write: Callable[[Outcome], str],
    hostile: str,
) -> None:
    """Title, details, comments and evidence neither format the report nor are changed."""
    outcome = make_outcome(make_set({"A01": (1, 1), "B01": (2, 1)}), "GG")

    def written(text: str) -> str:
        """Write a report that says one text everywhere."""
        evidence = (Evidence(EvidenceKind.RECORD, text, text),)
        sheet = outcome.answers.changed({"A01": Answer(None, text, evidence)})
        details = FrozenMap({"note": f"{text} (fictitious)", "what": text})
        return write(outcome.rater.rate(attrs.evolve(sheet, title=text, details=details)))

    assert foreign(written(hostile)) == set()
    assert written(hostile).count("\n## ") == written("plain").count("\n## ")
    typed = " ".join(hostile.split())
    counted = shown(written(hostile)).count(typed)
    assert counted == (3 if write is summary_markdown else 6)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_name_of_a_detail_stays_text(
    make_set: Callable[..., QuestionSet], make_outcome: Callable[..., Outcome], hostile: str
) -> None:
    """The host's own names are no more trusted than what assessors type."""
    outcome = make_outcome(make_set({"A01": (1, 1)}), "G")
    details = FrozenMap({hostile: "plain", f"{hostile} fictitious": "plain"})
    text = summary_markdown(outcome.rater.rate(attrs.evolve(outcome.answers, details=details)))
    assert foreign(text) == set()


def test_the_table_has_a_line_for_every_part(good: Outcome) -> None:
    """Each with six cells, the stars also in words."""
    types = [token.type for token in tokens(summary_markdown(good))]
    assert (types.count("tr_open"), types.count("td_open")) == (23, 22 * 6)
    assert "| **Overall** | Good ★★★★☆ (4 of 5 stars) | " in summary_markdown(good)


def test_notices_come_before_the_rating(good: Outcome) -> None:
    """What a reader must know is a quotation at the top."""
    text = summary_markdown(good)
    assert text.startswith("# Summary report: Example House\n\n> **Fictitious.** ")
    assert text.index("> **Reference weights, not official.**") < text.index("**Overall rating: Good")


def test_the_full_report_has_every_question_with_what_was_recorded(good: Outcome) -> None:
    """Under a heading of its own, in the order of standards."""
    text = full_markdown(good)
    headings = [line for line in text.splitlines() if line.startswith("#### ")]
    assert len(headings) == len(good.question_set)
    assert headings[0].startswith("#### A01 ")
    assert shown(text).count(" ".join(good.answers["A01"].comment.split())) == 1
    assert "; critical.\n" in text


def test_a_comment_keeps_its_lines_and_nothing_recorded_is_said(good: Outcome) -> None:
    """Line ends are hard breaks inside the list; empty lines are left out."""
    sheet = good.answers.changed({"A01": Answer(None, "one\n\n  two"), "A02": Answer()})
    text = full_markdown(good.rater.rate(sheet))
    assert "- **Comment:** one\\\n  two\n- **Evidence:** none\n" in text
    assert "- **Rating:** Not answered\n- **Comment:** none\n- **Evidence:** none\n" in text


def test_an_empty_sheet_is_a_report_too(good: Outcome) -> None:
    """Nothing assessed has no score, and no remark on evidence has an introduction."""
    empty = good.rater.rate(attrs.evolve(good.answers, entries=FrozenMap({})))
    text = full_markdown(empty)
    assert "| **Overall** | No rating | none | none | 0.0% | Nothing assessed |" in text
    assert "## Evidence used for more than one standard\n\nNo evidence is used" in text
    assert "**Overall rating: No rating.** Nothing assessed." in text
