# Everything a writer, a reader or CI runs. The first target sets up what the others need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TOOLS := $(VENV)/.tools
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
PIN := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-options
# Material announces its successor at every start; we know (see README.md).
export NO_MKDOCS_2_WARNING := 1
# How many processes the tests run in.
JOBS ?= 2
PORT ?= 8000
# The translation that `make translated` declares; that of the tiny thesis is tests/tiny/projects/en/mkdocs.yml.
TRANSLATION ?= projects/en/mkdocs.yml
# The date that pages and feeds are stamped with: that of the last commit, so that a build can be repeated.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || date +%s)

.PHONY: serve site withdrawal links links-external test thorough lint faults rehearsal properdocs bench browser lighthouse screenshots fingerprint \
  translated edition counts addresses rules template audit lock clean help

# The site at http://127.0.0.1:8000, made anew whenever a file is saved. Another port: make serve PORT=8001
serve: $(STAMP)
	SPOR_PROJECTS=true $(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

# The whole site in site/; a build that fails leaves the last good one.
site: $(STAMP)
	$(BIN)/python .ci/site $(BIN)/mkdocs build --strict

# The site when someone has withdrawn: the notice stands wherever words were, also where a finding has lost its ground.
withdrawal: $(STAMP)
	$(BIN)/python .ci/site $(BIN)/mkdocs build

# Every link within the built site that leads nowhere.
links: $(TOOLS) site
	$(BIN)/lychee --config lychee.toml --offline --root-dir site 'site/**/*.html'

# What has become of the links to other sites. It takes minutes: it asks politely.
links-external: $(TOOLS) site
	$(BIN)/lychee --config lychee.toml --root-dir site 'site/**/*.html'

# Each thing that guards the site, once. A single file of tests: .venv/bin/pytest tests/test_rules.py
test: browser
	$(BIN)/pytest -n $(JOBS) --dist loadgroup -m "not thorough"

# The same at more places: in the other language, on the other screen, with a second engine of accessibility.
thorough: browser
	$(BIN)/pytest -n $(JOBS) --dist loadgroup -m thorough

# Five hundred faults put into the content, one at a time; `make test` tries some of them.
faults: $(TOOLS)
	FAULT_COUNT=500 $(BIN)/pytest -n $(JOBS) tests/test_faults.py

# Each informant and each statement withdraws in turn, and every byte of both sites is looked at: an hour or more.
rehearsal: $(TOOLS)
	REHEARSAL=all $(BIN)/pytest -n $(JOBS) --dist loadgroup tests/test_rehearsal.py

# The same site by ProperDocs, which goes on where MkDocs 1 ends.
properdocs: $(TOOLS)
	$(BIN)/pytest tests/test_properdocs.py

# Takes most of an hour, and a quiet machine.
bench: $(TOOLS)
	PYTHONPATH=hooks:tests $(BIN)/python tests/bench.py --write BENCHMARKS.md

# A Chromium for the browser tests: the system's, or else one that is installed now.
browser: $(TOOLS)
	$(BIN)/python tests/browser/find_browser.py

# Scores of one page of every type as on a telephone with a slow line: twenty minutes, and a quiet machine. It needs npm.
lighthouse: browser
	PYTHONPATH=hooks $(BIN)/python tests/lighthouse.py

# The pictures in README.md.
screenshots: browser
	PYTHONPATH=hooks $(BIN)/python tests/screenshots.py

# Takes the hashes of the thesis' words, to check warrants by: make fingerprint THESIS=../thesis.txt
fingerprint: $(STAMP)
	PYTHONPATH=hooks $(BIN)/python -m spor.read.thesis fingerprint "$(THESIS)"

# Says of pages of the English site that they translate the Norwegian as both stand: make translated PAGE=kapitler/7.md
translated: $(STAMP)
	PYTHONPATH=hooks $(BIN)/python -m spor.check.translated "$(TRANSLATION)" $(PAGE)

# A dated edition: the site as a ZIP file, its checksum, and what has changed since the last one.
edition: $(STAMP)
	PYTHONPATH=hooks $(BIN)/python -m spor.publish.fix

# Counts anew the words that are counted in the letters: make counts THESIS=../thesis.txt
counts: $(STAMP)
	PYTHONPATH=hooks $(BIN)/python -m spor.read.thesis counts "$(THESIS)"

# A project of its own for the next thesis: make template DIR=../my-thesis LANGUAGE=en
template:
	@$(PYTHON) template/write.py "$(DIR)" "$(LANGUAGE)"

# Every rule that stops a build, with what it asks for.
rules: $(STAMP)
	@PYTHONPATH=hooks $(BIN)/python -c 'import thesis_hook, spor.trace.problem as r; [print(f"{n:30} {h}") for n, h in sorted(r.HELP.items())]'

# Style, types, and the order of the rooms.
lint: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy hooks tests template/write.py .ci/site
	PYTHONPATH=hooks $(BIN)/lint-imports

# Keeps the addresses of paragraphs as they are, for what is edited later: run it when the site is published.
addresses: $(STAMP)
	PYTHONPATH=hooks $(BIN)/python -m spor.read.addresses

# Known faults in any of the pinned packages.
audit: $(TOOLS)
	$(BIN)/pip-audit --require-hashes --disable-pip --progress-spinner=off --requirement requirements-dev.lock

# Pins every package with its hashes; run it after a change in pyproject.toml.
lock: $(TOOLS)
	$(PIN) --output-file requirements.lock pyproject.toml
	$(PIN) --all-extras --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

$(STAMP): requirements.lock
	@sh ready.sh "$(PYTHON)"
	@echo "Setting up what serving needs, once: about half a gigabyte."
	$(PYTHON) -m venv --clear $(VENV)
	$(INSTALL) -r requirements.lock
	touch $@

$(TOOLS): $(STAMP) requirements-dev.lock
	@echo "Setting up the tools of the tests, once: about a gigabyte more."
	$(INSTALL) -r requirements-dev.lock
	touch $@

# Takes away all that is made.
clean:
	rm -rf site .cache .lycheecache $(VENV)

# What there is to make.
help:
	@awk '/^#/ {text = substr($$0, 3)} /^[a-z-]+:/ && text {sub(/:.*/, ""); printf "make %-15s %s\n", $$0, text} !/^#/ {text = ""}' Makefile
