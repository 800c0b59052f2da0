"""Say that something takes its time, where it cannot say itself how far it has come."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final

from pamms_core.cli.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["waiting"]

_LOOK: Final = 0.25  # seconds between looks at the clock; what is written has a pace of its own


@contextmanager
def waiting(doing: str) -> Iterator[None]:
    """Write to standard error what is being done, and for how long, once that is over a second."""
    started, done = monotonic(), Event()
    with Progress() as progress:

        def tell() -> None:
            while not done.wait(_LOOK):
                progress(f"{doing}: {monotonic() - started:.0f} s")

        teller = Thread(target=tell, daemon=True)
        teller.start()
        try:
            yield
        finally:
            done.set()
            teller.join()
