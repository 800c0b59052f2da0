"""Profiles of how long to drive random cases; none of them is random."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

for name, examples in (("fast", 25), ("ci", 200), ("nightly", 3000)):
    settings.register_profile(
        name,
        max_examples=examples,
        stateful_step_count=20,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
settings.load_profile(os.environ.get("PAMMS_PROFILE", "fast"))
