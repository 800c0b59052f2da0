"""Plain data written as TOML, which the standard library only reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["toml_lines", "toml_pairs", "toml_value"]

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES: Final = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}
_DEEPEST: Final = 2
"""Tables below ``[rules.overall]`` stand on one line."""


def toml_lines(table: Mapping[str, object], path: tuple[str, ...] = ()) -> Iterator[str]:
    r"""Yield a table's lines: plain keys first, then each table and list of tables by itself.

    >>> print("\n".join(toml_lines({"a": {"b": {"c": {"d": 1}}, "e": [{"f": "x"}]}, "g": True})))
    g = true
    <BLANKLINE>
    [a.b]
    c = { d = 1 }
    <BLANKLINE>
    [[a.e]]
    f = "x"
    """
    apart: dict[str, Any] = {key: value for key, value in table.items() if _stands_apart(value, path)}
    yield from toml_pairs({key: value for key, value in table.items() if key not in apart})
    for key, value in apart.items():
        here = (*path, key)
        name = ".".join(map(_key, here))
        if isinstance(value, list):
            for row in value:
                yield from ("", f"[[{name}]]", *toml_pairs(row))
        else:
            if not value or any(not _stands_apart(each, here) for each in value.values()):
                yield from ("", f"[{name}]")
            yield from toml_lines(value, here)


def _stands_apart(value: object, path: tuple[str, ...]) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(each, dict) for each in value)
    return isinstance(value, dict) and len(path) < _DEEPEST


def toml_pairs(table: Mapping[str, object]) -> Iterator[str]:
    """Yield a line for each key."""
    return (f"{_key(key)} = {toml_value(value)}" for key, value in table.items())


def toml_value(value: object) -> str:
    r"""Write one value on one line.

    >>> toml_value({"text": 'say "no"', "list": [1, True]})
    '{ text = "say \\"no\\"", list = [1, true] }'
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, dict):
        pairs = ", ".join(toml_pairs(value))
        return f"{{ {pairs} }}" if pairs else "{}"
    return _quoted(str(value))


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    return f'"{"".join(map(_sign, text))}"'


def _sign(sign: str) -> str:
    """Escape what a TOML text may not hold as it is."""
    return _ESCAPES.get(sign) or (f"\\u{ord(sign):04X}" if sign < " " or sign == "\x7f" else sign)
