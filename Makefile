# Every target runs in .venv and makes it where it is missing. PYTHON=… names another interpreter.
HOST ?= 127.0.0.1
PORT ?= 8501
FUZZ_SECONDS ?= 300
FACTS ?= 1000000
REPORTS ?= 5000
PYTHONS ?= python3.11 python3.12 python3.13
WATCHED := yearbook pages queries static data/catalogue data/record
PARALLEL := -n auto --maxprocesses 4 --dist loadfile
NEW_ENOUGH := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$python -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo $$python && break; done)

VENV := .venv
PEERS := .venv-peers
ENGINES := .venv-engines
PY := $(VENV)/bin/python
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup run dev test test-fast check pythons crash fuzz bench engines findings generated clean

help: ## list what make can do
	@awk -F ': .*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(VENV)/.running $(if $(OCR),$(VENV)/.ocr) ## make .venv with what running needs; OCR=1 with what reads scans, too
	@echo "$(VENV) is ready"

run: $(VENV)/.running ## build the first edition if there is none, and serve on http://HOST:PORT
	@$(PY) -m yearbook build --if-missing || test $$? -eq 1
	@exec $(PY) -m yearbook serve --host $(HOST) --port $(PORT) $(if $(filter 127.0.0.1 localhost ::1,$(HOST)),--steward)

dev: $(VENV)/.running ## serve on http://HOST:PORT and reload pages, words and modules as they are saved
	@$(PY) -m yearbook build --if-missing || test $$? -eq 1
	@exec $(VENV)/bin/watchmedo auto-restart --signal SIGTERM --debounce-interval 0.5 --recursive --patterns '**/*.py;**/*.sql;**/*.yaml;**/*.csv;**/*.css;**/*.html' $(WATCHED:%=--directory %) -- \
		$(PY) -m yearbook serve --host $(HOST) --port $(PORT) $(if $(filter 127.0.0.1 localhost ::1,$(HOST)),--steward)

test: $(VENV)/.testing ## run every test, those in a browser too
	@$(PY) -m tests.system_setup
	@$(PY) -m pytest $(PARALLEL)

test-fast: $(VENV)/.testing ## run the tests of language, extraction, analysis, charts and catalogue: about a minute
	@$(PY) -m pytest -m fast $(PARALLEL)

check: $(VENV)/.testing ## check style, types, import contracts and SQL style
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(VENV)/bin/sqlfluff lint queries benchmarks/queries

pythons: ## run check and test-fast on each of PYTHONS (3.11 to 3.13) that is found, in an environment of its own
	@failed=; for python in $(PYTHONS); do \
		$$python -c '$(NEW_ENOUGH)' >/dev/null 2>&1 || { echo "$$python is not here"; continue; }; \
		$(MAKE) --no-print-directory PYTHON=$$python VENV=.venv-$$python check test-fast || failed="$$failed $$python"; \
	done; test -z "$$failed" || { echo "failed on:$$failed" >&2; exit 1; }

crash: $(VENV)/.testing ## kill writers at 200 moments and check what they leave
	@$(PY) -m tests.crash

findings: ## run every script of findings/ and name those that no longer hold (each installs its own packages)
	@failed=; for script in findings/*.sh; do bash $$script || failed="$$failed $$script"; done; \
		test -z "$$failed" || { echo "no longer as stated:$$failed" >&2; exit 1; }

fuzz: $(VENV)/.testing ## feed every entry point hostile input for FUZZ_SECONDS (300)
	@$(INSTALL) -r requirements-fuzz.txt || echo "atheris cannot be installed here; inputs are changed at random instead." >&2
	@$(PY) -W ignore -m tests.fuzz --seconds $(FUZZ_SECONDS)

bench: $(VENV)/.testing $(PEERS)/.made ## run the benchmarks: ratios against peers and bounds
	@$(PY) -m yearbook build --if-missing || test $$? -eq 1
	@$(PY) -m yearbook bench

engines: $(ENGINES)/.made ## ask other engines for an edition of FACTS figures, have Dask and Spark read REPORTS reports (Java 17)
	@$(ENGINES)/bin/python -W ignore -m benchmarks.engines.read_tree --facts $(FACTS)
	@$(ENGINES)/bin/python -W ignore -m benchmarks.engines.read_reports --reports $(REPORTS)
	@$(ENGINES)/bin/python -W ignore -m benchmarks.engines.shared_folder

generated: $(VENV)/.running ## make an edition of FACTS (1000000) invented figures in the empty folder INTO, to measure with
	@test -n "$(INTO)" || { echo "Name an empty folder: make generated FACTS=1000000 INTO=folder" >&2; exit 2; }
	@$(PY) -m benchmarks.generated --facts $(FACTS) --into "$(INTO)"
	@echo "Serve it: YEARBOOK_DATA=$(INTO) $(PY) -m yearbook serve"

clean: ## remove .venv and what tools left behind; data stays
	rm -rf $(VENV) $(PEERS) $(ENGINES) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .fuzz test-results
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

$(VENV)/.ocr: requirements-ocr.txt constraints.txt | $(VENV)/.running
	@echo "Installing what reads scans …"
	@$(INSTALL) -r requirements-ocr.txt
	@touch $@

$(VENV)/.testing: requirements-dev.txt requirements.txt requirements-cluster.txt requirements-ocr.txt constraints.txt | $(VENV)/.made
	@echo "Installing what tests need …"
	@$(INSTALL) -r requirements-dev.txt
	@touch $(VENV)/.running $(VENV)/.ocr $@

$(PEERS)/.made: requirements-bench.txt | $(VENV)/.made
	@echo "Installing the peers that bench measures against …"
	@$(PY) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt || echo "The peers cannot be installed; bench goes on without them." >&2
	@touch $@

$(ENGINES)/.made: requirements-engines.txt requirements-cluster.txt requirements.txt constraints.txt | $(VENV)/.made
	@echo "Installing the engines …"
	@$(PY) -m venv $(ENGINES)
	@$(ENGINES)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-engines.txt
	@touch $@
