# The one menu of developer commands. `make play` and `make test` do everything from a fresh clone.

VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TESTS := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help setup play run shell test check bench format lint types imports content record-ids lock clean

help: ## Show this menu
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

setup: $(STAMP) ## Create .venv with exactly what is locked

# uv installs in a few seconds what takes pip half a minute; where it can't be had, pip does the work.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Installing into $(VENV) (once)…"
	@$(PYTHON) -m venv $(VENV)
	@if $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps uv==0.13.9; then \
		$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock && \
		$(BIN)/uv pip install --quiet --no-deps --python $(BIN)/python --editable . ; \
	else \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable . ; \
	fi
	@touch $@

play: $(STAMP) ## Open the playground: the bot in a web page on this machine, no account needed
	@$(BIN)/python -m bot play

shell: $(STAMP) ## Talk to the bot in this terminal
	@$(BIN)/python -m bot shell

run: $(STAMP) ## Run the bot on the platforms that have a token in .env
	@$(BIN)/python -m bot run

test: lint types imports content ## Everything that CI checks
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report

check: lint types imports content ## The fast checks, for before every commit
	$(TESTS) -q -m "not slow"

bench: $(STAMP) ## Measure against the bare libraries, as ratios within one run
	$(BIN)/python -m tests.benchmarks

format: $(STAMP) ## Format the code
	$(BIN)/ruff check --quiet --fix-only bot tests
	$(BIN)/ruff format bot tests

lint: $(STAMP)
	$(BIN)/ruff format --check --quiet bot tests
	$(BIN)/ruff check --quiet bot tests
	$(BIN)/hadolint Dockerfile

types: $(STAMP)
	$(BIN)/mypy

imports: $(STAMP)
	$(BIN)/lint-imports --no-logo

content: $(STAMP) ## Check all content and list every problem
	$(BIN)/python -m bot check

record-ids: $(STAMP) ## Note the ids of new content, so that removing one later is noticed
	$(BIN)/python -m bot check --record

lock: $(STAMP) ## Choose the newest versions that pyproject.toml allows, with their hashes
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --upgrade \
		--extra dev pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		--constraint requirements.lock pyproject.toml --output-file requirements-run.lock

clean: ## Remove everything that was installed or made
	rm -rf $(VENV) .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
