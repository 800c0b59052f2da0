"""Write the reference of the rule language: ``python docs/generate_rule_language.py``.

The page is ``rule-language.md.in`` with its tables filled in. Which keys there are, what
each holds and what an absent one stands for is what the readers of a method file ask for
while they read the page's examples. What a key means is told by the docstring of the value
that is built from it; the template has words for what is not documented there.
"""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from pamms_core._reading import Table
from pamms_core.rating import (
    conditions,
    method,
    method_file,
    own_tree,
    readings,
    rounding,
    scores,
    verdict,
)
from pamms_core.rating.rounding import Rounding, RoundingMode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_TEMPLATE = Path(__file__).parent / "rule-language.md.in"
_PAGE = Path(__file__).parent / "reference" / "rule-language.md"
_MODULES = (method, own_tree, scores, rounding, readings, conditions, verdict)
_FENCE = re.compile(r"^```(toml|keys|values|modes)(.*)\n((?:.*\n)*?)```$", re.MULTILINE)
_WORDS = re.compile(r"^([\w ]+)(?:: (.+))?$", re.MULTILINE)

# What an example leaves out, so that it can be read; scale and tree go together.
_KEYS = ("excellent", "good", "requires-improvement", "poor")
_BASE: Mapping[str, Any] = {
    "id": "example",
    "edition": "1",
    "title": "Example",
    "points": {"excellent": 5, "good": 4, "requires_improvement": 3, "poor": 1},
    "rules": {"overall": {"rating": "worst of children"}},
}
_SCALE = {"id": "example", "levels": [{"key": key, "label": key} for key in _KEYS]}
_RATING = re.compile(rf"\b({'|'.join(_KEYS)})\b")

# Tables whose keys the author of a method chooses, and what the reference calls such a key.
_CHOSEN = {
    "flags": "NAME",
    "points": "RATING",
    "rule.bands": "RATING",
    "rule.weights": "CODE",
    "rules": "NAME",
}
# What a text may be, which the reader of a key knows and not the table that it asks.
_SAID = {
    ("rule", "score"): "`MEASURE of BASIS`, or `ratio of CODE to CODE`",
    ("rule", "start"): "code",
    ("rule.table", "over"): "list of codes",
    ("rule.table", "rows"): "list of lists of `RATING`",
    ("tree.nodes", "rule"): "name of a rule",
    ("when", "above"): "code",
    ("when", "among"): "list of codes",
    ("when", "child"): "code",
    ("when", "flag"): "name of a flag",
}
# What a reader looks at by itself, asking no table for it.
_UNASKED = {
    ("", "effective_from"): "date",
    ("", "effective_to"): "date",
    ("rule.steps", "by"): "whole number, not 0",
    ("when", "at_least"): "`all`",
}
_NEEDED = {("rule.steps", "by")}


def page(template: str = _TEMPLATE.read_text(encoding="utf-8")) -> str:
    """Fill in the tables of a template."""
    asked = _Asked()
    for example in examples(template):
        asked.read(example)
    fill: dict[str, Callable[[str, dict[str, str]], Iterator[str]]] = {
        "keys": asked.rows,
        "values": _values,
        "modes": _modes,
    }

    def filled(fence: re.Match[str]) -> str:
        kind, what, inside = fence.groups()
        if kind == "toml":
            return fence[0]
        return "\n".join(fill[kind](what.strip(), dict(_WORDS.findall(inside))))

    found = _FENCE.sub(filled, template)
    if asked.untold:
        raise ValueError(f"tables of which the page says nothing: {', '.join(sorted(asked.untold))}")
    return found


def examples(text: str) -> Iterator[dict[str, Any]]:
    """Yield every example of a page as a whole method, with what it leaves out."""
    for kind, _, inside in _FENCE.findall(text):
        if kind == "toml":
            shown = tomllib.loads(inside)
            yield {**_BASE, **({"scale": _SCALE} if "tree" in shown else {}), **shown}


class _Asked:
    """What readers asked of each kind of table: what a key holds, and what if it is absent."""

    def __init__(self) -> None:
        self.holds: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        self.absent: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.needed: Counter[tuple[str, str]] = Counter()
        self.known: dict[str, dict[str, None]] = defaultdict(dict)
        self.untold: set[str] = set()
        self.read_tables: Counter[str] = Counter()

    def read(self, data: Mapping[str, Any]) -> None:
        """Read a method, noting what is asked on the way."""

        def recorder(*args: Any, **kwargs: Any) -> _Recorder:
            return _Recorder(*args, asked=self, **kwargs)

        with patch.object(method_file, "Table", recorder):
            method_file.read_method(data)

    def rows(self, what: str, words: Mapping[str, str]) -> Iterator[str]:
        """Write the table of one kind of table, ``top`` for the file itself.

        Args:
            what: the kind, and the class that is built from it, if any.
            words: the keys in order, with words for those that the class does not document.

        Raises:
            ValueError: a key has neither docstring nor words, is in no example, or no reader asks
            for it.
        """
        kind, *classes = what.split()
        kind = "" if kind == "top" else kind
        self.untold.discard(kind)
        found = [key for key in self.known[kind] if (kind, key) in self.holds]
        told = {key: text for name in classes for key, text in _documented(name).items()}
        told |= {key: text for key, text in words.items() if text}
        if wrong := (set(self.known[kind]) - (set(told) & set(found))) | (set(words) - set(found)):
            listed = ", ".join(sorted(wrong))
            raise ValueError(f"{what}: not documented, in no example, or not asked for: {listed}")
        yield "| key | holds | if absent | means |"
        yield "|---|---|---|---|"
        for key in sorted(found, key=[*words, *found].index):
            holds = ", or ".join(self.holds[kind, key])
            yield f"| `{key}` | {holds} | {self._if_absent(kind, key)} | {told[key]} |"

    def _if_absent(self, kind: str, key: str) -> str:
        if (kind, key) in _NEEDED or self.needed[kind, key] >= self.read_tables[kind]:
            return "needed"
        return ", ".join(sorted(self.absent[kind, key]))


