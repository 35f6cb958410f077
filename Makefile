# Works in a fresh clone with Python 3.11 or newer and make; everything else comes from the package index into .venv.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# One core a worker: Tesseract's own threads make it slower, not faster.
export OMP_THREAD_LIMIT := 1

.PHONY: help install demo lint test serve bench train clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/installed ## the program and all it needs, in .venv

.venv/libraries: requirements.lock tools/system-packages.sh
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python"; exit 1; }
	@bash tools/system-packages.sh
	@"$(PYTHON)" -m venv --clear .venv || { echo "This Python cannot make virtual environments; on Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --use-pep517 -r requirements.lock
	@touch $@

.venv/installed: .venv/libraries pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: .venv/installed ## extract all of sample_docs: a table here, CSV, XLSX, JSON and SQLite in demo_out/
	@$(BIN)/python -m tools.demo

lint: .venv/installed ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/mypy

test: .venv/installed ## every test
	$(BIN)/python -m pytest

serve: .venv/installed ## the HTTP API on 127.0.0.1:8000
	$(BIN)/extractor serve

# make bench DATA=folder [BENCH="--sets facturx,sroie --systems extractor --limit 10"]
bench: .venv/installed ## the benchmarks, beside the peers, over the sets of DATA; writes docs/benchmarks.md
	@test -n "$(DATA)" || { echo "name the folder of sets: make bench DATA=..."; exit 2; }
	$(BIN)/python -m tools.bench "$(DATA)" $(BENCH)

# make train [DATA=folder]
train: .venv/installed ## the models that ship, rebuilt: from our generator, and from SROIE and the FCC filings where DATA has them
	$(BIN)/python -m tools.train $(if $(DATA),--data "$(DATA)")

clean: ## remove what the other targets made
	rm -rf .venv .bench .train demo_out build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
