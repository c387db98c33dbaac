# The two commands that a newcomer needs are `make run` and `make test`; both set up first.
.DEFAULT_GOAL := help
# PYTHON=... names another Python for .venv than the distribution's.
PYTHON ?=
VENV := .venv/bin
SETUP := image-build/setup requirements-dev.lock pyproject.toml $(wildcard image-build/pjsip/*)

.PHONY: help run call test test-asserts test-browser test-mutants test-thorough pictures test-gpio lint bench bench-web soak selftest setup pjsip hooks release lock clean

help:  ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

run: .venv/ready-run  ## Set up what is missing, then run the demo office with an emulated panel
	@$(VENV)/sentralbord demo

call: .venv/ready-run  ## Call the running demo: KEYS=1, TO=+4710000001
	@$(VENV)/sentralbord demo-call --keys "$(if $(filter undefined,$(origin KEYS)),1,$(KEYS))" --to "$(or $(TO),+4710000001)"

test: .venv/ready-test lint  ## Set up what is missing, then run all tests
	@image-build/run-tests $(VENV)/pytest

lint: .venv/ready-test
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/reuse lint -q

test-asserts: .venv/ready-test  ## Run the telephony tests against a PJSIP with assertions
	image-build/with-asserts $(VENV)/pytest tests/telephony tests/peers

test-browser: .venv/ready-test  ## Walk every page in headless Chromium: axe-core, keyboard, live panel
	SENTRALBORD_LOOKS=all $(VENV)/pytest tests/browser

test-mutants: .venv/ready-test .venv/mutants/ready  ## Plant changes that a test must see: PART=core (docs/mutants.md)
	$(VENV)/python tests/mutants/run.py $(or $(PART),core) $(addprefix --module ,$(MODULE)) \
	    $(addprefix --tests ,$(TESTS))

.venv/mutants/ready: tests/mutants/requirements.lock
	$(VENV)/python -m venv .venv/mutants
	.venv/mutants/bin/pip install --quiet --require-hashes -r $<
	@touch $@

test-thorough: .venv/ready-test  ## All tests with many more examples, kills and looks: a night's work
	@SENTRALBORD_THOROUGH=1 SENTRALBORD_LOOKS=all SENTRALBORD_EVERY_BYTE=1 \
	    SENTRALBORD_KILLS=100 SENTRALBORD_PUBLISH_KILLS=100 \
	    image-build/run-tests $(VENV)/pytest -o timeout=7200

pictures: .venv/ready-test  ## Take the pictures of the page for docs/web
	SENTRALBORD_PICTURES=docs/web $(VENV)/pytest tests/browser/test_pictures.py

test-gpio: .venv/ready-test  ## Try lamps and buttons on the kernel's simulated GPIO, in a QEMU guest
	@image-build/gpio-test/run || [ $$? = 77 ]

bench: .venv/ready-test  ## Measure: a table, and build/bench.json
	$(VENV)/python tests/bench/run.py

soak: .venv/ready-test  ## 5,000 calls of all kinds, in about half an hour: nothing may be left of them
	$(VENV)/python tests/bench/soak.py

bench-web: .venv/ready-test  ## Measure the page: a table, and build/bench-web.json
	$(VENV)/python tests/bench/web.py

selftest: .venv/ready-run  ## Place real calls through a switchboard of its own, and judge them
	@$(VENV)/sentralbord selftest

setup: .venv/ready-run  ## Install and build everything that `make run` needs

pjsip: image-build/pjsip/build  ## Compile PJSIP only; the wheel is kept outside the checkout
	$(or $(PYTHON),python3) image-build/pjsip/build --python $(or $(PYTHON),python3) --flavour release

.venv/ready-run: $(SETUP)
	@PYTHON=$(PYTHON) image-build/setup run

.venv/ready-test: $(SETUP)
	@PYTHON=$(PYTHON) image-build/setup test

hooks: .venv/ready-test  ## Have git ask `make lint` in small before every commit
	$(VENV)/pre-commit install

release: .venv/ready-test  ## Make dist/ of the commit that is tagged vVERSION: sdist, wheel, checksums
	@image-build/release

lock:  ## Choose newer versions of the Python packages
	$(VENV)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate --no-emit-index-url --no-emit-find-links --group dev pyproject.toml \
	    -o requirements-dev.lock
	$(VENV)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate --no-emit-index-url --no-emit-find-links -c requirements-dev.lock pyproject.toml \
	    -o requirements.lock
	$(VENV)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate --no-emit-index-url --no-emit-find-links tests/mutants/requirements.in \
	    -o tests/mutants/requirements.lock

clean:  ## Remove what was built in the checkout; compiled PJSIP stays in its cache
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
