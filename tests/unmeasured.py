"""The environment of a command that is not measured: where the disk refuses, coverage would complain of it too."""

from __future__ import annotations

import os

UNMEASURED = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
