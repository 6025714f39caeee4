# What a person types. CI, documents and package.json call these same targets.
# GNU make 3.81 is enough (macOS ships it), so: no .ONESHELL, every recipe line is its own shell.

VENV := backend/.venv
UV   := .tools/bin/uv
# The environment belongs to this folder and this UV_PYTHON. Move the one or change the other, and the
# name of the stamp changes too, so that the environment is made anew instead of half working.
READY := $(VENV)/.ready-$(shell { pwd; echo '$(UV_PYTHON)'; } | cksum | cut -d' ' -f1)
# The same environment with what drives a browser, which nobody needs who only runs it.
BROWSING := $(READY)-e2e

# The web interface is built where it is missing or older than what it is made from. Nothing of Node starts
# before make has found that out.
MODULES := node_modules/.package-lock.json
CLIENT := packages/api-client/dist/index.js
UI := $(if $(wildcard frontend/package.json),frontend/dist/index.html)
UI_SOURCES = $(if $(UI),$(shell find frontend \
  \( -name node_modules -o -name dist -o -name '*.tsbuildinfo' \) -prune -o -type f -print))

# The first Python that really starts (a pyenv shim may exist and fail) and is new enough; the versions
# that CI runs are preferred to newer ones. Expanded only where it is used.
PYTHON = $(shell for below in 14 99; do \
  for python in '$(UV_PYTHON)' python3 python python3.13 python3.12 python3.11; do \
    "$$python" -c "import sys; (3, 11) <= sys.version_info < (3, $$below) or sys.exit(1); print(sys.executable)" \
      2>/dev/null && exit; \
  done; done)

# uv takes the Python found here and no other: it would prefer the first on PATH or download one.
export UV_PYTHON_DOWNLOADS := never
# … and trusts whom the system trusts, as pip does, and so must npm: else both fail behind a company's proxy.
CERTIFICATES := $(firstword $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem))
ifneq ($(CERTIFICATES),)
export UV_SYSTEM_CERTS := true
NODE_EXTRA_CA_CERTS ?= $(CERTIFICATES)
export NODE_EXTRA_CA_CERTS
endif
# A service account may have no home to keep a cache in.
ifeq ($(shell test -w "$$HOME" && echo yes),)
export UV_CACHE_DIR := $(CURDIR)/.tools/cache
endif
unexport VIRTUAL_ENV CONDA_PREFIX
# Where Python may keep nothing compiled, each process compiles everything: a third of the time of `make test`.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check bench prove e2e screenshots ui client format seed migration lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

run: $(READY) ## start Quartermaster with demo data (PORT=8000, DATA_DIR=./data)
	@$(if $(UI),$(MAKE) --silent --no-print-directory $(UI) || echo 'The web interface could not be built; the API starts without a new one.' >&2)
	@cd backend && exec .venv/bin/quartermaster serve --demo

test: $(READY) ## run every test, on SQLite and on a real PostgreSQL, with branch coverage
	@cd backend && .venv/bin/pytest --cov --cov-report=term --cov-fail-under=97

check: $(BROWSING) $(CLIENT) ## lint, formatting, types, contracts, architecture, proofs, client and web interface
	@cd backend && failed=; \
	for command in 'ruff check' 'ruff format --check' mypy lint-imports 'deptry .' \
	  'pytest -q -n 0 tests/architecture' 'pytest -q -n 2 tests/figures'; do \
	    echo "── $$command"; .venv/bin/$$command || failed="$$failed [$$command]"; \
	done; cd ..; \
	for command in 'scripts/client --check' 'npm run --silent check --workspaces'; do \
	    echo "── $$command"; scripts/with-node $$command || failed="$$failed [$$command]"; \
	done; \
	test -z "$$failed" || { echo "make check: failed:$$failed" >&2; exit 1; }

# ROWS=100000 or 1000000 for the lists; ARGS=--quick to see only whether it works, ARGS=--help for the rest.
bench: $(READY) ## measure against a hand-written floor and pgbench, ten minutes (ROWS=10000)
	@cd backend && PYTHONPATH=. .venv/bin/python -m bench $(if $(ROWS),--rows $(ROWS)) $(ARGS)

# ARGS="F1 F7" for some of the figures, ARGS=--quick to see only whether it works, ARGS=--help for the rest.
prove: $(READY) ## kill, restart and race real servers: nothing may be lost, fifteen minutes
	@cd backend && PYTHONPATH=. .venv/bin/python -m prove $(ARGS)

# One browser at a time: it is several processes, and two cores have enough to do with one and its server.
E2E = cd backend && exec ../scripts/with-node .venv/bin/pytest tests/e2e -n 0
e2e: $(BROWSING) $(CLIENT) $(UI) ## drive the real server through a real browser (needs Chromium)
	@$(E2E)

