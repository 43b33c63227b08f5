# Each target sets up all it needs: a virtual environment beside the code, made anew when its list of versions changes.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/.ready

.PHONY: answer test lint types check bench clean

# The main job: build the graph in an embedded store, check it, and answer the first question with its sources.
answer: $(READY)
	$(BIN)/rehabkg build --store store
	$(BIN)/rehabkg query amnesty-without-rehabilitation --store store

# Every test, with its coverage by branch.
test: $(READY)
	$(BIN)/pytest -n auto --dist loadscope --cov --cov-report=term

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/codespell rehabkg docs bench README.md CHANGELOG.md data/README.md

types: $(READY)
	$(BIN)/mypy

check: lint types test

bench: $(READY)
	$(BIN)/python -m bench.curated

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is wanted, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -c 'import ensurepip, venv' || { echo "Python's venv module is wanted (Debian: apt install python3-venv)"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) store dist build
