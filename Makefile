# make demo   the first journey, from a fresh clone        make test   everything that must hold
# make check  format, lint, types, import contract         make bench / make truth   speed / known numbers
.DELETE_ON_ERROR:
.PHONY: demo test check format pytest wheel bench truth clean help

PYTHON := $(or $(PYTHON),$(shell for python in python3.11 python3 python3.12 python3.13 python; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done))
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check
SOURCES := $(shell find journeysim scenarios -type f -not -path '*/__pycache__/*' 2>/dev/null | tr ' ' '?')

help:
	@sed -n '1,2s/^# //p' Makefile

demo: .venv/installed
	$(BIN)/journeysim run former_customer_refund
	$(BIN)/journeysim verify former_customer_refund || test $$? -eq 1  # something is found, and that is the point
	$(BIN)/journeysim run former_customer_refund --variant 'exception path'
	$(BIN)/journeysim verify former_customer_refund --variant 'exception path'

test: check pytest wheel

check: .venv/installed-dev
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/python -m journeysim fmt --check scenarios/*.yaml benchmarks/*.yaml

format: .venv/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

pytest: .venv/installed-dev
	$(BIN)/python -m pytest -n auto
	$(BIN)/python -m pytest -m alone

# The demo again, from a wheel in an environment of its own: what somebody has who only says `pip install`.
wheel: build/wheel-runs

bench: .venv/installed-dev
	$(BIN)/python benchmarks/bench.py

truth: .venv/installed-dev
	$(BIN)/python -m pytest tests/truth -m long

clean:
	rm -rf .venv build dist

.venv/made:
	@test -n '$(PYTHON)' || { echo 'journeysim needs Python 3.11 or newer with venv; name one: make PYTHON=/path/to/python'; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/made pyproject.toml
	$(PIP) --editable .
	@touch $@

.venv/installed-dev: .venv/made pyproject.toml
	$(PIP) --editable '.[dev]'
	@touch $@ .venv/installed

build/wheel-runs: .venv/installed-dev pyproject.toml README.md LICENSE $(SOURCES)
	rm -rf build/wheel && mkdir -p build/elsewhere
	$(BIN)/python -m build --no-isolation --wheel --outdir build/wheel . >build/wheel.log
	test -x build/wheel-venv/bin/pip || $(BIN)/python -m venv build/wheel-venv
	build/wheel-venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check build/wheel/*.whl
	build/wheel-venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --force-reinstall --no-deps build/wheel/*.whl
	cd build/elsewhere && ../wheel-venv/bin/journeysim run former_customer_refund
	cd build/elsewhere && ../wheel-venv/bin/journeysim run former_customer_refund --variant 'exception path'
	@touch $@
