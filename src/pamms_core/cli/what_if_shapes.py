"""What the commands that ask what if write as JSON: plain data, numbers as exact fractions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pamms_core import Improvement, Unsettled

if TYPE_CHECKING:
    from fractions import Fraction

    from pamms_core import Chances, Impossible, Influence
    from pamms_core.rating.improving.result import Plan
    from pamms_core.rating.verdict import Verdict
    from pamms_core.rating.whatif.nearness import Nearness, Turn
    from pamms_core.rating.whatif.ranges import Range

__all__ = ["improvement_shape", "influence_shape", "range_shape"]


def improvement_shape(found: Improvement | Impossible | Unsettled) -> dict[str, Any]:
    """The cheapest plans; or why there is none, or what is proven so far."""
    told: dict[str, Any] = {
        "node": str(found.node),
        "wanted": found.wanted,
        "set_and_method": list(found.set_and_method),
        "before": _verdict(found.before),
        "sentences": list(found.sentences),
    }
    if isinstance(found, Improvement):
        plans = list(map(_plan, found.plans))
        told |= {"cost": _exact(found.cost), "costing": found.costing, "count": found.count}
        return {"result": "possible", **told, "plans": plans}
    if isinstance(found, Unsettled):
        return {"result": "unsettled", **told, "above": _exact(found.above), "budget": found.budget}
    limits = [{"node": str(node), "limit": limit} for node, limit in found.limits]
    told |= {"reasons": list(found.reasons), "limits": limits, "missing": list(found.missing)}
    return {"result": "impossible", **told}


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "cost": _exact(plan.cost),
        "rating": _verdict(plan.verdict)["rating"],
        "hypothetical": list(plan.hypothetical),
        "changes": list(plan.rows),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    rating = None if verdict.rating is None else verdict.rating.key
    return {"state": verdict.state.value, "rating": rating}


def range_shape(found: Range, chances: Chances | None) -> dict[str, Any]:
    """What every node may still come to; with chances, how likely each rating is."""
    nodes: list[dict[str, Any]] = []
    for each, row in zip(found.nodes, found.rows(), strict=True):
        code = str(row.pop("node"))
        told = {"code": code, **row, "span": each.span, "states": list(map(str, each.states))}
        if chances is not None:
            of = chances[code]
            ratings = {rating.key: _exact(chance) for rating, chance in of.ratings.items()}
            told["chances"] = ratings | {state: _exact(chance) for state, chance in of.unrated.items()}
        nodes.append(told)
    shape: dict[str, Any] = {
        "title": found.title,
        "hypothetical": list(found.hypothetical),
        "open": list(found.open),
        "not_assessed": found.not_assessed,
        "nodes": nodes,
    }
    return shape if chances is None else {**shape, "assumed": list(chances.notes)}


def influence_shape(found: Influence) -> dict[str, Any]:
    """Which answers matter, and how near every node is to its thresholds."""
    questions = [
        {
            "code": each.code,
            "now": each.now,
            "alternatives": [
                {"answer": other.answer, "nodes": {str(c): v.symbol for c, v in other.verdicts}}
                for other in each.alternatives
            ],
        }
        for each in found.questions
    ]
    limits = [
        {"node": str(each.node), "limit": each.limit, "acts": each.acts, "answers": _pairs(each.answers)}
        for each in found.limits
    ]
    return {
        "title": found.title,
        "hypothetical": list(found.hypothetical),
        "nodes": [_node(found, near) for near in found.nodes],
        "limits": limits,
        "questions": questions,
        "left_out": list(found.left_out),
    }


def _pairs(answers: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"code": code, "answer": answer} for code, answer in answers]


def _node(found: Influence, near: Nearness) -> dict[str, Any]:
    return {
        "code": str(near.code),
        "name": near.name,
        **_verdict(found.now[near.code]),
        "pivotal": [each.code for each in found.pivotal(near.code)],
        "up": _turn(near.up),
        "down": _turn(near.down),
    }


def _turn(turn: Turn | None) -> dict[str, Any] | None:
    if turn is None:
        return None
    return {
        "rating": turn.threshold.rating.key,
        "score": _exact(turn.threshold.score),
        "included": turn.threshold.included,
        "away": _exact(turn.threshold.away),
        "answers": turn.answers,
        "exact": turn.is_exact,
    }


def _exact(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"
