"""Policies side by side: where localities differ, and on whose word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from pamms_core.policies.comparison_text import as_html, as_markdown, as_text
from pamms_core.policies.shown_values import shown_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.policies.shown_values import ShownValue

__all__ = ["ComparedValue", "PolicyComparison", "compare_policies"]

_FAMILY: Final = re.compile(r"^([a-z_]+)(?:\[(\d+)\])?")


@attrs.frozen(kw_only=True)
class ComparedValue:
    """One value in each of the policies."""

    path: str
    """Where it stands in the files."""
    group: str
    name: str
    cells: tuple[ShownValue | None, ...]
    """The value in each policy, in their order; ``None`` where it has none there."""

    @property
    def differs(self) -> bool:
        """Whether two policies have different values here."""
        found = [None if each is None else each.value for each in self.cells]
        return any(each != found[0] for each in found[1:])


@attrs.frozen
class PolicyComparison:
    """Several policies, value by value."""

    policies: tuple[LocalPolicy, ...]
    values: tuple[ComparedValue, ...]
    """Every value that any of them has."""

    @property
    def differences(self) -> tuple[ComparedValue, ...]:
        """The values in which two of them differ."""
        return tuple(each for each in self.values if each.differs)

    def values_at(self, path: str) -> tuple[ShownValue | None, ...]:
        """Give the value at a path in each policy; nothing where no policy has it."""
        return next((each.cells for each in self.values if each.path == path), ())

    def text(self, *, all_values: bool = False) -> str:
        """Write it as plain text: below each value, who has it.

        Args:
            all_values: whether to list also what is the same everywhere.

        >>> from pamms_core.policies.catalogue import load_policy
        >>> two = compare_policies(load_policy(each) for each in ("norfolk", "essex"))
        >>> print(two.text().partition("Comments")[2].partition("  Counted")[0].rstrip())
        <BLANKLINE>
        <BLANKLINE>
          Period
            14 days
              Norfolk: A5 (N)
            10 working days
              Essex: A5 (E)
        """
        return as_text(self, self._shown(all_values=all_values))

    def markdown(self, *, all_values: bool = False) -> str:
        """Write it as tables in Markdown, a column a policy."""
        return as_markdown(self, self._shown(all_values=all_values))

    def html(self, *, all_values: bool = False) -> str:
        """Write it as one HTML table that needs nothing else; all text is escaped."""
        return as_html(self, self._shown(all_values=all_values))

    def _shown(self, *, all_values: bool) -> tuple[ComparedValue, ...]:
        return self.values if all_values else self.differences


def compare_policies(policies: Iterable[LocalPolicy]) -> PolicyComparison:
    """Put policies side by side.

    >>> from pamms_core.policies.catalogue import load_policy, shipped_policies
    >>> compared = compare_policies(map(load_policy, shipped_policies()))
    >>> [each.text for each in compared.values_at("draft.blind")]
    ['yes', 'yes', 'yes', 'yes', 'no']

    Raises:
        ValueError: there is none.
    """
    found = tuple(policies)
    if not found:
        raise ValueError("nothing to compare: no policy was given")
    columns = [{each.path: each for each in shown_values(policy)} for policy in found]
    return PolicyComparison(found, tuple(_compared(path, columns) for path in _in_order(columns)))


def _compared(path: str, columns: list[dict[str, ShownValue]]) -> ComparedValue:
    cells = tuple(column.get(path) for column in columns)
    one = next(each for each in cells if each is not None)
    return ComparedValue(path=path, group=one.group, name=one.name, cells=cells)


def _in_order(columns: list[dict[str, ShownValue]]) -> list[str]:
    """Merge the paths of all columns: as they stand in the files, stage by stage."""
    paths = list(dict.fromkeys(path for column in columns for path in column))
    families = list(dict.fromkeys(_family(path)[0] for path in paths))
    return sorted(paths, key=lambda path: (families.index(_family(path)[0]), _family(path)[1]))


def _family(path: str) -> tuple[str, int]:
    found = _FAMILY.match(path)
    return (found[1], int(found[2] or 0)) if found else (path, 0)
