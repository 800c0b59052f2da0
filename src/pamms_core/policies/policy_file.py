"""Load a local policy from its TOML file; every mistake is reported at once.

What a file leaves out comes from the common policy: the choices that are ours
everywhere stand there once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args, get_origin, get_type_hints

from pamms_core._files import parse_toml, read_text
from pamms_core._frozen import FrozenMap
from pamms_core._reading import Mistakes, Table
from pamms_core.policies import parts, words
from pamms_core.policies.cited import Cited, cite, overlay
from pamms_core.policies.policy import LocalPolicy
from pamms_core.policies.policy_checks import check
from pamms_core.workflow.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from os import PathLike

__all__ = ["load_policy_file", "read_policy"]

_Part = TypeVar("_Part")
_IDENTITY: Final = ("id", "edition", "title")
_LETTER: Final = "letter"
_ROLES: Final = tuple(words.Role)
_SECTIONS: Final = tuple(range(1, 7))


def load_policy_file(path: str | PathLike[str], *, common: str | PathLike[str]) -> LocalPolicy:
    """Load a policy of a council's own, or a shipped one.

    Args:
        path: the policy's file.
        common: the file of the common policy, which gives what the policy leaves out.

    Raises:
        DataFileError: the file cannot be used; names every mistake in it.
    """
    below = parse_toml(read_text(common), str(common))
    return read_policy(parse_toml(read_text(path), str(path)), common=below, file=str(path))


def read_policy(
    data: Mapping[str, object], *, common: Mapping[str, object], file: str = "<data>"
) -> LocalPolicy:
    """Build a policy from plain data, such as parsed TOML or JSON.

    Raises:
        DataFileError: the data cannot be used; names every mistake.
    """
    mistakes = Mistakes()
    sources: dict[str, str] = {}
    values = overlay(cite(common), _own_values(data))
    head = Table(
        {key: data[key] for key in (*_IDENTITY, _LETTER) if key in data}, file=file, mistakes=mistakes
    )
    identity: dict[str, Any] = {key: head.text(key) for key in _IDENTITY}
    identity[_LETTER] = head.text(_LETTER, "")
    cited = Cited(Table(values, file=file, mistakes=mistakes), sources)
    fields = _fields(cited)
    cited.done()
    policy = LocalPolicy(**identity, **fields, sources=FrozenMap(sources))
    check(policy, cited.table)
    mistakes.check()
    return policy


def _own_values(data: Mapping[str, object]) -> dict[str, Any]:
    """Cite what stands below the head; a list of tables without any stays what it is."""
    own = {key: each for key, each in data.items() if key not in (*_IDENTITY, _LETTER)}
    empty = {key: each for key, each in own.items() if each == []}
    return {**cite(own), **empty}


def _fields(cited: Cited) -> dict[str, Any]:
    publication = cited.inner("publication")
    return {
        **_dates(cited.inner("policy")),
        "role_titles": _role_titles(cited.inner("roles")),
        "scheduling": _part(parts.Scheduling, cited.inner("scheduling")),
        "draft": _part(parts.Draft, cited.inner("draft")),
        "comments": _part(parts.Comments, cited.inner("comments")),
        "agreement": _part(parts.Agreement, cited.inner("agreement")),
        "ladder": tuple(_part(parts.Stage, row) for row in cited.rows("ladder")),
        **_publication(publication),
        "concerns": tuple(_concerns(cited)),
        "plan": _part(parts.Plan, cited.inner("plan")),
        "follow_up": tuple(_part(parts.FollowUp, row) for row in cited.rows("follow_up")),
        "frequency": _part(parts.Frequency, cited.inner("frequency")),
        "self_assessment": _part(parts.SelfAssessment, cited.inner("self_assessment")),
        "notices": _notices(cited.inner("notices")),
    }


def _part(kind: type[_Part], row: Cited, /, **given: Any) -> _Part:
    """Read a part: what may stand at each of its keys its declaration says."""
    declared = get_type_hints(kind)
    names = [each for each in declared if each not in given]
    found = {name: _value(row, name, declared[name]) for name in names}
    row.done()
    return kind(**found, **given)


def _value(row: Cited, key: str, declared: Any) -> Any:
    if (plain := _PLAIN.get(declared)) is not None:
        return plain(row, key)
    if get_origin(declared) is tuple:
        return row.choices(key, tuple(get_args(declared)[0]))
    return row.choice(key, tuple(declared))


_PLAIN: Final[dict[Any, Callable[[Cited, str], Any]]] = {
    str: Cited.text,
    bool: Cited.flag,
    Period: Cited.period,
    Period | None: Cited.optional_period,
    tuple[str, ...]: Cited.texts,
    tuple[int, ...]: lambda row, key: row.choices(key, _SECTIONS),
}
"""How a value of each type is read; every other type lists the words that may stand there."""


def _dates(row: Cited) -> dict[str, Any]:
    found = {
        "titles": row.text("titles") if row.has("titles") else None,
        "agreed_on": row.optional_day("agreed_on"),
        "effective_from": row.day("effective_from"),
        "review_by": row.day("review_by"),
        "difference_from_regulator": row.whole("difference_from_regulator"),
    }
    row.done()
    return found


def _role_titles(row: Cited) -> FrozenMap[words.Role, str]:
    titles = FrozenMap({role: row.text(role.replace("-", "_")) for role in _ROLES})
    row.done()
    return titles


def _publication(row: Cited) -> dict[str, Any]:
    audiences = row.inner("shown")
    shown = tuple(
        parts.Publication(audience=each, shown=audiences.choices(key, tuple(words.Shown)))
        for each in words.Audience
        if audiences.has(key := each.replace("-", "_"))
    )
    audiences.done()
    found = {
        "publication": shown,
        "word_copy_shows_overall": row.flag("word_copy_shows_overall"),
        "good_practice_needs_permission": row.flag("good_practice_needs_permission"),
    }
    row.done()
    return found


def _concerns(cited: Cited) -> Iterator[parts.Concern]:
    """Read the concerns by their kinds; of what is none, nothing more is said."""
    kinds = {kind.replace("-", "_"): kind for kind in words.ConcernKind}
    for name, row in cited.named("concerns"):
        if name in kinds:
            yield _part(parts.Concern, row, kind=kinds[name])
        else:
            hint = row.table.mistakes.near(name, tuple(kinds))
            row.table.wrong(None, f"must be one of {', '.join(kinds)}", name, hint)


def _notices(row: Cited) -> tuple[parts.NoticeRule, ...]:
    found = tuple(
        parts.NoticeRule(event=key.replace("_", "-"), to=row.choices(key, _ROLES))
        for key in row.table.data
    )
    row.done()
    return found
