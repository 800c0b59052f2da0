"""Check an installed wheel in an environment that has the runtime dependencies only."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import pkgutil
import subprocess
import sys
import tomllib

import pamms_core
from pamms_core import load_answers, load_set, rate, shipped_examples, shipped_methods, shipped_sets
from pamms_core.policies.catalogue import load_policy, shipped_policies
from pamms_core.standards.catalogue import find_example

ALLOWED = {"attrs", "cattrs", "pamms-core", "pip", "python-dateutil", "setuptools", "six"}
# These parts need an extra.
EXTRAS = {"pamms_core.testing": "hypothesis", "pamms_core.cli": "rich"}


def check_environment() -> None:
    """Fail if something beyond the runtime dependencies is installed."""
    installed = {each.metadata["Name"].lower() for each in importlib.metadata.distributions()}
    installed -= {"typing-extensions", "typing_extensions", "tzdata"}
    if beyond := installed - ALLOWED:
        sys.exit(f"not a bare environment: {', '.join(sorted(beyond))}")


def check_modules() -> None:
    """Import every module; only those of an extra may ask for what it brings, and nothing else."""
    modules = pkgutil.walk_packages(pamms_core.__path__, "pamms_core.", onerror=lambda _: None)
    for module in modules:
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            part = ".".join(module.name.split(".")[:2])
            if error.name != EXTRAS.get(part):
                raise


def check_main_job() -> None:
    """Rate every shipped example, in Python and on the command line."""
    for name in shipped_examples():
        with open(find_example(name), "rb") as stream:
            question_set = load_set(tomllib.load(stream)["set"])
        print(rate(question_set, load_answers(name, question_set)))
    command = [sys.executable, "-m", "pamms_core", "rate", shipped_examples()[0], "--json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    check_environment()
    check_modules()
    check_main_job()
    for name in shipped_policies():
        print(load_policy(name))
    shipped = f"{len(shipped_sets())} sets, {len(shipped_methods())} methods"
    print(f"wheel: {shipped}, from {pamms_core.__file__}")
