"""List, show, compare and check local policies."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pamms_core.cli.output import write, write_json, write_lines
from pamms_core.cli.sources import UsageError, as_path
from pamms_core.cli.status import Status
from pamms_core.errors import DataFileError
from pamms_core.policies.catalogue import load_policy, shipped_policies
from pamms_core.policies.comparison import compare_policies
from pamms_core.policies.policy_lint import lint_policy, policy_warnings

if TYPE_CHECKING:
    from argparse import Namespace

    from pamms_core.policies.comparison import PolicyComparison
    from pamms_core.policies.policy import LocalPolicy
    from pamms_core.policies.policy_lint import PolicyFinding

__all__ = ["day_of", "policies"]


def policies(options: Namespace) -> Status:
    """Do one of the four things with policies."""
    if options.action == "check":
        return _check(options)
    if options.action == "list":
        _refuse_names(options)
        return _list(options)
    names = options.names or (shipped_policies() if options.action == "compare" else ())
    if not names:
        raise UsageError(f"name a policy to show: {', '.join(shipped_policies())}, or a file")
    found = [load_policy(as_path(each)) for each in names]
    whole = options.action == "show" or options.all
    compared = compare_policies(found)
    if options.json:
        write_json(_comparison(compared, whole=whole))
    else:
        written = {"text": compared.text, "markdown": compared.markdown, "html": compared.html}
        write_lines("".join(f"{each.message}\n" for each in _warnings(found, options)))
        put = write_lines if options.format == "text" else write
        put(written[options.format](all_values=whole))
    return Status.FINE


def _refuse_names(options: Namespace) -> None:
    if options.names:
        raise UsageError("pamms policies list takes no names; pamms policies show NAME does")


def _warnings(found: list[LocalPolicy], options: Namespace) -> list[PolicyFinding]:
    """Warn of policies that are not in force or past their review on a day (A15)."""
    if options.on is None or options.format != "text":
        return []
    on = day_of(options.on)
    return [warning for each in found for warning in policy_warnings(each, on)]


def day_of(text: str) -> date:
    """Read a day, or raise UsageError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"must be a date such as 2026-11-22, not {text!r}") from None


def _list(options: Namespace) -> Status:
    found = [load_policy(each) for each in shipped_policies()]
    if options.json:
        write_json({"policies": list(map(_summary, found))})
        return Status.FINE
    for each in found:
        told = _summary(each)
        counted = f"{told['values']} values, {told['ours']} of them ours"
        write_lines(f"{each.id:<12} {each.title}, edition {each.edition} ({counted})")
    for warning in _warnings(found, options):
        write_lines(warning.message)
    return Status.FINE


def _summary(policy: LocalPolicy) -> dict[str, Any]:
    ours = sum(map(policy.is_ours, policy.sources))
    return {
        "id": policy.id,
        "edition": policy.edition,
        "title": policy.title,
        "values": len(policy.sources),
        "ours": ours,
    }


def _comparison(compared: PolicyComparison, *, whole: bool) -> dict[str, Any]:
    values = [
        {
            "path": value.path,
            "group": value.group,
            "name": value.name,
            "differs": value.differs,
            "cells": [
                None
                if each is None
                else {"text": each.text, "source": each.source, "ours": each.is_ours}
                for each in value.cells
            ],
        }
        for value in (compared.values if whole else compared.differences)
    ]
    return {"policies": [each.id for each in compared.policies], "values": values}


def _check(options: Namespace) -> Status:
    if len(options.names) != 1:
        raise UsageError("name one policy file to check")
    (name,) = options.names
    try:
        policy = load_policy(as_path(name))
    except DataFileError as error:
        if not options.json:
            raise
        told = {"file": name, "title": "", "mistakes": list(map(str, error.mistakes)), "findings": []}
        write_json(told)
        return Status.PROBLEMS
    findings = [*lint_policy(policy)]
    if options.on is not None:
        findings += policy_warnings(policy, day_of(options.on))
    if options.json:
        shown = [{"code": each.code, "where": each.where, "message": each.message} for each in findings]
        write_json({"file": name, "title": policy.title, "mistakes": [], "findings": shown})
        return Status.FINE
    write(f"{policy.title}, edition {policy.edition}: a policy without mistakes\n")
    for each in findings:
        write_lines(f"{each.where}: {each.message} [{each.code}]")
    return Status.FINE
