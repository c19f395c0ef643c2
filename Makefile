# Thin targets: README shows the plain commands under each of them.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet --constraint constraints.txt
# The demo keeps its data and its keys to itself, away from a real installation.
DEMO_HOME ?= .demo

.PHONY: help demo test up clean

help:
	@echo "make demo   ingest the sample documents, ask, refuse, verify the audit trail"
	@echo "make test   ruff, mypy, import-linter and pytest"
	@echo "make up     server and chat page together; Ctrl-C stops both"
	@echo "make clean  remove what these targets made (never your own data)"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# What the main job needs: no torch, no compiler.
$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable .
	@touch $@

$(VENV)/.installed-ui: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[ui]'
	@touch $@

# The tests run every adapter for real: torch (CPU) and llama.cpp, which is compiled once and then cached by pip.
$(VENV)/.installed-test: pyproject.toml constraints.txt | $(BIN)/python
	CMAKE_ARGS="-DLLAVA_BUILD=OFF" $(PIP) --editable '.[dev,llama,sentence-transformers,training,ui]'
	@touch $@

demo: $(VENV)/.installed
	@$(BIN)/python -m samples.demo --home $(DEMO_HOME)

test: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

up: $(VENV)/.installed-ui
	@$(BIN)/assistant up

clean:
	rm -rf $(VENV) $(DEMO_HOME) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
