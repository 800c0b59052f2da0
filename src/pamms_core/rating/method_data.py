"""A method taken apart again: what a file of it says, whether it is TOML or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.rating.rule_data import exact_data, rule_data, said

if TYPE_CHECKING:
    from pamms_core.rating.method import Method
    from pamms_core.rating.own_tree import MethodInput, OwnTree
    from pamms_core.scale import Level, Scale

__all__ = ["method_data"]


def method_data(method: Method) -> dict[str, object]:
    """Return a sealed method as plain data, with the keys of a method file.

    What can be said in no file is not left out: it gives data that ``read_method`` refuses,
    or that reads as another method. Who writes it reads it back.

    >>> from pamms_core import load_method, read_method
    >>> method = load_method("pamms-reference")
    >>> method_data(method)["points"]
    {'excellent': 5, 'good': 4, 'requires_improvement': 3, 'poor': 1}
    >>> read_method(method_data(method)) == method
    True
    """
    keys = tuple(method.points)
    head = {key: getattr(method, key) for key in ("id", "edition", "title", "status", "source")}
    dates = {"effective_from": method.effective_from, "effective_to": method.effective_to}
    points = {key.replace("-", "_"): exact_data(each) for key, each in method.points.items()}
    return {
        **said(head),
        **{key: each.isoformat() for key, each in dates.items() if each is not None},
        "points": points,
        **({"flags": dict(method.flags)} if method.flags else {}),
        **({} if method.tree is None else _tree(method.tree)),
        "rules": {name: rule_data(rule, keys) for name, rule in method.rules.items()},
    }


def _tree(tree: OwnTree) -> dict[str, object]:
    nodes = [
        said(
            {"code": each.code, "title": each.title, "rule": each.rule, "children": list(each.children)}
        )
        for each in tree.nodes
    ]
    inputs = [_input(each) for each in tree.inputs]
    return {"scale": _scale(tree.scale), "tree": {"inputs": inputs, "nodes": nodes}}


def _input(each: MethodInput) -> dict[str, object]:
    data = said({"code": each.code, "title": each.title})
    if each.weight != 1:
        data["weight"] = each.weight
    if each.critical:
        data["critical"] = True
    return data if each.most is None else {**data, "most": each.most}


def _scale(scale: Scale) -> dict[str, object]:
    return {"id": scale.id, "levels": [_level(each) for each in scale.levels]}


def _level(level: Level) -> dict[str, object]:
    stars = {} if level.stars is None else {"stars": level.stars}
    parts = {"meaning": level.meaning, "also": list(level.also)}
    return {"key": level.key, "label": level.label, **stars, **said(parts)}
