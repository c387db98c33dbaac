"""How many examples Hypothesis tries: enough at each change, ten times as many in `thorough`.

At each change they are the same ones on every machine, so that a run that fails fails again.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

THOROUGH = "SENTRALBORD_THOROUGH" in os.environ
"""Set by `make test-thorough`."""
USUAL_EXAMPLES = 100
PROFILE = "sentralbord"


def examples(usual: int) -> int:
    """How many to try where `usual` ones are enough at each change."""
    return 10 * usual if THOROUGH else usual


settings.register_profile(
    PROFILE,
    derandomize=not THOROUGH,
    database=None,
    deadline=None,
    max_examples=examples(USUAL_EXAMPLES),
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
"""No time limit: how fast the machine is today is no fault of what is tested."""
