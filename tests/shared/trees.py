"""Small methods with their own tree, written in a line or two, to try the prover on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pamms_core import Method, read_method

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["BANDS", "MEAN", "tree_method"]

BANDS = {"good": "5/2", "fair": "3/2"}
MEAN: Mapping[str, Any] = {"score": "mean of questions", "bands": BANDS}


def tree_method(
    rules: Mapping[str, Any],
    nodes: Mapping[str, str],
    *,
    inputs: Mapping[str, Any] | None = None,
    flags: Sequence[str] = (),
    points: str = "3 2 1",
) -> Method:
    """Build a method of the ratings good, fair and poor.

    Args:
        rules: the rules by name, as a method file has them.
        nodes: the codes below each node, which has the rule of its name or, after a colon, another.
        inputs: more on some inputs, by code; inputs are all codes below that are no nodes.
        flags: the flags.
        points: the points of the ratings, best first.
    """
    keys = ("good", "fair", "poor")
    rows = [(code.partition(":"), below.split()) for code, below in nodes.items()]
    named = {code for (code, *_), _ in rows}
    asked = [child for _, below in rows for child in below if child not in named]
    return read_method(
        {
            "id": "small-tree",
            "edition": "1",
            "title": "A small tree",
            "scale": {"id": "three", "levels": [{"key": key, "label": key.title()} for key in keys]},
            "points": dict(zip(keys, points.split(), strict=True)),
            "flags": {name: f"{name} is so" for name in flags},
            "rules": {name: dict(rule) for name, rule in rules.items()},
            "tree": {
                "inputs": [{"code": code, **(inputs or {}).get(code, {})} for code in asked],
                "nodes": [
                    {"code": code, "rule": rule or code, "children": below}
                    for (code, _, rule), below in rows
                ],
            },
        }
    )
