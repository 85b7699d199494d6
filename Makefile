# Everything starts here, on a machine with only Python 3.11 or newer, git and make.
#
#   make            what there is
#   make demo       set up, then read the examples
#   make test       set up, then all checks
#
# PYTHON=python3.12 picks the interpreter, VENV=folder another place for the environment, WORKERS=4 how many processes
# run the tests.

PYTHON ?= python3
VENV ?= .venv
RUN := $(VENV)/bin/python -m
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
MADE := $(VENV)/.made-with-python-$(VERSION)
READY := $(VENV)/.ready
EXAMPLES := $(sort $(filter-out %README.md,$(wildcard data/examples/*)))
PAGE := out/$(basename $(notdir $(firstword $(EXAMPLES)))).html

.PHONY: help setup assets test checks lint unit gate gate-reports gate-cases demo screenshots bench lock clean
.DEFAULT_GOAL := help

help: ## Say what there is
	@grep -hE '^[a-z]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | \
		while IFS='|' read -r name does; do printf '%-14s %s\n' "$$name" "$$does"; done

setup: $(READY) ## Bring an environment with everything pinned into .venv

$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "firsthand needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1 | head -1)." >&2; \
		echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make virtual environments: its ensurepip is missing." >&2; \
		echo "On Debian and Ubuntu: apt-get install python3-venv; or name another: make PYTHON=python3.12" >&2; \
		exit 1; }
	@if [ "$$($(VENV)/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" != "$(VERSION)" ]; then \
		echo "Making $(VENV) with Python $(VERSION)"; \
		$(PYTHON) -m venv --clear "$(VENV)"; \
	fi
	@rm -f "$(VENV)"/.made-with-python-* && touch $@

# uv installs in seconds; where it cannot be had, pip does the same, slower.
# The package itself is installed anew each time: building it is what brings the desk's assets.
$(READY): $(MADE) requirements-dev.txt pyproject.toml assets/package-lock.json assets/bring.py $(wildcard assets/borders/*.json)
	@$(RUN) pip install --quiet --disable-pip-version-check uv==0.13.9 || echo "uv is not to be had here: going on with pip"
	@if $(RUN) uv --version >/dev/null 2>&1; then \
		$(RUN) uv pip install --quiet --compile-bytecode --python $(VENV)/bin/python -r requirements-dev.txt && \
		$(RUN) uv pip install --quiet --compile-bytecode --python $(VENV)/bin/python -c requirements-dev.txt \
			--reinstall-package firsthand -e .; \
	else \
		$(RUN) pip install --quiet --disable-pip-version-check -r requirements-dev.txt && \
		$(RUN) pip install --quiet --disable-pip-version-check -c requirements-dev.txt -e .; \
	fi
	@$(RUN) compileall -q src
	@touch $@

assets: $(READY) ## Bring the desk's scripts, fonts and borders anew where they are missing or old
	@$(VENV)/bin/python assets/bring.py --development

# Tests wait for servers and kills much of their time: the other checks go on beside them.
test: $(READY) ## All checks: lint, types, layers, tests, accuracy
	@$(MAKE) --no-print-directory -j2 unit checks

checks: $(READY)
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory gate-reports
	@$(MAKE) --no-print-directory gate-cases

lint: $(READY) ## Style, types, and who may import whom
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy --strict
	$(VENV)/bin/lint-imports

# In the order of the folders: else those that wait longest, a few in a file, would all come last. One process more than
# there are cores, as one of them is nearly always waiting for a server, a browser or a kill.
unit: $(READY)
	$(RUN) pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

gate: $(READY) ## Hold the accuracy floors on the annotated reports and the written cases
	@$(MAKE) --no-print-directory -j2 gate-reports gate-cases

gate-reports: $(READY)
	$(RUN) bench.gate

gate-cases: $(READY)
	$(RUN) bench.gate_cases

demo: $(READY) ## Read the examples, then take a case in, and show its claims: board, dossier, desk
	@for report in $(EXAMPLES); do \
		printf '\n$$ firsthand check %s\n' "$$report"; \
		$(VENV)/bin/firsthand check "$$report" || exit $$?; \
	done
	@mkdir -p out
	@$(VENV)/bin/firsthand check --html --output $(PAGE) $(firstword $(EXAMPLES))
	@echo; echo "The same as a page, for a browser: $(PAGE)"
	@rm -rf out/case
	@for command in "init out/case" "add out/case data/case/reports --sources data/case/sources.csv" \
			"evidence add out/case control data/case/evidence/map --name illustrated-map --set holder=RU --set side=UA" \
			"evidence run out/case --quiet" "verify out/case" "claims out/case --limit 8" \
			"dossier out/case out/dossier.html"; do \
		printf '\n$$ firsthand %s\n' "$$command"; \
		$(VENV)/bin/firsthand $$command || exit $$?; \
	done
	@if [ -t 0 ] && [ -t 1 ]; then $(VENV)/bin/firsthand serve out/case --open; \
	else printf '\nTo work on it in a browser: $(VENV)/bin/firsthand serve out/case\n'; fi

screenshots: $(READY) ## Take pictures of the desk on the example case that make demo made; the best go to the README
	@test -d out/case || { echo "There is no case yet: make demo makes it." >&2; exit 1; }
	$(RUN) bench.screenshots out/case out/screenshots --best docs/pictures

bench: $(READY) ## Measure accuracy and speed; results go to bench/results
	$(RUN) bench.reports --json bench/results/reports.json
	$(RUN) bench.reports --language ru --held --json bench/results/reports-ru.json
	$(RUN) bench.reports --language uk --held --json bench/results/reports-uk.json
	$(RUN) bench.reading --json bench/results/reading.json
	$(RUN) bench.resolving --json bench/results/resolving.json
	$(RUN) bench.speed
	$(RUN) bench.claims --json bench/results/claims.json
	$(RUN) bench.derivations --json bench/results/derivations.json
	$(RUN) bench.origins --json bench/results/origins.json
	$(RUN) bench.drifts --json bench/results/drifts.json
	$(RUN) bench.cases --json bench/results/cases.json
	$(RUN) bench.assessments --json bench/results/assessments.json
	$(RUN) bench.other_cases --json bench/results/other-cases.json
	$(RUN) bench.worlds --json bench/results/worlds.json --figure docs/developers/calibration.svg
	$(RUN) bench.change
	$(RUN) bench.fires
	$(RUN) bench.desk
	-$(RUN) bench.footage --json bench/results/footage.json
	-$(RUN) bench.control
	-$(RUN) bench.fusion --json bench/results/fusion.json
	-$(RUN) bench.factchecks --json bench/results/factchecks.json
	-$(RUN) bench.pairs --json bench/results/pairs.json
	-$(RUN) bench.copies --json bench/results/copies.json
	-$(RUN) bench.readers --json bench/results/readers.json
	-$(RUN) bench.polnear --json bench/results/polnear.json
	-$(RUN) bench.entities --json bench/results/entities.json
	-$(RUN) bench.paraphrases --json bench/results/paraphrases.json
	-$(RUN) bench.coreference --json bench/results/coreference.json
	-$(RUN) bench.importing --json bench/results/importing.json
	-$(RUN) bench.linking --json bench/results/linking.json --figure docs/developers/linking-growth.svg
	-$(RUN) bench.factru

lock: $(READY) ## Pin the requirements anew from pyproject.toml
	@{ echo "# Everything that tests and checks need, pinned. Written by \`make lock\` from pyproject.toml."; \
	$(RUN) uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade \
		--no-header --no-emit-index-url --quiet; } > requirements-dev.txt.new
	@mv requirements-dev.txt.new requirements-dev.txt

clean: ## Remove the environment and everything made
	rm -rf "$(VENV)" out build dist src/firsthand/show/desk/static/vendor assets/development .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
