"""What importing costs, counted in modules and never in milliseconds."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

import pamms_core
import pamms_core.workflow

HEAVY = {
    "cattrs",
    "csv",
    "dateutil",
    "difflib",
    "hashlib",
    "hypothesis",
    "importlib.metadata",
    "importlib.resources",
    "json",
    "logging",
    "rich",
    "tomllib",
}


def modules_after(statement: str) -> set[str]:
    """Run a statement in a fresh interpreter and return what it loaded beyond the bare start."""
    code = f"import sys; before = set(sys.modules); {statement}; print(*set(sys.modules) - before)"
    run = [sys.executable, "-c", code]
    return set(subprocess.run(run, check=True, capture_output=True, text=True).stdout.split())  # noqa: S603


def test_importing_the_package_loads_nothing_but_itself() -> None:
    """`import pamms_core` loads one module of ours, and none that costs."""
    loaded = modules_after("import typing, pamms_core")
    assert {name for name in loaded if name.startswith("pamms_core")} == {"pamms_core"}
    assert not loaded & HEAVY


def test_the_engine_loads_no_parser_and_no_codec() -> None:
    """Rating needs neither file formats nor JSON nor the dependencies of later features."""
    loaded = modules_after("from pamms_core import Rater, Answers, QuestionSet")
    assert not loaded & HEAVY


def test_a_deadline_loads_dateutil_only_to_count() -> None:
    """The values of deadlines need neither dateutil nor zone data nor reports."""
    loaded = modules_after("from pamms_core import Counting, Deadline, Due, Escalation, Period")
    assert not loaded & (HEAVY | {"zoneinfo", "pamms_core.reports"})


def test_hypothesis_does_not_load_this_library_unasked() -> None:
    """The `hypothesis` entry point loads two of our modules, neither of which defines a value."""
    loaded = modules_after("import hypothesis.strategies")
    ours = {name for name in loaded if name.startswith("pamms_core")}
    assert ours <= {"pamms_core", "pamms_core._hypothesis"}
    assert "attr" not in loaded


@pytest.mark.parametrize("package", [pamms_core, pamms_core.workflow], ids=lambda each: each.__name__)
def test_every_public_name_is_found_and_listed(package: Any) -> None:
    """Each name in `__all__` can be loaded, and `dir()` names it."""
    homes = [name for names in package._HOMES.values() for name in names.split()]
    assert sorted(homes) == sorted(package.__all__)
    for name in package.__all__:
        assert getattr(package, name) is not None
        assert name in dir(package)


def test_a_package_face_loads_no_module_of_its_own() -> None:
    """`import pamms_core.workflow` loads that face, and no module behind it."""
    loaded = modules_after("import typing, pamms_core.workflow")
    ours = {name for name in loaded if name.startswith("pamms_core")}
    assert ours == {"pamms_core", "pamms_core.workflow"}
    assert not loaded & HEAVY


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A name the package does not have is refused as Python refuses it."""
    with pytest.raises(AttributeError, match="module 'pamms_core' has no attribute 'rait'") as error:
        pamms_core.rait  # noqa: B018
    assert error.value.args == ("module 'pamms_core' has no attribute 'rait'",)
