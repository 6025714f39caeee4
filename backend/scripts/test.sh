#!/usr/bin/env bash
# The tests with coverage, which `htmlcov/index.html` then shows line by line. Arguments go to pytest.
set -euo pipefail
CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
[ -n "${VIRTUAL_ENV:-}" ] || PATH="$PWD/.venv/bin:$PATH" # an environment somebody activated comes first
exec python -m pytest --cov --cov-report=term --cov-report=html "$@"
