# Alembic from any folder: `run_migrations.ps1 upgrade head` (the default), `current`, `history`, `downgrade -1`.
$ErrorActionPreference = "Stop"
$arguments = if ($args.Count) { $args } else { @("upgrade", "head") }
$own = @("../.venv/Scripts/python.exe", "../.venv/bin/python") | ForEach-Object { Join-Path $PSScriptRoot $_ } | Where-Object { Test-Path $_ } | Select-Object -First 1
$python = if (-not $env:VIRTUAL_ENV -and $own) { $own } else { "python" } # an environment somebody activated comes first
Push-Location (Join-Path $PSScriptRoot "..")
try { & $python -m alembic @arguments } finally { Pop-Location }
exit $LASTEXITCODE
