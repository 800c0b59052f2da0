"""Compare two outcomes: what differs in what went in, and what moved because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core._display import counted
from pamms_core.errors import UnknownNameError
from pamms_core.rating.differences import answer_differences, method_differences, set_differences
from pamms_core.rating.node_change import node_change
from pamms_core.rating.walk import shown_nodes
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pamms_core.rating.node_change import NodeChange
    from pamms_core.rating.outcome import Outcome

__all__ = ["Comparison", "compare"]


@attrs.frozen(kw_only=True, repr=False)
class Comparison:
    """Two outcomes side by side: what differs in what went in, and which nodes moved.

    >>> from pamms_core import compare, load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> answers = load_answers("solid-good", question_set)
    >>> compare(
    ...     rate(question_set, answers), rate(question_set.with_weights({"A01": 5}), answers)
    ... ).question_set
    ('weight of A01 from 3 to 5',)
    """

    before: Outcome
    after: Outcome
    answers: tuple[str, ...]
    """How the answers differ; comments and evidence are not looked at, because nothing rests on them."""
    question_set: tuple[str, ...]
    """How the question sets differ."""
    method: tuple[str, ...]
    """How the methods differ."""
    nodes: tuple[NodeChange, ...]
    """Every node of either outcome that is shown, from the top down."""

    @property
    def moved(self) -> tuple[NodeChange, ...]:
        """The nodes whose rating, state, score or acting limits differ."""
        return tuple(each for each in self.nodes if each.moved)

    @property
    def tops(self) -> tuple[NodeChange, ...]:
        """The topmost nodes, whether they moved or not."""
        codes = {node.code for each in (self.before, self.after) for node in each.tops}
        return tuple(each for each in self.nodes if each.code in codes)

    @property
    def hypothetical(self) -> tuple[str, ...]:
        """The changes that make either outcome a what-if; none where both are sealed (S5)."""
        return tuple(dict.fromkeys((*self.before.hypothetical, *self.after.hypothetical)))

    @property
    def inputs(self) -> Mapping[str, tuple[str, ...]]:
        """What differs in what went in, by what it is; supposed answers are named as such already."""
        supposed = self.after.supposed == self.answers
        return {
            "Answers": () if supposed else self.answers,
            "Question set": self.question_set,
            "Method": self.method,
        }

    def rows(self) -> tuple[dict[str, object], ...]:
        """Return a plain row for each node, such as a dataframe is made of.

        >>> from pamms_core import Rater, load_answers, load_set
        >>> rater = Rater(load_set("east-of-england-accommodation"))
        >>> answers = load_answers("poor-management", rater.question_set)
        >>> row = rater.change(answers, {"F01": "poor"}).rows()[3]
        >>> row["node"], row["before"], row["after"], row["score_by"]
        ('standard-2', 'good', 'requires-improvement', Fraction(-6, 29))
        """
        return tuple(map(_row, self.nodes))

    def __getitem__(self, code: str) -> NodeChange:
        """Return a node by its code, or raise UnknownNameError."""
        for node in self.nodes:
            if node.code == code:
                return node
        raise UnknownNameError("node", code, (node.code for node in self.nodes))

    @property
    def sentences(self) -> tuple[str, ...]:
        """The comparison in words."""
        return tuple(_sentences(self))

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def __repr__(self) -> str:
        name = self.after.answers.title or self.after.answers.set_id
        tops = ", ".join(map(_top, self.tops))
        moved = f"{len(self.moved)} of {counted(len(self.nodes), 'node')} moved"
        varied = f"; {named(self.hypothetical)}" if self.hypothetical else ""
        return f"<Comparison of {name!r}: {tops}; {moved}{varied}>"

    def _repr_html_(self) -> str:
        from pamms_core.reports.comparison import comparison_table

        return comparison_table(self)


def _top(change: NodeChange) -> str:
    one, other = (str(each or "none") for each in (change.before, change.after))
    return one if one == other else f"{one} to {other}"


def _sentences(comparison: Comparison) -> Iterator[str]:
    for when, outcome in (("before", comparison.before), ("after", comparison.after)):
        if outcome.hypothetical:
            yield f"{named(outcome.hypothetical, f'Hypothetical {when}')}."
    for called, differences in comparison.inputs.items():
        if differences:
            yield f"{called}: {'; '.join(differences)}."
    if not (comparison.answers or comparison.question_set or comparison.method):
        yield "The same answers, question set and method."
    yield from map(str, comparison.moved)
    if not comparison.moved:
        yield "No rating, score or acting limit differs."


def _row(change: NodeChange) -> dict[str, object]:
    sides = {"before": change.before, "after": change.after}
    found: dict[str, object] = {"node": str(change.code), "name": change.name}
    for side, standing in sides.items():
        found[side] = None if standing is None else standing.symbol
        found[f"score_{side}"] = None if standing is None else standing.score
    return found | {
        "rating_by": change.rating_by,
        "score_by": change.score_by,
        "limits_came": change.limits_came,
        "limits_went": change.limits_went,
        "moved": change.moved,
    }


def compare(before: Outcome, after: Outcome) -> Comparison:
    """Compare two outcomes: of two sheets, under two sets or editions, or by two methods.

    Scores are subtracted where they count the same points: by one method or its
    variation, or by two with the same points.

    >>> from pamms_core import compare, load_answers, load_set, rate
    >>> question_set = load_set("east-of-england-accommodation")
    >>> answers = load_answers("poor-management", question_set)
    >>> varied = question_set.with_weights({"F01": 30})
    >>> comparison = compare(rate(question_set, answers), rate(varied, answers))
    >>> print(comparison.moved[2])
    Standard 2, Consent (hypothetical): from Good to Requires Improvement; score down by 243/812 \
from 3.62 to 3.32.
    """
    nodes = {node.code: node for outcome in (before, after) for node in shown_nodes(outcome)}
    return Comparison(
        before=before,
        after=after,
        answers=tuple(answer_differences(before.answers, after.answers)),
        question_set=tuple(set_differences(before.question_set, after.question_set)),
        method=tuple(method_differences(before.method, after.method)),
        nodes=tuple(
            node_change(node, before.get(code), after.get(code)) for code, node in nodes.items()
        ),
    )