screenshots: $(BROWSING) $(UI) ## the same, and take the pictures of docs/images
	@$(E2E) --screenshots

ui: $(UI) ## build the web interface

client: $(READY) $(MODULES) ## write the OpenAPI document and the TypeScript client anew
	@scripts/with-node scripts/client
	@$(MAKE) --no-print-directory $(CLIENT)

format: $(READY) ## format the code and apply the safe fixes
	@cd backend && .venv/bin/ruff check --fix-only --quiet . && .venv/bin/ruff format .

seed: $(READY) ## put the demo users and the sample world into the database (repeatable)
	@cd backend && exec .venv/bin/quartermaster seed

migration: $(READY) ## write a migration from the models: make migration m="add shelves"
	@test -n '$(m)' || { echo 'Say what it does: make migration m="add shelves"' >&2; exit 2; }
	@cd backend && exec .venv/bin/quartermaster migrate generate '$(m)'

# Pins stay where they are unless pyproject.toml forbids them; UPGRADE=1 takes the newest of everything.
# The others are constrained by the first: what is tested is what is shipped, in one environment.
LOCK = .tools/bin/uv pip compile --quiet --universal --python-version 3.11 \
  --generate-hashes --custom-compile-command 'make lock' --no-emit-index-url $(if $(UPGRADE),--upgrade)
lock: $(UV) ## recompile the hashed requirements from pyproject.toml (UPGRADE=1: take newer versions)
	@cd backend && ../$(LOCK) pyproject.toml --extra dev --output-file requirements.txt
	@cd backend && ../$(LOCK) pyproject.toml --constraint requirements.txt --output-file requirements-prod.txt
	@cd backend && ../$(LOCK) --group e2e --constraint requirements.txt --output-file requirements-e2e.txt
	@cd backend && ../$(LOCK) --group ui --output-file requirements-ui.txt

clean: ## remove what the other targets made, but never your data
	rm -rf .tools $(VENV) node_modules frontend/dist packages/api-client/dist
	rm -rf backend/htmlcov backend/.coverage* backend/.import_linter_cache
	find backend -name __pycache__ -o -name '.*_cache' -o -name .hypothesis | xargs rm -rf

# `python -m venv` is missing on a bare Debian, and its Python refuses a plain `pip install`, but not
# one into a folder; both ways the program ends up at the same place.
$(UV):
	@test -n '$(PYTHON)' || { echo 'Quartermaster needs Python 3.11 or newer on PATH (or named by UV_PYTHON); none was found.' >&2; exit 1; }
	@echo 'Fetching uv into .tools …'
	@rm -rf .tools; python='$(PYTHON)'; export PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1; \
	{ "$$python" -m venv .tools && .tools/bin/python -m pip install --quiet 'uv>=0.9,<1'; } >.tools.log 2>&1 \
	|| { rm -rf .tools; "$$python" -m pip install --quiet --target .tools 'uv>=0.9,<1'; } >>.tools.log 2>&1 \
	|| { cat .tools.log; rm -rf .tools .tools.log; echo 'uv could not be installed: Python needs its venv or pip module, and PyPI has to be reachable.' >&2; exit 1; }
	@rm -f .tools.log

$(READY): backend/requirements.txt backend/pyproject.toml | $(UV)
	@test -n '$(PYTHON)' || { echo 'Quartermaster needs Python 3.11 or newer on PATH (or named by UV_PYTHON); none was found.' >&2; exit 1; }
	@echo 'Preparing $(VENV) …'
	@test -f $@ || $(UV) venv --quiet --clear --python '$(or $(UV_PYTHON),$(PYTHON))' $(VENV)
	@$(UV) pip sync --quiet --compile-bytecode --require-hashes --python $(VENV) backend/requirements.txt
	@$(UV) pip install --quiet --no-deps --python $(VENV) --editable backend
	@touch $@

$(BROWSING): $(READY) backend/requirements-e2e.txt
	@echo 'Adding Playwright to $(VENV) …'
	@$(UV) pip install --quiet --require-hashes --python $(VENV) --requirements backend/requirements-e2e.txt
	@touch $@

$(MODULES): package.json package-lock.json $(wildcard packages/*/package.json frontend/package.json) | $(READY)
	@echo 'Installing what the web interface is made with …'
	@scripts/with-node npm ci --loglevel=error
	@touch $@

$(CLIENT): $(shell find packages/api-client/src -type f) packages/api-client/tsconfig.build.json $(MODULES)
	@scripts/with-node npm run --silent build --workspace packages/api-client

ifneq ($(UI),)
$(UI): $(UI_SOURCES) $(CLIENT)
	@echo 'Building the web interface …'
	@scripts/with-node npm run --silent build --workspace frontend
	@touch $@
endif