class _Recorder(Table):
    """A table that notes what it is asked for."""

    def __init__(self, data: object, *, asked: _Asked, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._asking = asked
        self._inside = False
        self._maybe: set[str] = set()
        self.kind = _kind(self.path)
        asked.read_tables[self.kind] += bool(data)

    def _inner(self, value: object, path: str) -> Table:
        return _Recorder(
            value, asked=self._asking, file=self.file, mistakes=self.mistakes, path=path, line=self.line
        )

    def has(self, key: str) -> bool:
        self._maybe.add(key)
        self._asking.known[self.kind][key] = None
        if (self.kind, key) in _UNASKED:
            self._asking.holds[self.kind, key][_UNASKED[self.kind, key]] = None
        return super().has(key)

    def note(self, key: str, holds: str, default: object) -> None:
        """Note one question: what the key holds, and what stands in for an absent one."""
        at = self.kind, _CHOSEN.get(self.kind, key)
        self._asking.known[at[0]][at[1]] = None
        self._asking.untold.add(at[0])
        self._asking.holds[at][_SAID.get(at, holds)] = None
        if default is inspect.Parameter.empty:
            self._asking.needed[at] += key not in self._maybe
        elif default not in ("", (), {}):
            self._asking.absent[at].add(f"`{str(default).lower()}`")


def _recorded(name: str, describe: Callable[[Mapping[str, Any]], str]) -> Callable[..., Any]:
    """Make an accessor of the recorder, noting what the plain one does."""
    accessor = getattr(Table, name)
    signature = inspect.signature(accessor)

    def ask(self: _Recorder, key: str, *args: Any, **kwargs: Any) -> Any:
        if self._inside:  # one accessor asks another
            return accessor(self, key, *args, **kwargs)
        given = signature.bind(self, key, *args, **kwargs)
        default = given.arguments.get("default", inspect.Parameter.empty)
        if name == "flag":
            default = given.arguments.get("default", False)
        self.note(key, describe({"least": 1} | given.arguments), default)
        self._inside = True
        found = accessor(self, key, *args, **kwargs)
        found = iter(list(found)) if name == "tables" else found
        self._inside = False
        return found

    return ask


def _one_of(asked: Mapping[str, Any]) -> str:
    """List what may be chosen, with RATING for any rating."""
    names = dict.fromkeys(_RATING.sub("RATING", str(each)) for each in asked["names"])
    return ", ".join(f"`{name}`" for name in names)


for _name, _describe in {
    "text": lambda _: "text",
    "whole": lambda asked: f"whole number from {asked['least']}",
    "flag": lambda _: "`true` or `false`",
    "exact": lambda _: "exact number",
    "choice": _one_of,
    "choices": lambda _: "list of codes",
    "items": lambda _: "list",
    "texts": lambda _: "text, or list of texts",
    "table": lambda _: "table",
    "tables": lambda _: "list of tables",
}.items():
    setattr(_Recorder, _name, _recorded(_name, _describe))


def _kind(path: str) -> str:
    """Name the kind of table at a path: conditions are alike wherever they stand."""
    plain = re.sub(r"\[\d+\]", "", path)
    plain = re.sub(r"^rules\.[^.]+", "rule", plain)
    return re.sub(r"^.*\.when\b", "when", plain)


def _documented(name: str) -> dict[str, str]:
    """Return the docstrings of a class's fields or members, which Python itself forgets."""
    found = next(getattr(each, name) for each in _MODULES if hasattr(each, name))
    body = ast.parse(inspect.getsource(found)).body[0]
    told: dict[str, str] = {}
    for line, text in zip(body.body, body.body[1:], strict=False):  # type: ignore[attr-defined]
        if isinstance(line, ast.AnnAssign | ast.Assign) and isinstance(text, ast.Expr):
            target = line.target if isinstance(line, ast.AnnAssign) else line.targets[0]
            told[ast.unparse(target)] = _markdown(text.value.value)  # type: ignore[attr-defined]
    return told


def _markdown(docstring: str) -> str:
    """Turn a docstring into one line of Markdown, in the words of a file."""
    line = " ".join(docstring.split()).replace("``None``", "absent").replace("``", "`")
    return re.sub(r":\w+:`~?(?:\w+\.)*(\w+)`", r"\1", line)


def _values(name: str, words: Mapping[str, str]) -> Iterator[str]:
    """Write the table of an enumeration's values."""
    members = next(getattr(each, name) for each in _MODULES if hasattr(each, name))
    told = _documented(name)
    yield "| value | means |"
    yield "|---|---|"
    for member in members:
        text = told.get(member.name) or words[member.value]
        yield f"| `{member.value}` | {text} |"


def _modes(numbers: str, _: Mapping[str, str]) -> Iterator[str]:
    """Write what each rounding mode makes of some numbers."""
    columns = numbers.split()
    yield f"| mode | {' | '.join(columns)} |"
    yield f"|---|{'---:|' * len(columns)}"
    for mode in RoundingMode:
        rounded = [Rounding(0, mode).apply(Fraction(number)) for number in columns]
        yield f"| `{mode}` | {' | '.join(map(str, rounded))} |"


if __name__ == "__main__":
    _PAGE.write_text(page(), encoding="utf-8")
