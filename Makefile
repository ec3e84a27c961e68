# The one menu of developer commands. `make play` and `make test` do everything from a fresh clone.

VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := $(VENV)/.tools
INSTALL = if [ -x $(BIN)/uv ]; then set -- $(BIN)/uv pip install --quiet --python $(BIN)/python; \
	else set -- $(BIN)/python -m pip install --quiet --disable-pip-version-check; fi; "$$@"
TESTS := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help setup play run shell test check bench crash format lint types imports content record-ids parity lock clean

help: ## Show this menu
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

setup: $(TOOLS) ## Create .venv with exactly what is locked

# What the bot needs to run. uv installs in seconds what takes pip half a minute; where it can't be had, pip does it.
$(READY): requirements-run.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Installing into $(VENV) (once)…"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps uv==0.13.9 || true
	@$(INSTALL) --require-hashes -r requirements-run.lock
	@$(INSTALL) --no-deps --editable .
	@touch $@

# What the checks need beside it.
$(TOOLS): $(READY) requirements.lock
	@echo "Installing the tools for the checks into $(VENV) (once)…"
	@$(INSTALL) --require-hashes -r requirements.lock
	@touch $@

play: $(READY) ## Open the playground: the bot in a web page on this machine, no account needed
	@$(BIN)/python -m bot play

shell: $(READY) ## Talk to the bot in this terminal
	@$(BIN)/python -m bot shell

run: $(READY) ## Run the bot on the platforms that have a token in .env
	@$(BIN)/python -m bot run

# The core's own tests reach all of it, so only they are traced: tracing the others slows them and proves no more.
test: lint types imports content ## Everything that CI checks
	$(BIN)/coverage run -m pytest tests/core
	$(BIN)/coverage report
	$(TESTS) --ignore=tests/core

quick: $(TOOLS) ## All tests on all cores, without coverage: half of the time, for in between
	$(TESTS) -q -n logical --dist worksteal

check: lint types imports content ## The fast checks, for before every commit
	$(TESTS) -q -m "not slow"

bench: $(TOOLS) ## Measure against the bare libraries, as ratios within one run
	$(BIN)/python -m tests.benchmarks

crash: $(TOOLS) ## Kill the bot at 200 random moments of its posts, and count what is lost or double
	$(BIN)/python -m tests.crash.kills

format: $(TOOLS) ## Format the code
	$(BIN)/ruff check --quiet --fix-only bot tests
	$(BIN)/ruff format bot tests

lint: $(TOOLS)
	$(BIN)/ruff format --check --quiet bot tests
	$(BIN)/ruff check --quiet bot tests
	$(BIN)/hadolint Dockerfile

types: $(TOOLS)
	$(BIN)/mypy

imports: $(TOOLS)
	$(BIN)/lint-imports --no-logo

content: $(TOOLS) ## Check all content and list every problem
	$(BIN)/python -m bot check

record-ids: $(TOOLS) ## Note the ids of new content, so that removing one later is noticed
	$(BIN)/python -m bot check --record

parity: $(TOOLS) ## Act all dialogs out on all doors and write docs/parity.md
	$(BIN)/python -m tests.dialogs.matrix

lock: $(TOOLS) ## Choose the newest versions that pyproject.toml allows, with their hashes
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --upgrade \
		--extra dev pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		--extra postgres --constraint requirements.lock pyproject.toml --output-file requirements-run.lock

clean: ## Remove everything that was installed or made
	rm -rf $(VENV) .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache content/.library
