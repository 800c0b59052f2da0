"""What holds of a method for all answers: decided exactly, or said to be unproven.

Each property is decided by trying everything that can come out (over packed
totals, so that sheets which no verdict can tell apart are tried once), or by an
argument on the form of the rules; where there is too much to try and no
argument applies, it is *unproven*. Nothing is sampled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from pamms_core.rating.engine import Rater
from pamms_core.rating.findings import Finding, ProofFinding, Property, Status
from pamms_core.rating.form import findings_by_form, monotone_rules
from pamms_core.rating.study import study
from pamms_core.rating.subject import Subject
from pamms_core.standards.variation import named

if TYPE_CHECKING:
    from collections.abc import Callable

    from pamms_core.rating.method import Method
    from pamms_core.standards.question_set import QuestionSet

__all__ = ["Finding", "ProofFinding", "Proofs", "Property", "Status", "prove"]

_BUDGET = 30_000_000
"""How many additions of small sets one step of the search may take; about half a minute of them."""


@attrs.frozen(kw_only=True, repr=False)
class Proofs:
    """All findings on a method.

    >>> from pamms_core import load_method, prove
    >>> prove(load_method())
    <Proofs on pamms-reference: 9 holds, 0 fails, 0 measured, 0 unproven, 0 idle>
    """

    method: str
    question_set: str
    """The question set, or empty where the rules alone were looked at."""
    findings: tuple[Finding, ...]
    hypothetical: tuple[str, ...] = ()
    """The changes that make it hypothetical; none where set and method are sealed (S5)."""

    def of(self, about: Property) -> tuple[Finding, ...]:
        """Return the findings on one property."""
        return tuple(each for each in self.findings if each.property is about)

    def with_status(self, status: Status) -> tuple[Finding, ...]:
        """Return the findings that stand so."""
        return tuple(each for each in self.findings if each.status is status)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.with_status(each))} {each}" for each in Status)
        varied = f"; {named(self.hypothetical)}" if self.hypothetical else ""
        return f"<Proofs on {self.method}: {counts}{varied}>"


def prove(
    method: Method,
    question_set: QuestionSet | None = None,
    *,
    budget: int = _BUDGET,
    progress: Callable[[str], None] = lambda _: None,
) -> Proofs:
    """Decide what holds of a method for all answers.

    Args:
        method: the method; with its own tree it needs no question set.
        question_set: the set to rate by it; without one only the rules' form is looked at.
        budget: the most work, in additions, that one step of a search may take before it is given up.
        progress: called with what is being tried.

    Raises:
        MethodMismatchError: the method does not fit the set.

    >>> from pamms_core import load_method
    >>> proofs = prove(load_method("pamms-reference"))
    >>> {finding.status.value for finding in proofs.of(Property.MONOTONE)}
    {'holds'}
    """
    by_form = tuple(findings_by_form(method))
    if question_set is None and method.tree is None:
        findings = (*by_form, *monotone_rules(method))
        return Proofs(
            method=method.id,
            question_set="",
            findings=findings,
            hypothetical=method.hypothetical,
        )
    rater = Rater.of_method(method) if question_set is None else Rater(question_set, method)
    return Proofs(
        method=method.id,
        question_set=rater.question_set.id,
        findings=(*by_form, *study(Subject(rater, budget, progress))),
        hypothetical=rater.hypothetical,
    )
