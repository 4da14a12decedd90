.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help setup demo up down test test-deploy bench soak check format generate

help:  ## print the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP)  ## make .venv with everything pinned

$(STAMP): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; found " + sys.version.split()[0] + ". Say which with: make PYTHON=python3.12 setup")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: setup  ## run the whole system on sample contacts and check every outcome (DEMO_CONTACTS=N, DEMO_KEEP=1)
	$(BIN)/callctl demo

up: setup  ## start the stack and keep it running (data in .data/)
	$(BIN)/callctl up --detach

down: setup  ## stop the stack; data stays
	$(BIN)/callctl down

test: setup  ## all tests that need no Docker engine
	$(BIN)/python -m pytest -m "not deploy"

test-deploy: setup  ## tests that need a Docker engine
	$(BIN)/python -m pytest -m deploy

bench: setup  ## the benchmarks; writes bench/results.json
	$(BIN)/python -m bench.run

soak: setup  ## the long fault run
	$(BIN)/python -m pytest tests/faults --soak

format: setup  ## format and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

generate: setup  ## write the generated files anew (schemas, references)
	$(BIN)/python -m shared.contracts.schemas
	$(BIN)/python -m services.campaigns.interface

check: setup  ## what CI runs: format, lint, types, generated files fresh, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m shared.contracts.schemas --check
	$(BIN)/python -m services.campaigns.interface --check
	$(MAKE) test
