# Everything goes through .venv, which the first target that needs it makes. PYTHON=… names another interpreter.
HOST ?= 127.0.0.1
PORT ?= 8501
FUZZ_SECONDS ?= 300
NEW_ENOUGH := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$python -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo $$python && break; done)

VENV := .venv
PEERS := .venv-peers
PY := $(VENV)/bin/python
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup run test check crash fuzz bench clean

help: ## list what make can do
	@awk -F ': .*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(VENV)/.running ## make .venv with what running needs
	@echo "$(VENV) is ready"

run: $(VENV)/.running ## build the first edition if there is none, and serve on http://HOST:PORT
	@$(PY) -m yearbook build --if-missing || test $$? -eq 1
	@exec $(PY) -m yearbook serve --host $(HOST) --port $(PORT) $(if $(filter 127.0.0.1 localhost ::1,$(HOST)),--steward)

test: $(VENV)/.testing ## run every test, those in a browser too
	@$(PY) -m tests.browser_setup
	@$(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile

check: $(VENV)/.testing ## style, types, who may import whom, SQL
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(VENV)/bin/sqlfluff lint queries

crash: $(VENV)/.testing ## kill writers at 200 moments and look at what they leave
	@$(PY) -m tests.crash

fuzz: $(VENV)/.testing ## give every way in hostile input for FUZZ_SECONDS (300)
	@$(INSTALL) -r requirements-fuzz.txt || echo "atheris cannot be installed here; inputs are changed at random instead." >&2
	@$(PY) -W ignore -m tests.fuzz --seconds $(FUZZ_SECONDS)

bench: $(VENV)/.testing $(PEERS)/.made ## the benchmarks, as ratios beside the peers'
	@$(PY) -m yearbook build --if-missing || test $$? -eq 1
	@$(PY) -m yearbook bench

clean: ## remove .venv and what tools left behind; data stays
	rm -rf $(VENV) $(PEERS) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .fuzz test-results
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with its venv module is needed (Debian, Ubuntu: apt-get install python3 python3-venv); or name one: make PYTHON=…" >&2; exit 2; }
	@"$(PYTHON)" -c '$(NEW_ENOUGH)' || { echo "$(PYTHON) is not Python 3.11 or newer" >&2; exit 2; }
	@$(PY) -c '$(NEW_ENOUGH)' 2>/dev/null || { echo "Making $(VENV) with $(PYTHON) …"; "$(PYTHON)" -m venv --clear $(VENV); }
	@touch $@

$(VENV)/.running: requirements.txt constraints.txt | $(VENV)/.made
	@echo "Installing what running needs …"
	@$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.testing: requirements-dev.txt requirements.txt requirements-cluster.txt constraints.txt | $(VENV)/.made
	@echo "Installing what tests need …"
	@$(INSTALL) -r requirements-dev.txt
	@touch $(VENV)/.running $@

$(PEERS)/.made: requirements-bench.txt | $(VENV)/.made
	@echo "Installing the peers that bench measures against …"
	@$(PY) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt || echo "The peers cannot be installed; bench goes on without them." >&2
	@touch $@
