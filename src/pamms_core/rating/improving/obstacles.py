"""Why a goal cannot be reached: the limits that still act, and the answers that are missing."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from pamms_core.rating.improving.cheapest import plan_with
from pamms_core.rating.improving.fronts import TooMuchError, search
from pamms_core.rating.improving.result import Impossible
from pamms_core.rating.verdict import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pamms_core.rating.improving.asking import Asked
    from pamms_core.rating.improving.fronts import Work
    from pamms_core.rating.improving.goal import Goal
    from pamms_core.rating.node_outcome import NodeOutcome
    from pamms_core.rating.verdict import Verdict

__all__ = ["impossible", "nearness"]

_MOST_NAMED = 10


def impossible(asked: Asked, goal: Goal, work: Work) -> Impossible:
    """Tell why a goal cannot be reached, from the plan that comes nearest."""
    states = _nearest(asked, goal, work)
    best = asked.plan(states)
    node = asked.rater.rate(best.answers)[asked.rater.nodes[asked.top].code]
    held = list(_held(node, goal))
    unrated = [each for each in (node, *held) if _lacks(each)]
    missing = [
        each.question.code
        for part in unrated
        for each in part.questions
        if not each.answer.is_rated and each.number is None
    ]
    return Impossible(
        **asked.told(goal),
        reasons=tuple(_reasons(asked, goal, node, held, missing)),
        limits=tuple((part.code, limit.id) for part in (node, *held) for limit in part.acting),
        missing=tuple(dict.fromkeys(missing)),
        best=best if best.changes else None,
    )


def _lacks(node: NodeOutcome) -> bool:
    return node.state in {State.NOTHING_ASSESSED, State.TOO_LITTLE_ASSESSED, State.PART_MISSING}


def _nearest(asked: Asked, goal: Goal, work: Work) -> dict[int, int | None]:
    """Find the cheapest changes that bring the node as near to the goal as can be."""
    found: list[tuple[Any, int, dict[int, int | None]]] = []
    try:
        for choices in asked.worlds:
            inside = search(asked.board(None), choices, inf, work, loses=goal.loses)
            top = inside.worked[asked.top]
            ranked = [
                (nearness(top.square.verdict(total), loses=goal.loses), cost, total)
                for cost, total in top.front
            ]
            near, cost, total = max(ranked, key=lambda each: (each[0], -each[1]))
            found.append((near, cost, plan_with(inside, asked.top, cost, total)))
    except TooMuchError:
        return {}
    return max(found, key=lambda each: (each[0], -each[1]))[2]


def nearness(verdict: Verdict, *, loses: bool) -> tuple[int, int, int]:
    """Rank a verdict: that it has a rating, the rating, and the one before limits."""
    possible = verdict.possible if verdict.rating is None else (verdict.rating,)
    if not possible:
        return 0, 0, 0
    rank = min(each.rank for each in possible)
    before = rank if verdict.before_limits is None else verdict.before_limits.rank
    return (1, -rank, -before) if loses else (1, rank, before)


def _held(node: NodeOutcome, goal: Goal) -> Iterator[NodeOutcome]:
    """Yield the parts below that hold a node back: short of the goal, or without a rating."""
    if goal.loses:
        return
    for child in node.children:
        if child.rating is None or child.rating < goal.rating:
            yield child
            yield from _held(child, goal)


def _reasons(
    asked: Asked, goal: Goal, node: NodeOutcome, held: list[NodeOutcome], missing: list[str]
) -> Iterator[str]:
    free = sum(len(each) > 1 for each in asked.choices.questions)
    if not free:
        yield "No answer that is allowed to change can change."
    extreme = "worse" if goal.loses else "better"
    yield f"{node.title} can become {node.rating or node.state}, and no {extreme}."
    yield from (f"Limit {each.id} holds it at {node.rating}." for each in node.acting)
    if node.rating is not None and not node.acting and not goal.loses:
        yield f"What it can earn, before limits, does not reach {goal.rating.label}."
    for part in held:
        limits = "".join(f", held by limit {each.id}" for each in part.acting)
        yield f"{part.title} would be {part.rating or part.state} even then{limits}."
    if missing:
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        yield f"Without a rating: {', '.join(missing[:_MOST_NAMED])}{more}."
