# Everything a contributor or CI calls. `make demo` and `make test` work on a machine that has only Swift, git, make and apt.

SWIFT ?= swift
WATCHWORD := .build/debug/watchword
SOURCES := Sources Tests Benchmarks examples/swift Package.swift

.PHONY: help demo tour test test-swift test-e2e lint format bench bench-growth docs build bootstrap clean

help: ## Say what can be made
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

bootstrap: ## Install the Debian packages that are missing
	@scripts/bootstrap build

build: bootstrap ## Build the program (debug)
	$(SWIFT) build --product watchword

demo: build ## Start a server, an inbox and a ready tenant: try everything
	@$(WATCHWORD) demo $(ARGS)

tour: build ## Walk through everything once, step by step
	@$(WATCHWORD) tour

test: test-swift test-e2e ## Run all tests

# All suites, with the store's on every engine; then those of rules and doors once more, on PostgreSQL.
# So many tests at once: with all of them at once, those that wait for a server or a thread run out of patience.
test-swift: export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH ?= 8
test-swift: bootstrap
	@scripts/bootstrap test
	$(SWIFT) build --build-tests
	scripts/with-postgres sh -c '$(SWIFT) test --skip-build && \
		WATCHWORD_TEST_ENGINE=postgreSQL $(SWIFT) test --skip-build --filter "IdentityTests|WebTests"'
	$(WATCHWORD) tour > /dev/null

test-e2e: bootstrap
	@scripts/bootstrap e2e
	Tests/E2E/run

lint: bootstrap ## Check format, imports and shell scripts; warnings are errors in every build
	$(SWIFT) format lint --strict --parallel --recursive --configuration .swift-format $(SOURCES)
	scripts/check-imports
	scripts/check-texts

format: ## Format the code
	$(SWIFT) format --in-place --parallel --recursive --configuration .swift-format $(SOURCES)

bench: bootstrap ## Measure both engines, one node and three, in a release build; writes docs/performance.md
	scripts/bench $(ARGS)

bench-growth: bootstrap ## The same with up to ten million users in the store
	scripts/bench growth $(ARGS)

docs: build ## Write docs/configuration.md and build the reference of every target
	$(WATCHWORD) config reference > docs/configuration.md
	scripts/docs

.PHONY: test-cluster cluster
test: test-cluster
test-cluster: bootstrap ## Let servers and databases fall behind a balancer, for a minute
	@scripts/bootstrap cluster
	Tests/Cluster/run

CODES ?= 20000
cluster: bootstrap ## The same in a release build with CODES=1000000, or as many as you like
	@scripts/bootstrap cluster
	BENCHMARKS=1 $(SWIFT) build -c release --scratch-path .build-bench --product watchword
	WATCHWORD_BIN=.build-bench/release/watchword CODES=$(CODES) Tests/Cluster/run

.PHONY: bench-peers
bench-peers: bootstrap ## Measure logins beside django-allauth and privacyIDEA, which come from PyPI
	scripts/bench-peers $(ARGS)

clean: ## Remove what was built
	rm -rf .build .build-bench
