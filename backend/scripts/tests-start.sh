#!/usr/bin/env bash
# Wait until the database answers (at most WAIT seconds), then run the tests: for a container that starts with it.
set -euo pipefail
CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
[ -n "${VIRTUAL_ENV:-}" ] || PATH="$PWD/.venv/bin:$PATH" # an environment somebody activated comes first
until python migrate.py current; do
  [ $SECONDS -lt "${WAIT:-60}" ] || exit 1
  sleep 1
done
exec bash scripts/test.sh "$@"
