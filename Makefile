SHELL := /bin/bash
.DEFAULT_GOAL := help

# Given to `tenantry dev --demo`: make demo DEMO_ARGS=--exit
DEMO_ARGS ?=
# Test targets to run instead of all: make test TESTS='PostgresTests JobsTests'
TESTS ?=

.PHONY: help
help: ## Show this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  %-10s %s\n", $$1, $$2 }'

.PHONY: setup
setup: ## Install what is missing (Debian 12; asks for nothing)
	@scripts/install-dependencies

.PHONY: demo
demo: setup ## Watch an agency sign up and a store get its own database
	@echo "==> Building (the first time takes some minutes)"
	@swift build --product tenantry
	@echo "==> tenantry dev --demo $(DEMO_ARGS)"
	@.build/debug/tenantry dev --demo $(DEMO_ARGS)

.PHONY: test
test: setup ## Run every test, on a PostgreSQL and a Redis of their own
	@scripts/fetch-test-vectors
	@echo "==> Building with tests (the first time takes some minutes)"
	@swift build --build-tests
	@echo "==> Testing"
	@scripts/test $(TESTS)

.PHONY: chaos
chaos: setup ## Strike workers, Redis and PostgreSQL a thousand times, and judge every job (see docs/chaos.md)
	@swift build --build-tests
	@TENANTRY_CHAOS_FAULTS="$${TENANTRY_CHAOS_FAULTS:-1000}" TENANTRY_CHAOS_PACE="$${TENANTRY_CHAOS_PACE:-usual}" \
	    swift test --skip-build --disable-xctest --filter ChaosTests.ChaosTests/storm

.PHONY: build
build: setup ## Build .build/release/tenantry, statically linked with Swift and stripped
	@swift build -c release --product tenantry --static-swift-stdlib
	@strip .build/release/tenantry
	@ls -l .build/release/tenantry

.PHONY: lint
lint: ## Check formatting
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

.PHONY: format
format: ## Format in place
	@swift format format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks

.PHONY: bench
bench: setup ## Measure beside psql, pgbench and redis-benchmark (see Benchmarks/README.md)
	@Benchmarks/run

.PHONY: clean
clean: ## Remove what was built; the data of `make demo` stay in .tenantry/
	@swift package clean
