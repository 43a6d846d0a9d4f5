# Tools run at pinned versions and stay out of go.mod: golangci-lint alone would bring some 200 lines.
GOLANGCI := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
FUZZTIME ?= 30s

# The packages whose tests keep golden files know -update.
GOLDEN := $(shell grep -rl --include='*_test.go' 'flag.Bool."update"' . | xargs -n1 dirname | sort -u)

.PHONY: all fmt lint test golden fuzz shots build ci

all: fmt lint test

fmt: ## gofumpt and goimports
	$(GOLANGCI) fmt ./...

lint:
	$(GOLANGCI) run ./...

test: ## slower than go test ./..., which compiles no second copy of the SDK
	go test -race -shuffle=on ./...

golden: ## write the golden files anew; read the diff as prose
	go test $(GOLDEN) -update

fuzz: ## every target for FUZZTIME
	@go test -list '^Fuzz' ./... | awk '/^Fuzz/ {n = n " " $$1} /^ok/ {split(n, a, " "); for (i in a) print $$2, a[i]; n = ""}' | \
	while read -r pkg name; do \
		echo "$$pkg $$name"; go test -run '^$$' -fuzz "^$$name$$" -fuzztime $(FUZZTIME) "$$pkg" || exit 1; \
	done

shots: ## the pictures of screenshots/
	go run ./screenshots

build:
	go build -ldflags "-s -w" -o sgscope .

ci:
	bash .ci/run
