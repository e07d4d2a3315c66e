# Blue Pages. `make` alone lists what there is. Only Python 3.11+ and make are needed to begin with.
PYTHON ?= python3
WORKERS ?= 2
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
.DEFAULT_GOAL := help
.PHONY: help site test test-fast test-portal check lint fix serve setup lock clean python

help: # list these commands
	@sed -n 's/^\([a-z-]*\):[^#]*# \(.*\)/make \1	\2/p' Makefile | expand -t 18

site: python # install what a build needs and build the site into _site/
	@$(PYTHON) tools/setup.py
	$(BIN)/python build.py

test: python # install what the tests need, then lint, check types and run every test, once more with the reference readers
	@$(PYTHON) tools/setup.py --tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n $(WORKERS)
	$(BIN)/pytest -n $(WORKERS) --reference tests/book tests/vocabulary tests/whole/test_real_data.py

test-fast: python # the tests that are quick and need no browser
	@$(PYTHON) tools/setup.py --tests --no-browser
	$(BIN)/pytest -n $(WORKERS) -m "not slow and not browser"

test-portal: python # publish to a real CKAN, booted here or named by CKAN_URL; PORTAL="-k first" chooses, CKAN_UP_VERSION too
	@$(PYTHON) tools/setup.py --tests
	$(BIN)/pytest -n $(WORKERS) -m portal -rs tests/portal tests/whole $(PORTAL)

check: python # check the records in data/ and the vocabularies
	@$(PYTHON) tools/setup.py
	$(BIN)/bluepages check

lint: python # ruff and mypy
	@$(PYTHON) tools/setup.py --tests --no-browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fix: python # mend what a machine can mend, in the code and in the records
	@$(PYTHON) tools/setup.py --tests --no-browser
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/bluepages check --fix

serve: python # build, serve on this machine, and build again on every change
	@$(PYTHON) tools/setup.py
	$(BIN)/bluepages serve

setup: python # everything that a developer needs, without running anything
	@$(PYTHON) tools/setup.py --tests

lock: python # write the lock files anew from pyproject.toml and package.json (needs the network)
	@$(PYTHON) tools/lock.py

clean: # remove what was built and installed here
	rm -rf _site .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis bluepages.egg-info

python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "Python 3.11 or newer is needed, and '$(PYTHON)' is not here. Debian, Ubuntu: sudo apt install python3 python3-venv; elsewhere: python.org. If it has another name: make PYTHON=python3.12 site" >&2; exit 1; }
