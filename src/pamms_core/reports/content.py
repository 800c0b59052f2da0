"""What a report says, before it is written in any format.

Both the Markdown and the HTML are readings of these values, so they cannot
say different things. The texts are as recorded: each format escapes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs

if TYPE_CHECKING:
    from pamms_core.rating.method import NodeKind

__all__ = [
    "Body",
    "Entry",
    "Fact",
    "Meanings",
    "Note",
    "Notes",
    "Part",
    "Parts",
    "RatingText",
    "Ratings",
    "Report",
    "Row",
    "Section",
]


@attrs.frozen(kw_only=True)
class RatingText:
    """A rating as it is shown: in words, and in stars where the scale has them (S6).

    >>> good = RatingText(label="Good", stars=4, most_stars=5)
    >>> good.picture, good.words
    ('★★★★☆', '4 of 5 stars')
    """

    label: str
    stars: int | None = None
    most_stars: int = 0
    """The stars of the scale's best rating."""
    tone: int | None = None
    """The place on the scale from 0, worst, to 3, best, for a colour that only supports the words."""

    @property
    def picture(self) -> str:
        """Full and empty stars, or nothing where the rating has none."""
        return "" if self.stars is None else "★" * self.stars + "☆" * (self.most_stars - self.stars)

    @property
    def words(self) -> str:
        """The stars in words, for those who listen to the report."""
        return "" if self.stars is None else f"{self.stars} of {self.most_stars} stars"


@attrs.frozen(kw_only=True)
class Row:
    """One line of the ratings: the service overall, a domain or a standard."""

    code: str
    kind: NodeKind
    """The kind that it is shown as."""
    name: str
    rating: RatingText
    score: str
    """The score as a decimal number, empty where nothing is assessed."""
    exact: str
    """The same as a fraction."""
    percentage: str
    """The score as a share of the highest points."""
    assessed: str
    """The share of the weight below that has a rating."""
    decided_by: str
    """The score band or other reading, the limits that acted, or why there is no rating."""
    noted: bool
    """Whether a note says more about what decided it."""


@attrs.frozen(kw_only=True)
class Note:
    """Something to know about one thing."""

    title: str
    sentences: tuple[str, ...]
    code: str = ""
    """The code of the node it is about, if it is about one."""


@attrs.frozen(kw_only=True)
class Entry:
    """A question and what was recorded about it (S9)."""

    code: str
    text: str
    asked: str
    """In which section it is asked, and how much it counts."""
    critical: bool
    rating: RatingText
    comment: str
    evidence: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Part:
    """A standard with all its questions."""

    row: Row
    sentences: tuple[str, ...]
    """How its rating came about."""
    entries: tuple[Entry, ...]


@attrs.frozen
class Fact:
    """A name and what stands behind it."""

    name: str
    value: str


@attrs.frozen
class Ratings:
    """The table of ratings, overall first, then each domain with its standards."""

    rows: tuple[Row, ...]
    caption: str

    @property
    def bare(self) -> bool:
        """Whether it tells ratings only, and nothing of how they came about."""
        return not any(row.score or row.assessed or row.decided_by for row in self.rows)


@attrs.frozen(kw_only=True)
class Notes:
    """A list of notes."""

    notes: tuple[Note, ...]
    introduction: str = ""
    """What to say before them if there are some."""
    otherwise: str = ""
    """What to say if there are none."""


@attrs.frozen
class Parts:
    """All standards in detail."""

    parts: tuple[Part, ...]


@attrs.frozen
class Meanings:
    """What each rating means, best first (S6)."""

    meanings: tuple[tuple[RatingText, str], ...]


Body: TypeAlias = Ratings | Notes | Parts | Meanings
"""What can stand in a section."""


@attrs.frozen(kw_only=True)
class Section:
    """A headed part of the report."""

    id: str
    title: str
    body: Body


@attrs.frozen(kw_only=True)
class Report:
    """A whole report, ready to be written in a format."""

    kind: str
    """``Summary report`` or ``Full report``, or ``Hypothetical summary report`` and so on."""
    subject: str
    """What was assessed."""
    notices: tuple[Note, ...]
    """What a reader must know before anything else."""
    overall: Row | None
    """The topmost node, if there is one alone."""
    hypothetical: bool = False
    """Whether it reports a what-if (S5)."""
    facts: tuple[Fact, ...]
    """Where the ratings come from, and what the host recorded with the answers."""
    sections: tuple[Section, ...]

    @property
    def overall_title(self) -> str:
        """What the topmost node's rating is called."""
        return "Hypothetical overall rating" if self.hypothetical else "Overall rating"

    @property
    def title(self) -> str:
        """The report's title in one line."""
        return f"{self.kind}: {self.subject}"
