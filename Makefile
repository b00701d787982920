# Everything a person types. Windows: the same commands stand in README.md without make.
PYTHON ?= python3
PORT   ?= 8501
RAW    ?= data/raw
MARTS  ?= data/marts/commissioning.duckdb
MODE   ?= open
PEOPLE ?= 45000
SEED   ?= 2025

BIN     := .venv/bin
SAMPLE  := data/sample/raw
DEMO    := data/sample/commissioning.duckdb
CODE    := $(shell find pipelines -name '*.py' -o -name '*.sql' -o -name '*.toml' -o -name '*.csv')

.PHONY: demo build run test test-duckdb2 check fix bench bench-published bench-quick bench-sample coverage

## demo: a made-up country, its marts, and the dashboard on it
demo: $(DEMO)
	@$(MAKE) --no-print-directory run MARTS=$(DEMO)

$(DEMO): .venv/ready $(CODE)
	$(BIN)/python -m pipelines sample --out $(SAMPLE) --people $(PEOPLE) --seed $(SEED)
	$(BIN)/python -m pipelines build --raw $(SAMPLE) --marts $(DEMO) --mode open

## build: your own files in data/raw to data/marts
build: .venv/ready
	$(BIN)/python -m pipelines build --raw $(RAW) --marts $(MARTS) --mode $(MODE)

## run: the dashboard on marts already built
run: .venv/ready
	@echo "The dashboard is at http://127.0.0.1:$(PORT) (stop it with Ctrl-C)"
	COMMISSIONING_MARTS=$(MARTS) $(BIN)/python -m streamlit run dashboard/app.py \
		--server.address 127.0.0.1 --server.port $(PORT) --server.headless true

## test: every test, with coverage
test: .venv/ready-for-tests
	$(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-report=term

## test-duckdb2: the same tests on DuckDB 2, until it is the one we pin (docs/decisions.md says why not yet)
test-duckdb2: .venv-duckdb2/ready
	.venv-duckdb2/bin/python -m pytest -n 2 --dist loadfile -m "not browser"

## check: style, types and the walls between the packages
check: .venv/ready-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

## fix: what a machine can mend
fix: .venv/ready-for-tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

## bench: the published files, then a national extract against DuckDB alone, polars and pandas (5 million records; about an hour, 12 GB of disk)
bench: .venv/ready-for-bench
	$(BIN)/python -m benchmarks.published
	$(BIN)/python -m benchmarks.national $(BENCH)

## bench-published: the real published files, source by source (about ten minutes)
bench-published: .venv/ready-for-bench
	$(BIN)/python -m benchmarks.published

## bench-quick: the same on half a million records
bench-quick: .venv/ready-for-bench
	$(BIN)/python -m benchmarks.national --quick $(BENCH)

## bench-sample: how long the sample country and its build take
bench-sample: .venv/ready
	$(BIN)/python -m benchmarks.sample_country

## coverage: how often the 95% intervals hold the truth, as docs/method.md has it (ten seconds)
coverage: .venv/ready
	$(BIN)/python -m benchmarks.coverage

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; found $$($(PYTHON) --version). Set PYTHON=…"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

.venv/ready-for-tests: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $@

.venv/ready-for-bench: .venv/ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	@touch $@

.venv-duckdb2/ready: pyproject.toml constraints.txt
	@test -x .venv-duckdb2/bin/python || $(PYTHON) -m venv .venv-duckdb2
	.venv-duckdb2/bin/python -m pip install --quiet --disable-pip-version-check \
		--constraint constraints.txt --editable '.[test]'
	.venv-duckdb2/bin/python -m pip install --quiet --disable-pip-version-check 'duckdb>=2,<3'
	@touch $@
