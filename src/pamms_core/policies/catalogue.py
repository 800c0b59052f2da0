"""The shipped local policies, and a council's own file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from pamms_core.policies.policy_file import load_policy_file
from pamms_core.standards.catalogue import resolve, shipped

if TYPE_CHECKING:
    from os import PathLike

    from pamms_core.policies.policy import LocalPolicy

__all__ = ["load_policy", "shipped_policies"]

_DATA: Final = os.path.join(os.path.dirname(__file__), "data")
_LOCAL: Final = os.path.join(_DATA, "local")
_COMMON: Final = os.path.join(_DATA, "common.toml")


def load_policy(name: str | PathLike[str]) -> LocalPolicy:
    """Load a local policy, by the id of a shipped one or from a file.

    Args:
        name: the id of a shipped policy, or a path: a ``Path``, or a text that has
            a folder separator or an ending such as ``.toml``.

    Raises:
        UnknownNameError: no shipped policy has this id.
        DataFileError: the file cannot be used; names every mistake in it.

    >>> str(load_policy("norfolk").comments.period)
    '14 days'
    """
    return load_policy_file(resolve("policy", name, _LOCAL), common=_COMMON)


def shipped_policies() -> tuple[str, ...]:
    """List the ids of the shipped policies.

    >>> shipped_policies()
    ('essex', 'lancashire', 'norfolk', 'south-west', 'wirral')
    """
    return shipped(_LOCAL)
