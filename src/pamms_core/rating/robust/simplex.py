"""The largest value of a linear form under linear conditions, found exactly.

Made for few conditions and many bounded quantities, and for conditions that all quantities
meet when they are 0. Bland's rule picks each step, so that it always comes to an end.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["largest"]


def largest(
    aims: Sequence[Sequence[int]],
    rows: Sequence[Sequence[int]],
    most: Sequence[Fraction | int],
) -> list[Fraction]:
    """Return quantities that make the first aim as large as can be, then the next.

    Args:
        aims: what each unit of a quantity adds to each aim, the first aim first.
        rows: conditions: what each unit of a quantity adds to a sum that may not fall below 0.
        most: how large each quantity may be; none falls below 0.

    >>> largest([[1, 1]], [[2, -1]], [3, 4])
    [Fraction(3, 1), Fraction(4, 1)]
    >>> largest([[0, 1]], [[1, -2]], [3, 4])
    [Fraction(3, 1), Fraction(3, 2)]
    """
    table = _Table(aims, rows, most)
    while (column := table.entering()) is not None:
        table.step(column)
    return table.values()


class _Table:
    """Conditions solved for as many quantities, the *basis*; all others stand at an end.

    Columns are the quantities, then by how much each condition is kept, then the constant. A
    quantity that stands at its upper end is *turned*: its column counts down from there.
    """

    def __init__(
        self,
        aims: Sequence[Sequence[int]],
        rows: Sequence[Sequence[int]],
        most: Sequence[Fraction | int],
    ) -> None:
        self.count, spare = len(most), len(rows)
        self.most: list[Fraction | int | None] = [*most, *[None] * spare]
        self.aims = [[Fraction(each) for each in (*aim, *[0] * spare, 0)] for aim in aims]
        self.rows = [
            [Fraction(each) for each in (*(-one for one in row), *_unit(at, spare), 0)]
            for at, row in enumerate(rows)
        ]
        self.basis = [self.count + at for at in range(spare)]
        self.turned: set[int] = set()

    def entering(self) -> int | None:
        """Return the first column that would better the aims."""
        nothing = [Fraction(0)] * len(self.aims)
        return next(
            (at for at in range(len(self.most)) if [aim[at] for aim in self.aims] > nothing), None
        )

    def step(self, column: int) -> None:
        """Let a column grow until it, or one of the basis, comes to an end."""
        _, leaving, row = min(self._ends(column))
        if row >= 0 and self.rows[row][column] < 0:
            self._turn(leaving)  # it goes up to its upper end
            self.rows[row] = [-each for each in self.rows[row]]
        if row < 0:
            self._turn(column)
        else:
            self._pivot(row, column)

    def _ends(self, column: int) -> list[tuple[Fraction | int, int, int]]:
        """List how far a column may grow: for each that comes to an end, and in which row."""
        found: list[tuple[Fraction | int, int, int]] = []
        own = self.most[column]
        if own is not None:
            found.append((own, column, -1))
        for at, (row, basic) in enumerate(zip(self.rows, self.basis, strict=True)):
            rate, most = row[column], self.most[basic]
            if rate > 0:
                found.append((row[-1] / rate, basic, at))
            elif rate < 0 and most is not None:
                found.append(((row[-1] - most) / rate, basic, at))
        return found

    def _turn(self, column: int) -> None:
        """Count a column from its other end."""
        self.turned ^= {column}
        most = self.most[column] or 0
        for row in (*self.rows, *self.aims):
            row[-1] -= row[column] * most
            row[column] = -row[column]

    def _pivot(self, row: int, column: int) -> None:
        """Solve a row for a column, and put that into all others."""
        rate = self.rows[row][column]
        solved = self.rows[row] = [each / rate for each in self.rows[row]]
        self.basis[row] = column
        for other in (*self.rows, *self.aims):
            if other is not solved and (share := other[column]):
                other[:] = [one - share * more for one, more in zip(other, solved, strict=True)]

    def values(self) -> list[Fraction]:
        """Return the quantities."""
        found = [Fraction(0)] * len(self.most)
        for row, basic in zip(self.rows, self.basis, strict=True):
            found[basic] = row[-1]
        for column in self.turned:
            found[column] = (self.most[column] or 0) - found[column]
        return found[: self.count]


def _unit(at: int, size: int) -> list[int]:
    return [int(each == at) for each in range(size)]
