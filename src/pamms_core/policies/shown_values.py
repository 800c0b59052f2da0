"""The values of a policy as people read them, each by its path in the file."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

import attrs

from pamms_core.policies.words import Audience, ConcernKind, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pamms_core.policies.policy import LocalPolicy

__all__ = ["ShownValue", "shown_values", "spoken"]

_STAGE: Final = re.compile(r"^(ladder|follow_up)\[(\d+)\]$")
_GROUPS: Final = {
    "policy": "Policy",
    "roles": "Titles of roles",
    "scheduling": "Before and during the visit",
    "draft": "Draft report",
    "comments": "Comments",
    "agreement": "Agreement",
    "publication": "Publication",
    "concerns": "Immediate concerns",
    "plan": "Action plan",
    "frequency": "How often",
    "self_assessment": "Self-assessment",
    "notices": "Messages",
}


@attrs.frozen(kw_only=True)
class ShownValue:
    """One value of a policy."""

    path: str
    """Where it stands in the file, such as ``comments.period``."""
    group: str
    """What it belongs to, as a heading."""
    name: str
    """What it is called there."""
    value: Any
    """The value itself, by which two are compared."""
    text: str
    """The value as people read it, with the local titles of roles."""
    source: str
    is_ours: bool


def shown_values(policy: LocalPolicy) -> tuple[ShownValue, ...]:
    """List every value of a policy, in the order of the file, with its source.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> values = {each.path: each for each in shown_values(load_policy("essex"))}
    >>> values["comments.period"].text, values["comments.period"].source
    ('10 working days', 'A5 (E)')
    """
    return tuple(_shown(policy, path, value) for path, value in _found(policy))


def _found(policy: LocalPolicy) -> Iterator[tuple[str, Any]]:
    for path in policy.sources:
        yield path, _value(policy, path)


def _value(policy: LocalPolicy, path: str) -> Any:
    """Follow a path of the file into the policy's own values."""
    head, _, rest = path.partition(".")
    if head in _LOOKED_UP:
        return _LOOKED_UP[head](policy, rest.replace("_", "-"))
    if found := _STAGE.match(head):
        return getattr(getattr(policy, found[1])[int(found[2])], rest)
    if rest.startswith("shown."):
        return policy.shown_to(Audience(rest.removeprefix("shown.").replace("_", "-")))
    return getattr(policy if head in {"policy", "publication"} else getattr(policy, head), rest)


def _of_concern(policy: LocalPolicy, key: str) -> Any:
    kind, _, name = key.partition(".")
    return getattr(policy.concern(ConcernKind(kind)), name.replace("-", "_"))


_LOOKED_UP: Final[Mapping[str, Callable[[LocalPolicy, str], Any]]] = {
    "roles": lambda policy, key: policy.title_of(Role(key)),
    "notices": lambda policy, key: policy.told_of(key),
    "concerns": _of_concern,
}


def _shown(policy: LocalPolicy, path: str, value: Any) -> ShownValue:
    head, _, rest = path.partition(".")
    if found := _STAGE.match(head):
        what = "Dispute, stage" if found[1] == "ladder" else "Follow-up"
        group = f"{what} {int(found[2]) + 1}"
    else:
        group = _GROUPS[head]
    return ShownValue(
        path=path,
        group=group,
        name=_name(rest),
        value=value,
        text=spoken(policy, value),
        source=policy.sources[path],
        is_ours=policy.is_ours(path),
    )


def _name(rest: str) -> str:
    words = rest.removeprefix("shown.").replace(".", ": ").replace("_", " ")
    shown = f"shown to {words}" if rest.startswith("shown.") else words
    return shown[:1].upper() + shown[1:]


def spoken(policy: LocalPolicy, value: Any) -> str:
    """Write a value as people read it.

    >>> from pamms_core.policies.catalogue import load_policy
    >>> spoken(load_policy("wirral"), (Role.ASSESSOR, Role.CONTRACT_LEAD))
    'Quality assessor, Contract lead'
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Role):
        return policy.title_of(value)
    if isinstance(value, Enum):
        return str(value.value).replace("-", " ")
    if isinstance(value, tuple):
        return ", ".join(spoken(policy, each) for each in value) or "none"
    if value is None:
        return "none"
    return value.isoformat() if isinstance(value, date) else str(value)
