"""What cannot be written, because reading it back would not give the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pamms_core.errors import DataFileError, PammsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from pamms_core.errors import Mistake

    _T = TypeVar("_T")

__all__ = ["UnwritableError", "must_read_back"]


class UnwritableError(PammsError, ValueError):
    """Answers or a set that a file of this kind cannot hold, with every reason.

    >>> from pamms_core import Mistake
    >>> mistake = Mistake(file="<workbook>", path="Section A!K2", problem="is too long")
    >>> print(UnwritableError("the answers", [mistake]))
    the answers cannot be written: <workbook>: Section A!K2: is too long
    """

    def __init__(self, what: str, mistakes: Iterable[Mistake]) -> None:
        self.what = what
        """What was to be written."""
        self.mistakes: tuple[Mistake, ...] = tuple(mistakes)
        """Why it cannot be, each with the place where it would stand."""
        super().__init__(what, self.mistakes)

    def __str__(self) -> str:
        return f"{self.what} cannot be written: {DataFileError(self.mistakes)}"


def must_read_back(what: str, meant: _T, read: Callable[[], _T]) -> None:
    """Check that what was written reads as what was meant.

    Raises:
        UnwritableError: it does not; gives the mistakes of reading, if there are any.
    """
    try:
        same = read() == meant
    except DataFileError as error:
        raise UnwritableError(what, error.mistakes) from error
    if not same:
        from pamms_core.errors import Mistake

        problem = "would read differently when it is read back"
        raise UnwritableError(what, [Mistake(file="<written>", problem=problem)])
