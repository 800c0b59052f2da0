"""Profiles of how long to search for a counterexample; none of them is random."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

for name, examples in (("fast", 25), ("ci", 400), ("nightly", 5000)):
    settings.register_profile(
        name,
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile(os.environ.get("PAMMS_PROFILE", "fast"))
