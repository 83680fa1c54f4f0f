# Everything a writer, a reader or CI runs. The first target sets up what the others need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Material announces its successor at every start; we know (see README.md).
export NO_MKDOCS_2_WARNING := 1
# How many processes the tests run in.
JOBS ?= 2
# The date that pages and feeds are stamped with: that of the last commit, so that a build can be repeated.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || date +%s)

.PHONY: serve site links links-external test faults properdocs browser screenshots bench counts template lint audit lock addresses translated clean

serve: $(STAMP)
	SPOR_PROJECTS=true $(BIN)/mkdocs serve

# A build that fails leaves the last good site whole.
site: $(STAMP)
	$(BIN)/python .ci/site $(BIN)/mkdocs build --strict

# Every link within the built site that leads nowhere.
links: site
	$(BIN)/lychee --config lychee.toml --offline --root-dir site 'site/**/*.html'

# What has become of the links to other sites. It takes minutes: it asks politely.
links-external: site
	$(BIN)/lychee --config lychee.toml --root-dir site 'site/**/*.html'

# All that guards the site. A single file of tests: .venv/bin/pytest tests/test_rules.py
test: browser
	$(BIN)/pytest -n $(JOBS) --dist loadgroup

# Five hundred faults put into the content, one at a time; `make test` tries some of them.
faults: $(STAMP)
	FAULT_COUNT=500 $(BIN)/pytest -n $(JOBS) tests/test_faults.py

# The same site by ProperDocs, which goes on where MkDocs 1 ends.
properdocs: $(STAMP)
	$(BIN)/pytest tests/test_properdocs.py

# Takes twenty minutes and a quiet machine.
bench: $(STAMP)
	PYTHONPATH=hooks:tests $(BIN)/python tests/bench.py --write BENCHMARKS.md

# A Chromium for the browser tests: the system's, or else one that is installed now.
browser: $(STAMP)
	$(BIN)/python tests/browser/find_browser.py

# The pictures in README.md.
screenshots: browser
	PYTHONPATH=hooks $(BIN)/python tests/screenshots.py

# Counts anew the words that are counted in the letters: make counts THESIS=../thesis.txt
counts: $(STAMP)
	PYTHONPATH=hooks $(BIN)/python -m spor.read.counts "$(THESIS)"

# A project of its own for the next thesis: make template DIR=../my-thesis
template:
	$(PYTHON) template/write.py "$(DIR)"

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=hooks $(BIN)/lint-imports

# Keeps the addresses of paragraphs as they are, for what is edited later: run it when the site is published.
addresses: $(STAMP)
	PYTHONPATH=hooks $(BIN)/python -m spor.read.addresses

# Declares that English blocks say what the Norwegian ones say, once a person has read both: make translated PAGE=funn/x.md
translated: $(STAMP)
	PYTHONPATH=hooks $(BIN)/python -m spor.check.translated projects/en/mkdocs.yml $(PAGE)

# Known faults in any of the pinned packages.
audit: $(STAMP)
	$(BIN)/pip-audit --require-hashes --disable-pip --progress-spinner=off --requirement requirements.lock

# Pins every package with its hashes; run it after a change in pyproject.toml.
lock: $(STAMP)
	$(BIN)/pip-compile --quiet --all-extras --generate-hashes --allow-unsafe --strip-extras --no-header \
	  --no-emit-options --output-file requirements.lock pyproject.toml

$(STAMP): requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	touch $@

clean:
	rm -rf site .cache .lycheecache $(VENV)
