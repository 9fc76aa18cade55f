# `make run` and `make test` are all that a fresh machine needs; each sets up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: setup run demo test lint bench load validate lock screenshots dictionary

setup: $(STAMP)

$(STAMP): pyproject.toml requirements.lock requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "Tensiometer needs Python 3.11 to 3.13; name one with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: setup
	$(BIN)/tension run

demo: setup
	$(BIN)/tension run --demo

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest -n 2

# Imports the corpus beside the checkout (some three minutes), then holds its signal against the index and the events.
VALIDATED := var/validated
validate: setup
	$(BIN)/tension import ../shared/data/corpora/rss_2020_2023.parquet --home $(VALIDATED)
	$(BIN)/tension validate --gpr ../shared/data/gpr --home $(VALIDATED) --json $(VALIDATED)/validation.json --floors

bench: setup
	$(BIN)/python -m tests.bench

# Readers of the dashboard on a large archive: what they wait for, beside what is asked. Loopback only; stops by itself.
load: setup
	$(BIN)/python -m tests.load

# Writes the data dictionary into warehouse/README.md from the comments in the SQL.
dictionary: setup
	$(BIN)/python -m warehouse.dictionary

# Needs Chromium; writes the pictures that dashboard/README.md shows.
screenshots: setup
	$(BIN)/python -m tests.browser.screenshots

# Compiles the lock files anew; needs uv. No index address is written into them.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --custom-compile-command "make lock" --output-file requirements.lock
	uv pip compile --group dev pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --custom-compile-command "make lock" --constraint requirements.lock --output-file requirements-dev.lock
