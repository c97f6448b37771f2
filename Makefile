# The two commands are `make run` and `make test`; `make help` lists the rest.

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.DEFAULT_GOAL := help
.PHONY: help run test fuzz third-language check format messages bench lock release clean

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 25

run: $(READY) ## serve the portal with its starter content at http://127.0.0.1:8000/
	@PORTAL_TRYOUT=1 exec $(BIN)/python manage.py try_out

test: $(READY) ## run all tests, on databases of their own, one for each core
	@PORTAL_TRYOUT=1 $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

fuzz: $(READY) ## send 10,000 drawn inputs to every page and form (nightly; `make test` sends always the same 500)
	@PORTAL_TRYOUT=1 FUZZ_CASES=$${FUZZ_CASES:-10000} POISON_EXAMPLES=100 $(BIN)/python -m pytest --numprocesses 2 --dist load \
		tests/fuzz tests/ots_portal/test_change_lists.py $(ARGS)

third-language: $(READY) ## give a throw-away copy a third language, migrate it and try it
	@$(BIN)/python .ci/third_language.py

check: $(READY) ## format, lint, layers, migrations, catalogues, Django's own checks
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@PORTAL_TRYOUT=1 $(BIN)/python -m pytest -q tests/test_layers.py tests/test_catalogues.py
	@PORTAL_TRYOUT=1 $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@PORTAL_TRYOUT=1 $(BIN)/python manage.py check --fail-level WARNING

format: $(READY) ## let ruff put the code in order
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

messages: $(READY) ## bring the catalogues in locale/ in line with the code
	@PORTAL_TRYOUT=1 $(BIN)/python manage.py update_catalogues

bench: $(READY) ## measure pages as ratios to a bare response, in one run
	@PORTAL_TRYOUT=1 PORTAL_VAR=$${PORTAL_VAR:-var}/bench $(BIN)/python manage.py bench $(ARGS)

lock: $(READY) ## compile requirements.txt and requirements-dev.txt from pyproject.toml, with hashes
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra dev pyproject.toml -o requirements-dev.txt

release: $(READY) ## give the version its number, changelog and kept site: make release VERSION=0.2.0
	@$(BIN)/python .ci/release.py $(VERSION)

clean: ## remove what the other commands made, except the data in var/
	@rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis var/static var/test

$(READY): requirements-dev.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed. Install it, or say: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "• Installing the packages of requirements-dev.txt into $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt \
		|| { echo "The packages could not be installed: see above. Check the package index and try again."; exit 1; }
	@touch $(READY)
