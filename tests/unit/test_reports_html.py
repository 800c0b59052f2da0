"""The pages: well-formed, accessible, self-contained, and safe with any text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import attrs
import pytest

from pamms_core import Answer, Evidence, EvidenceKind, Outcome, load_answers, rate
from pamms_core._frozen import FrozenMap
from pamms_core.reports import full_html, summary_html
from pamms_core.reports.html import outcome_table
from pamms_core.reports.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pamms_core import QuestionSet

VOID: Final = {"meta"}
HOSTILE: Final = "</style></td><script>alert('1')</script><img src=x onerror=\"a\">&lt;b&gt; {x} | *y*"


@attrs.define
class Element:
    """An element with what is in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Element] = attrs.field(factory=list)
    texts: list[str] = attrs.field(factory=list)

    def all(self, *tags: str) -> Iterator[Element]:
        """Go through the elements below in document order, of some tags or all."""
        for child in self.children:
            if not tags or child.tag in tags:
                yield child
            yield from child.all(*tags)

    @property
    def text(self) -> str:
        """All text below."""
        return " ".join([*self.texts, *(text for each in self.all() for text in each.texts)])


class Reader(HTMLParser):
    """Reads a page into a tree and insists that every element is closed in order."""

    def __init__(self) -> None:
        """Begin with an empty document."""
        super().__init__()
        self.open = [Element("document", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.open[-1].texts.append(data)


def read(page: str) -> Element:
    """Read a page and check that all is closed."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    (document,) = reader.open
    return document


@pytest.fixture(scope="module", params=["solid-good", "poor-management", "hostile", "empty"])
def outcome(request: pytest.FixtureRequest, full_set: QuestionSet) -> Outcome:
    """Two shipped assessments, one with hostile text everywhere, and one with nothing in it."""
    sheet = load_answers("solid-good", full_set)
    if request.param == "hostile":
        evidence = (Evidence(EvidenceKind.RECORD, HOSTILE, HOSTILE),)
        entries = {code: Answer(each.rating, HOSTILE, evidence) for code, each in sheet.items()}
        details = FrozenMap({HOSTILE: HOSTILE, "note": f"fictitious {HOSTILE}"})
        sheet = attrs.evolve(sheet, title=HOSTILE, details=details, entries=FrozenMap(entries))
    elif request.param == "empty":
        sheet = attrs.evolve(sheet, entries=FrozenMap({}))
    else:
        sheet = load_answers(request.param, full_set)
    return rate(full_set, sheet)


@pytest.fixture(scope="module", params=[summary_html, full_html])
def page(request: pytest.FixtureRequest, outcome: Outcome) -> str:
    """Each kind of page for each outcome."""
    written: str = request.param(outcome)
    return written


@pytest.fixture(scope="module")
def document(page: str) -> Element:
    """Read each page once."""
    return read(page)


def test_a_page_needs_nothing_from_anywhere(document: Element) -> None:
    """No script, no image, no link but to a place in the page, and a policy that says so."""
    elements = list(document.all())
    assert not {each.tag for each in elements} & {"script", "img", "link", "iframe", "object", "svg"}
    names = {name for each in elements for name in each.attributes}
    assert not names & {"src", "srcset", "action", "style"}
    assert not any(name.startswith("on") for name in names)
    assert all(each.attributes["href"].startswith("#") for each in document.all("a"))
    (style,) = document.all("style")
    assert not re.search(r"url\(|@import|</", style.text)
    policies = [each for each in document.all("meta") if "http-equiv" in each.attributes]
    assert policies[0].attributes["content"].startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_a_page_says_its_language_and_title(document: Element, outcome: Outcome) -> None:
    """So that it is read aloud in English, and found among open pages."""
    (html,) = document.all("html")
    assert html.attributes["lang"] == "en-GB"
    (title,) = document.all("title")
    assert title.text.endswith(outcome.answers.title)


def test_headings_are_in_order(document: Element) -> None:
    """One h1, and no level is skipped on the way down."""
    levels = [int(each.tag[1]) for each in document.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_every_link_leads_somewhere(document: Element) -> None:
    """Ids are unique, and every link and label names one."""
    ids = [each.attributes["id"] for each in document.all() if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    targets = {each.attributes["href"].removeprefix("#") for each in document.all("a")}
    labels = {each.attributes.get("aria-labelledby", ids[0]) for each in document.all()}
    assert targets | labels <= set(ids)


def test_the_first_link_skips_to_the_report(document: Element) -> None:
    """A keyboard reaches the report at once."""
    first = next(document.all("a"))
    assert (first.text, first.attributes["href"]) == ("Skip to the report", "#main")


def test_tables_have_captions_and_scoped_headers(document: Element) -> None:
    """Also their roles, which a phone's layout would otherwise lose."""
    for table in document.all("table"):
        (caption,) = table.all("caption")
        assert caption.text.strip()
        assert all(each.attributes["scope"] in ("col", "row") for each in table.all("th"))
        roles = {each.tag: each.attributes.get("role") for each in (table, *table.all())}
        assert (roles["table"], roles["tr"], roles["td"]) == ("table", "row", "cell")
        (head,) = table.all("thead")
        columns = len(list(head.all("th")))
        assert all(len(row.children) == columns for row in table.all("tr"))


def test_stars_are_seen_and_heard(document: Element, page: str) -> None:
    """The picture is hidden from listeners, who hear its words instead."""
    pictures = [each for each in document.all("span") if "★" in "".join(each.texts)]
    assert pictures
    assert all(each.attributes["aria-hidden"] == "true" for each in pictures)
    assert page.count("aria-hidden") == page.count(" stars</span>")


def test_a_rating_is_never_told_by_colour_alone(document: Element) -> None:
    """Whatever is coloured by a rating holds its words."""
    coloured = [each for each in document.all() if "tone-" in each.attributes.get("class", "")]
    assert coloured
    words = ("Excellent", "Good", "Requires Improvement", "Poor", "No rating", "Not a")
    assert all(any(word in each.text for word in words) for each in coloured)


def test_hostile_text_stays_text(full_set: QuestionSet) -> None:
    """Title, details, comment and evidence are shown as typed."""
    entries = FrozenMap({"A01": Answer(None, HOSTILE, (Evidence(EvidenceKind.RECORD, HOSTILE),))})
    empty = attrs.evolve(load_answers("solid-good", full_set), entries=entries)
    sheet = attrs.evolve(empty, title=HOSTILE, details=FrozenMap({HOSTILE: HOSTILE}))
    document = read(full_html(rate(full_set, sheet)))
    for tag, times in (("title", 1), ("h1", 1), ("dt", 1), ("dd", 1), ("li", 1)):
        found = [each for each in document.all(tag) if HOSTILE in "".join(each.texts)]
        assert len(found) == times
    (comment,) = (each for each in document.all("p") if each.attributes.get("class") == "comment")
    assert "".join(comment.texts) == HOSTILE


def test_a_comment_keeps_its_lines(full_set: QuestionSet) -> None:
    """The page shows line ends where they were typed."""
    sheet = load_answers("solid-good", full_set).changed({"A01": Answer(None, "one\r\ntwo")})
    assert '<p class="comment">one\ntwo</p>' in full_html(rate(full_set, sheet))
    assert ".comment { white-space: pre-line; }" in STYLE


def test_a_critical_question_is_tagged_in_words(full_set: QuestionSet) -> None:
    """One tag for each critical question."""
    page = full_html(rate(full_set, load_answers("solid-good", full_set)))
    critical = sum(question.critical for question in full_set)
    assert page.count('<span class="tag">Critical</span>') == critical > 0


def test_a_limit_that_acted_is_linked_to_its_note(
    make_set: Callable[..., QuestionSet], make_outcome: Callable[..., Outcome]
) -> None:
    """From the table of ratings to the explanation."""
    outcome = make_outcome(make_set({"A01": (1, 9), "A02": (1, 1, True)}), "GP")
    document = read(summary_html(outcome))
    link = next(each for each in document.all("a") if "critical-poor" in each.text)
    (note,) = (each for each in document.all("li") if each.attributes.get("id") == "note-standard-1")
    assert link.attributes["href"] == "#note-standard-1"
    assert "because 1 critical question is rated Poor" in note.text


def test_nothing_assessed_is_a_page_too(full_set: QuestionSet) -> None:
    """An empty sheet has no score to show, and says so."""
    empty = attrs.evolve(load_answers("solid-good", full_set), entries=FrozenMap({}))
    page = summary_html(rate(full_set, empty))
    assert '<p class="basis">Decided by: Nothing assessed.</p>' in page
    assert "Partial rating" in page


def test_a_notebook_shows_a_small_table(outcome: Outcome) -> None:
    """Balanced, captioned, with inline styles only, and in the notebook's own colours."""
    (table,) = read(outcome._repr_html_()).children
    assert table.tag == "table"
    (caption,) = table.all("caption")
    assert outcome.answers.title in caption.text
    assert not list(table.all("style", "script", "img"))
    assert all(each.attributes["scope"] in ("col", "row") for each in table.all("th"))
    assert len(list(table.all("tr"))) == 23
    assert not re.search(r"[^-]color:(?!inherit)|background", outcome._repr_html_().replace(HOSTILE, ""))


def test_a_notebook_says_what_the_ratings_rest_on(
    make_set: Callable[..., QuestionSet], make_outcome: Callable[..., Outcome]
) -> None:
    """Set and method, whether they are official, and whether answers are missing."""
    small = make_set({"A01": (1, 1), "A02": (1, 1)})
    assert "small 1, pamms-reference 2, reference weights, not official, partial)" in outcome_table(
        make_outcome(small, "G-")
    )
    complete = make_outcome(small, "GG")
    local = attrs.evolve(complete.method, status="local")
    assert "small 1, pamms-reference 2)" in outcome_table(make_outcome(small, "GG", local))
