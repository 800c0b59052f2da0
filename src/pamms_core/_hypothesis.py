"""Let ``hypothesis.strategies.from_type`` know this library's values, at no cost until asked.

Hypothesis loads :func:`register` through its entry point, where nothing of this
library may be loaded yet: importing types only to register them would make
every ``import hypothesis`` slower. So each module that defines such a type
offers it when it is itself imported, if Hypothesis is there, and the entry
point offers those of modules that came first. The strategies themselves are
imported when one is drawn from.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

__all__ = ["offer", "register"]

_STRATEGIES: Final = {
    "pamms_core.scale": {"Scale": "scales", "Rating": "ratings"},
    "pamms_core.answers": {"Answer": "single_answers", "Answers": "answers", "Evidence": "evidence"},
    "pamms_core.standards.question_set": {"Question": "questions", "QuestionSet": "question_sets"},
    "pamms_core.rating.method": {"Method": "methods"},
    "pamms_core.rating.outcome": {"Outcome": "outcomes"},
    "pamms_core.workflow.actors": {"Actor": "actors"},
    "pamms_core.workflow.calendars": {"Calendar": "calendars"},
    "pamms_core.workflow.case": {"Case": "cases", "Log": "logs"},
    "pamms_core.workflow.counting": {"Counting": "countings"},
    "pamms_core.workflow.deadline": {"Deadline": "deadlines"},
    "pamms_core.workflow.machine": {"Machine": "machines"},
    "pamms_core.workflow.period": {"Period": "periods"},
}
"""The strategy in ``pamms_core.testing`` for each type, by module."""


def register() -> None:
    """Offer the types of all modules that are loaded; Hypothesis calls this."""
    for module in _STRATEGIES:
        if module in sys.modules:
            offer(module)


def offer(module: str) -> None:
    """Register the types of a module with Hypothesis, if Hypothesis is loaded."""
    strategies = sys.modules.get("hypothesis.strategies")
    if strategies is not None:
        for name, strategy in _STRATEGIES[module].items():
            kind = getattr(sys.modules[module], name)
            strategies.register_type_strategy(kind, _when_drawn(strategy))


def _when_drawn(name: str) -> Callable[[type], SearchStrategy[Any]]:
    def resolve(_: type) -> SearchStrategy[Any]:
        from pamms_core import testing

        strategy: Callable[[], SearchStrategy[Any]] = getattr(testing, name)
        return strategy()

    return resolve
