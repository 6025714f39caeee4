#!/usr/bin/env bash
# Alembic from any folder: `run_migrations.sh upgrade head` (the default), `current`, `history`, `downgrade -1`.
set -euo pipefail
CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
[ -n "${VIRTUAL_ENV:-}" ] || PATH="$PWD/.venv/bin:$PATH" # an environment somebody activated comes first
[ $# -gt 0 ] || set -- upgrade head
exec python -m alembic "$@"
