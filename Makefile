# Velocity CRM: `make demo` runs it, `make test` checks it, `make help` lists the rest.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python
UV := $(VENV)/tools/bin/uv
OURS := velocity_crm core accounts inventory contacts opportunities activities evidence approvals \
        identity imports client360 oracle_bridge privacy ops bench manage.py
# The checks look at the code alone, so no server is started for them.
NOWHERE := DATABASE_URL=$${DATABASE_URL:-postgresql:///never-opened}
export VIRTUAL_ENV := $(CURDIR)/$(VENV)
# Where Python may not keep what it compiled, every process of ours compiles everything again:
# more than twice the time to start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

.PHONY: install
install: $(VENV)/.demo-stamp ## Create the environment from the hash-pinned lock

.PHONY: demo
demo: $(VENV)/.demo-stamp ## Run everything on a small synthetic graph: web, worker, scheduler, database
	@$(RUN) -m ops.demo --with-parent

.PHONY: stop
stop: $(VENV)/.demo-stamp ## Stop a running demo and the embedded database
	@$(RUN) -m ops.demo --stop

.PHONY: test
test: check ## Run every check and every test
	$(RUN) -m pytest -n 3 --dist worksteal

.PHONY: test-races
test-races: $(VENV)/.test-stamp ## Run the races of the bars at full length: minutes, not seconds
	$(RUN) -m pytest tests -m endurance
	$(RUN) -m pytest tests/imports -k cleaning -m hypothesis --hypothesis-profile=endurance

.PHONY: test-merges
test-merges: $(VENV)/.test-stamp ## Undo merges of 500 random graphs and run 100 crossed merges
	MERGE_RUNS=500 CROSSED_MERGES=100 $(RUN) -m pytest tests/identity -k "neighbourhood or crossed"

.PHONY: pulse-drill
pulse-drill: $(VENV)/.test-stamp ## Bring 10,000 profiles through a Pulse that fails at random, twice (PROFILES=10000)
	PULSE_PROFILES=$${PROFILES:-10000} $(RUN) -m pytest tests/oracle_bridge/test_pulse.py -k arrives_once -v

.PHONY: check
check: $(VENV)/.test-stamp ## Run the checks alone: format, lint, types, import contract, migrations
	@sh ops/side_by_side.sh "$(BIN)/ruff format --check ." "$(BIN)/ruff check ." "$(BIN)/lint-imports" \
	    "env $(NOWHERE) $(RUN) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run" \
	    "env $(NOWHERE) $(BIN)/mypy $(OURS)"

.PHONY: format
format: $(VENV)/.test-stamp ## Format the code and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: test-schema
test-schema: $(VENV)/.test-stamp ## Call every operation of the API many times with generated requests
	SCHEMA_EXAMPLES=$${SCHEMA_EXAMPLES:-100} $(RUN) -m pytest tests/core/test_api_schema.py -q

.PHONY: client
client: ## Install the packages of the TypeScript client and build it; needs Node 20
	cd clients/typescript && npm ci && npm run build

.PHONY: client-types
client-types: ## Renew the client's types from openapi.yaml
	cd clients/typescript && npm run types

.PHONY: bench
bench: $(VENV)/.test-stamp ## Measure imports and pages against their baselines in the same run
	@$(RUN) -m bench

.PHONY: bench-rest
bench-rest: $(VENV)/.test-stamp ## Measure dossier and list over REST beside DRF serializers, on DATABASE_URL
	@$(RUN) -m bench.rest

.PHONY: backup-drill
backup-drill: $(VENV)/.test-stamp ## Lose a server of 2 GB and get it back, measured (MEGABYTES=2000)
	@$(RUN) -m bench.recovery --megabytes $${MEGABYTES:-2000}

.PHONY: drill-rollback
drill-rollback: $(VENV)/.test-stamp ## Go back from a bad release three ways, measured (BEFORE=checkout)
	@$(RUN) -m bench.rollback --megabytes $${MEGABYTES:-200} $${BEFORE:+--before $$BEFORE}

.PHONY: migration-drill
migration-drill: $(VENV)/.test-stamp ## Change the schema under a million people at work (PEOPLE=1000000)
	@$(RUN) -m bench.migrating --people $${PEOPLE:-1000000}

.PHONY: chaos
chaos: $(VENV)/.test-stamp ## Kill parts at random during imports, merges, restores (ROUNDS=6 BROKER=redis)
	@$(RUN) -m bench.chaos --rounds $${ROUNDS:-6} --broker $${BROKER:-embedded}

.PHONY: load
load: $(VENV)/.test-stamp ## Requests a second at a million people, and a soak (CONTACTS=1000000 SOAK=20)
	@$(RUN) -m bench.load --contacts $${CONTACTS:-1000000} --soak $${SOAK:-20}

.PHONY: rolling-upgrade
rolling-upgrade: $(VENV)/.test-stamp ## Replace two web processes behind nginx under load (needs nginx)
	@$(RUN) -m bench.rolling

.PHONY: psql
psql: $(VENV)/.demo-stamp ## Open the database
	@$(RUN) -m ops.embedded psql

.PHONY: lock
lock: $(VENV)/.demo-stamp ## Renew the locked requirements from pyproject.toml
	$(UV) pip compile $(COMPILE) pyproject.toml -o requirements.lock
	$(UV) pip compile $(COMPILE) --extra dev pyproject.toml -o requirements-dev.lock

COMPILE := --quiet --upgrade --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header

.PHONY: clean
clean: ## Delete the environment, the caches and the local data, after stopping what runs
	@if [ -f $(VENV)/.demo-stamp ]; then $(RUN) -m ops.demo --stop && $(RUN) -m ops.embedded remove && \
	    VELOCITY_HOME=.velocity/test $(RUN) -m ops.embedded remove; fi
	rm -rf $(VENV) .velocity .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache staticfiles
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment. uv installs 77 packages in seconds; where it cannot be had, pip takes a minute.

$(VENV)/.python-stamp: requirements-bootstrap.txt ops/find_python.sh
	@python=$$(sh ops/find_python.sh) && echo "Creating $(VENV) with $$python" && "$$python" -m venv --clear $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --target $(VENV)/tools \
	    -r requirements-bootstrap.txt || echo "uv cannot be installed here; pip does its work, more slowly."
	@touch $@

$(VENV)/.demo-stamp: $(VENV)/.python-stamp requirements.lock
	@sh ops/install.sh requirements.lock
	@touch $@

$(VENV)/.test-stamp: $(VENV)/.demo-stamp requirements-dev.lock
	@sh ops/install.sh requirements-dev.lock
	@touch $@
