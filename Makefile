# `make lab` and `make test` are all a person needs; the rest are their parts.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PATH := $(CURDIR)/$(BIN):$(PATH)
export TF_CPP_MIN_LOG_LEVEL ?= 2
# Some containers forbid it: without compiled files each of a hundred kernels would compile Playground anew.
unexport PYTHONDONTWRITEBYTECODE

# The browser's tests in parts of about the same length, by the letters that names of their files begin with.
PARTS := !a-r e-l a-d m-r

.PHONY: lab test test-models env bundle protocol catalog problems findings dtypes templates constraints lint frontend chromium oldest pytest unit browser $(PARTS:%=browser-%) bench pictures gestures wheel clean

lab: env bundle  ## JupyterLab on the quick start; ARGS="--no-browser --port 8899" passes options on
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/notebooks/quick_start.ipynb $(ARGS)

# Python's tests and those of the browser run side by side, and none of two processors rests before all is done; each
# part says what it has to say in one piece, at its end.
test: env bundle chromium oldest  ## everything: lint, types, TypeScript, Python, contract, real JupyterLab
	@$(MAKE) --keep-going --jobs=2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) unit $(PARTS:%=browser-%) frontend lint

env: $(READY)

$(READY): pyproject.toml constraints.txt widgets/hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Playground needs Python 3.11 or newer; this is $$($(PYTHON) --version). Name another one: make PYTHON=python3.12 env"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); sh scripts/apt_install.sh python3-venv && $(PYTHON) -m venv $(VENV); }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

bundle: env  ## the browser half, if it is older than its sources
	@$(BIN)/python widgets/hatch_build.py

protocol: env  ## what follows from playground/protocol: the JSON schema and the TypeScript types
	$(BIN)/python -m playground.protocol > widgets/protocol.schema.json
	cd widgets && node protocol.mjs
	$(BIN)/python -m tests.contract.edit_traces

catalog: env  ## the fixture that shows what a Keras upgrade changes
	$(BIN)/python -m playground.catalog > tests/fixtures/catalog.json

dtypes: env  ## which dtypes each layer and operation computes with, tried on all of them; a minute, after an upgrade of Keras
	$(BIN)/python -m tests.contract.dtypes

problems: env  ## the help pages of problems, after a change of playground/checking/rules
	$(BIN)/python -m playground.checking docs/problems

findings: env  ## the help pages of findings, after a change of playground/doctor/rules
	$(BIN)/python -m playground.doctor docs/findings

templates: env  ## the documents of the start gallery, after a change of scripts/templates.py, the layout or the format
	$(BIN)/python scripts/templates.py

constraints: env  ## the exact versions that the tests ran with
	$(BIN)/python -m pip freeze --exclude-editable --exclude keras-playground > constraints.txt

lint: env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

frontend: env bundle
	cd widgets && npx tsc --noEmit && npx tsc --noEmit -p lab && npx biome ci . ../tests/frontend && npx vitest run

chromium:
	@command -v chromium >/dev/null || test -n "$$PLAYGROUND_CHROMIUM" || sh scripts/apt_install.sh chromium

oldest: $(VENV)-oldest/.ready

$(VENV)-oldest/.ready: $(READY) scripts/oldest_lab.py
	$(BIN)/python scripts/oldest_lab.py $(VENV)-oldest
	@touch $@

pytest: env bundle oldest  ## all of Python, or what ARGS="tests/unit -k name" says
	$(BIN)/python -m pytest $(ARGS)

unit: env bundle
	$(BIN)/python -m pytest tests/unit tests/contract tests/notebooks $(ARGS)

browser: env bundle chromium oldest
	$(BIN)/python -m pytest tests/browser $(ARGS)

$(PARTS:%=browser-%): browser-%: env bundle chromium oldest
	$(BIN)/python -m pytest $$(find tests/browser -name 'test_[$*]*.py' | sort) $(ARGS)

test-models: env  ## every architecture of keras.applications, opened and compared; some minutes, several GB of memory
	$(BIN)/python -m pytest tests/models -s $(ARGS)

bench: env bundle  ## every figure of the README
	for file in training probing plane edit source layout canvas studio watching pictures history templates; do $(BIN)/python benchmarks/$$file.py || exit 1; done

pictures: env bundle chromium  ## the README's pictures, from a real JupyterLab
	$(BIN)/python -m tests.browser.pictures

gestures: env bundle chromium  ## every gesture twice, 20 rounds in an order by chance; ARGS="--seed 7 --only delete"
	$(BIN)/python -m tests.browser.gestures $(ARGS)

wheel: env
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) $(VENV)-oldest dist widgets/node_modules widgets/lab/node_modules widgets/lab/dist playground/static/*.js .mypy_cache .ruff_cache .pytest_cache .hypothesis
