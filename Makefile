# Two commands matter: `make run` and `make test`. Each sets up all it needs. `make help` lists the rest.

PORT ?= 8501
HOST ?= 127.0.0.1
PYTHON ?= python3
BIN := .venv/bin

# What is compiled is kept: a test starts many processes, and each would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

# Two workers: of more browsers at once each is so slow that nothing is gained.
AT_ONCE := -n 2 --dist loadgroup --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help run test setup setup-tests check bench fuzz recount faults measure-import format schema screenshot slides clean

help:            ## this list
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1\t/' | expand -t 22

run: setup       ## start the board on http://HOST:PORT (127.0.0.1:8501)
	$(BIN)/python -m streamlit run app.py --server.address $(HOST) --server.port $(PORT)

test: setup-tests ## run all tests, the browser's too
	$(BIN)/python -m pytest $(AT_ONCE)

setup: .venv/installed      ## .venv with what the board needs
setup-tests: setup .venv/installed-tests ## and with what the tests need, Chromium and a Chinese font among it
	@tools/install_for_tests.sh

.venv/bin/python:
	@tools/make_venv.sh $(PYTHON)

.venv/installed: .venv/bin/python requirements.txt constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -c constraints.txt
	@touch $@

.venv/installed-tests: .venv/installed requirements-dev.txt constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -c constraints.txt
	@touch $@

check: setup-tests ## format, lint, types, tests; runs all and reports all failures
	@failed=""; \
	$(BIN)/ruff format --check . || failed="$$failed format"; \
	$(BIN)/ruff check . || failed="$$failed lint"; \
	$(BIN)/mypy || failed="$$failed types"; \
	$(BIN)/python -m pytest $(AT_ONCE) || failed="$$failed tests"; \
	if [ -n "$$failed" ]; then echo "check failed:$$failed"; exit 1; else echo "check passed"; fi

bench: setup-tests ## ratios against something named, measured in one run
	$(BIN)/python tools/bench.py

MINUTES ?= 10
fuzz: setup-tests ## read odd files for MINUTES (10): no exception, nothing slow, nothing large
	$(BIN)/python tools/fuzz.py $(MINUTES)

CASES ?= 20000
recount: setup-tests ## CASES (20000) random plans with random rows, counted by the rules and once more by tests/recount.py
	RECOUNT_CASES=$(CASES) $(BIN)/python -m pytest tests/test_recount.py -n0

ROUNDS ?= 200
faults: setup-tests ## kill boards and the database ROUNDS (200) times each while reports are sent, break every connection; nothing acknowledged is lost
	FAULT_ROUNDS=$(ROUNDS) $(BIN)/python -m pytest tests/test_faults.py tests/test_durable.py -k "killed or breaks" -n0 -s

FOLDER ?= tests/plans
measure-import: setup ## how well import-plan reads the documents with truths in FOLDER (tests/plans)
	PYTHONPATH=. $(BIN)/python tools/measure_import.py $(FOLDER)

format: setup-tests ## put the code into form
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

schema: setup    ## write the JSON Schemas of a plan file and of a people file anew
	$(BIN)/python -c "from lib.plan.file import plan_schema; print(plan_schema(), end='')" > data/plan.schema.json
	$(BIN)/python -c "from lib.board.people import people_schema; print(people_schema(), end='')" > data/people.schema.json

screenshot: setup-tests ## take the README's picture anew
	$(BIN)/python tools/screenshot.py

slides: setup-tests ## the deck of the shipped plan and a picture of every slide, into build/slides/
	PYTHONPATH=. $(BIN)/python tools/slides.py

clean:           ## remove what was built
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .hypothesis
