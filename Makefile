.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# The console is built where a Node that can build it is there.
NODE_FITS := $(shell node -e 'const [a, b] = process.versions.node.split("."); console.log(+a > 20 || (+a == 20 && +b >= 19) ? "yes" : "")' 2>/dev/null)
CONSOLE := $(if $(NODE_FITS),console/dist/index.html)
CONSOLE_PACKAGES := console/node_modules/.installed
CONSOLE_SOURCES := console/index.html console/package.json console/vite.config.ts $(shell find console/src console/public console/scripts -type f 2>/dev/null)

.PHONY: help setup demo up down test stories pictures test-deploy bench soak check format generate

help:  ## print the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) $(CONSOLE)  ## make .venv with everything pinned, and the console where Node is there

$(STAMP): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; found " + sys.version.split()[0] + ". Say which with: make PYTHON=python3.12 setup")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

$(CONSOLE_PACKAGES): console/package-lock.json
	cd console && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

console/dist/index.html: $(CONSOLE_PACKAGES) $(CONSOLE_SOURCES)
	cd console && npm run --silent build

demo: setup  ## run the whole system on sample contacts and check every outcome (DEMO_CONTACTS=N, DEMO_KEEP=1)
	$(BIN)/callctl demo

up: setup  ## start the stack and keep it running (data in .data/)
	$(BIN)/callctl up --detach

down: setup  ## stop the stack; data stays
	$(BIN)/callctl down

# So many test processes at a time, each with servers of its own; a file's tests stay together.
JOBS ?= 2

test: setup  ## all tests that need no Docker engine (TEST_INFRA=containers: servers in containers)
	$(BIN)/python -m pytest -m "not deploy" -n $(JOBS) --dist loadfile
ifneq ($(CONSOLE),)
	cd console && npm test
else
	@echo "console not tested: Node 20.19 or newer is needed"
endif

stories: setup  ## the console's stories in Chromium against a real stack
	cd console && npm run --silent stories

pictures: setup  ## take the README's pictures of the console anew
	cd console && IMAGES=$(CURDIR)/docs/images npm run --silent stories -- pictures --no-deps

test-deploy: setup  ## tests that need a Docker engine; without one they say that they were skipped
	$(BIN)/python -m pytest -m deploy -rs

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
	$(BIN)/python -m callctl.configuration
	$(if $(CONSOLE),cd console && npm run --silent generate)

check: setup  ## what CI runs: format, lint, types, generated files fresh, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m shared.contracts.schemas --check
	$(BIN)/python -m services.campaigns.interface --check
	$(BIN)/python -m callctl.configuration --check
	$(if $(CONSOLE),cd console && npm run --silent check)
	$(MAKE) test
