# make test sets up by itself whatever the tests need, below .cache/, and lets
# nothing be left out. Needs Go, Python 3.11 with venv, Java 17 and Maven.

CACHE := $(CURDIR)/.cache
GOBIN := $(CACHE)/bin
LINT  := $(GOBIN)/golangci-lint
LINT_VERSION := v2.15.0
PYTHON := $(CACHE)/python/bin/python

FLINK := $(CACHE)/flink/installed
SPARK := $(CACHE)/spark/installed
CORPUS := $(CACHE)/corpus/images

BENCH_PYTHON := $(CACHE)/bench-python/bin/python

# What a release is built with: see BuildTags in internal/dist.
TAGS := nodynamic,disable_grpc_modules
VERSION ?= $(or $(shell git describe --tags --match 'v*' 2>/dev/null),v0.0.0)

.PHONY: test test-flink test-spark test-plain test-race check lint demo dist bench simulate fuzz clean

# The race detector is for packages that start goroutines or guard against them, in
# their code or their tests. cmd/run watches processes from outside; there it would only
# slow down the servers of the tests, while the workers on Flink are built with it.
GOROUTINES := '^\s+(defer )?go (func|\w)|\b(sync|atomic|errgroup)\.'
RACE = $(sort $(addprefix ./,$(dir $(shell grep -rlE --include='*.go' $(GOROUTINES) internal io pipeline transforms))))
PLAIN = $(filter-out $(RACE) ./internal/architecture/,$(patsubst $(CURDIR)/%,./%/,$(shell go list -f '{{.Dir}}' ./...)))
# golangci-lint runs vet.
GOTEST := go test -vet=off -timeout 30m
TESTS := BEAMCROP_REQUIRE_ALL=1 BEAMCROP_PYTHON=$(PYTHON) BEAMCROP_FLINK=$(CURDIR)/scripts/flink BEAMCROP_SPARK=$(CURDIR)/scripts/spark BEAMCROP_CACHE=$(CACHE) BEAMCROP_CORPUS=$(CORPUS) \
	$(GOTEST) -tags $(TAGS)

## test: lint, vet, and every suite, with the race detector where there are goroutines
test: $(PYTHON)
	$(MAKE) -j5 test-flink test-spark test-plain test-race lint # the first three mostly wait

test-flink: $(PYTHON) $(FLINK)
	$(TESTS) -run '^TestFlink$$' ./cmd/run

test-spark: $(PYTHON) $(SPARK)
	$(TESTS) -run '^TestSpark$$' ./cmd/run

test-plain: $(PYTHON) $(CORPUS)
	$(TESTS) -parallel 4 -skip '^Test(Flink|Spark)$$' $(PLAIN)
	$(GOTEST) -tags purego,$(TAGS) ./codec/jpegcrop/... ./codec/vp8crop # what stands in for the assembly
	$(GOTEST) -count=1 ./internal/architecture # its go list is nothing that the cache of results can see

test-race: $(PYTHON) $(CORPUS)
	$(TESTS) -p 3 -race $(RACE)

## check: the same without the race detector, for a quick look
check: $(PYTHON)
	BEAMCROP_PYTHON=$(PYTHON) go test -tags $(TAGS) ./...

## lint: golangci-lint alone
lint: $(LINT)
	$(LINT) run

## demo: a small dataset in ./beamcrop-demo
demo:
	go run ./cmd/run --demo

## dist: a release's programs, archives, Python wheels and checksums in ./dist;
## one system alone by SYSTEMS=linux/amd64 or SYSTEMS=here
dist:
	rm -rf dist
	go run ./internal/dist/make --out=dist --version=$(VERSION) --only=$(SYSTEMS)

## bench: the whole program beside others on one server, as one table
bench: $(BENCH_PYTHON)
	$(BENCH_PYTHON) bench/compare.py $(BENCH)

## simulate: the fetcher's simulations in full, of which the suite has a short form
simulate:
	BEAMCROP_LONG=1 go test -count=1 -timeout 30m ./transforms/fetch ./transforms/fetch/adaptive

## fuzz: every fuzz target for FUZZTIME (default 30s) each
FUZZTIME ?= 30s
fuzz:
	scripts/fuzz $(FUZZTIME)

clean:
	rm -rf $(CACHE) beamcrop-demo dist

$(LINT):
	GOBIN=$(GOBIN) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)

$(FLINK): scripts/flink scripts/flink.pom.xml scripts/jobserver.bash | $(PYTHON)
	BEAMCROP_CACHE=$(CACHE) PYTHON=$(PYTHON) scripts/flink install
	touch $@

$(SPARK): scripts/spark scripts/spark.pom.xml scripts/jobserver.bash
	BEAMCROP_CACHE=$(CACHE) scripts/spark install
	touch $@

# The pictures that Pillow is tested with, out of its sources.
$(CORPUS): testdata/requirements.txt | $(PYTHON)
	rm -rf $(@D) && mkdir -p $@
	$(PYTHON) -m pip download --quiet --disable-pip-version-check --no-deps --no-binary pillow --dest $(@D) $$(grep '^pillow==' $<)
	tar -xzf $(@D)/pillow-*.tar.gz -C $@ --strip-components=3 --wildcards '*/Tests/images/*'
	rm $(@D)/pillow-*.tar.gz

$(PYTHON): testdata/requirements.txt
$(BENCH_PYTHON): bench/requirements.txt
$(PYTHON) $(BENCH_PYTHON):
	python3 -m venv $(@D)/..
	$@ -m pip install --quiet --disable-pip-version-check -r $<
	touch $@
