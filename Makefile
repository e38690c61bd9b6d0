# Each of run, test, demo and bench does the whole set-up by itself: see .ci/setup.

PREFIX ?= /usr/local
ARGS ?=
KILLS ?= 200
SECONDS ?= 60
TARGETS ?=

SWIFT = ./.ci/setup swift
# Only what Package.swift declares may be imported.
CHECKED = --explicit-target-dependency-import-check error
RELEASE = $(CHECKED) -c release
TLSLAB = .build/release/tlslab
BASH_COMPLETIONS = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
ZSH_COMPLETIONS = $(DESTDIR)$(PREFIX)/share/zsh/site-functions
FISH_COMPLETIONS = $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
SOURCES = Sources Tests Package.swift

.PHONY: help run build test demo transcripts docs lessons catalogue static deb interop bench bench-decrypt soak load torture fuzz measure-build lint format install copy clean

help:
	@echo 'make run       build and start the prompt     make run ARGS="--seed 7"'
	@echo 'make test      run every test                 make test ARGS="--filter Bytes"'
	@echo 'make demo      play the forward secrecy demonstration'
	@echo 'make transcripts  write the transcripts in transcripts/ anew'
	@echo 'make docs      write docs/commands.md anew, below its head'
	@echo 'make interop   hold us against the programs of others, and write the table of it'
	@echo 'make load      a normal visitor beside a thousand others, and floods'
	@echo 'make soak      ten thousand visits in one process: memory, descriptors'
	@echo 'make torture   kills, full disks, damaged files     make torture KILLS=1000'
	@echo 'make fuzz      looks for inputs that break something     make fuzz SECONDS=60'
	@echo 'make bench     our handshakes a second against those of libssl'
	@echo 'make bench-decrypt  captures decrypted, against tshark   ARGS=quick: small ones'
	@echo 'make measure-build  what building from nothing costs, by module'
	@echo 'make lint      check the style                make format mends it'
	@echo 'make install   program, man page and completions for shells   PREFIX=$(PREFIX), DESTDIR'
	@echo 'make static    one file for Linux that needs nothing but the C library'
	@echo 'make deb       a package for Debian 12 and later of it'
	@echo 'make lessons   list the files of lessons/ anew that stand in the program; make catalogue: the explanations'
	@echo 'make clean     remove what was built'

run: build
	@$(TLSLAB) $(ARGS)

build:
	@$(SWIFT) build $(RELEASE) --product tlslab

# The tests look at what users run: the optimized build, which is made once for both.
test:
	@./.ci/test $(ARGS)

demo: build
	@$(TLSLAB) run --echo lessons/forward-secrecy/demo.tlslab

transcripts: build
	@for script in transcripts/*.tlslab; do $(TLSLAB) run "$$script" || exit; done

# The head is written by hand; what follows the mark comes from the declarations.
docs: build
	@sed '/^<!-- from the declarations/q' docs/commands.md > .build/commands.md
	@echo >> .build/commands.md
	@$(TLSLAB) manual --markdown >> .build/commands.md && mv .build/commands.md docs/commands.md

bench:
	@$(SWIFT) run $(RELEASE) Benchmarks $(ARGS)

# Ours and tshark on captures that libssl made, in turn; tshark is stopped where the ratio is beyond doubt.
bench-decrypt: build
	@TLSLAB_PEERS=1 ./.ci/setup
	@$(SWIFT) build $(RELEASE) --product DecryptBenchmark
	@.build/release/DecryptBenchmark $(TLSLAB) $(ARGS)

# The page is kept only when every cell came out as it should.
interop:
	@TLSLAB_PEERS=1 ./.ci/setup
	@$(SWIFT) build $(RELEASE) --product InteropReport
	@.build/release/InteropReport > .build/interop.md && mv .build/interop.md Tests/Support/Interop/README.md

# From nothing, in a folder of its own: what each module costs, and the whole. ARGS=tests: with the tests.
measure-build:
	@./.ci/setup
	@./.ci/measure-build $(ARGS)
	@./.ci/weigh

# Beside a thousand others, and floods: how long does a normal visitor wait?
load: build
	@python3 Tests/Support/Load/load.py $(TLSLAB) $(ARGS)

soak:
	@$(SWIFT) run $(RELEASE) Benchmarks soak $(ARGS)

# Small disks are mounted where it runs as root.
torture: build
	@python3 Tests/Torture/torture.py $(TLSLAB) --kills $(KILLS)

fuzz:
	@./.ci/setup
	@./.ci/fuzz $(SECONDS) $(TARGETS)

lint:
	swift format lint --strict --recursive --parallel $(SOURCES)

format:
	swift format --in-place --recursive --parallel $(SOURCES)

# The lessons and the explanations stand in the program.
lessons:
	@./.ci/embed-lessons > Sources/CLessons/lessons.c

catalogue:
	@./.ci/embed-catalogue > Sources/CExplanations/catalogue.c

static:
	@./.ci/static

deb: static
	@./.ci/deb

install: build copy

# What was built goes where it belongs.
copy:
	install -d '$(DESTDIR)$(PREFIX)/bin'
	install -m 755 $(TLSLAB) '$(DESTDIR)$(PREFIX)/bin/tlslab'
	install -d '$(DESTDIR)$(PREFIX)/share/man/man1' '$(BASH_COMPLETIONS)' '$(ZSH_COMPLETIONS)' '$(FISH_COMPLETIONS)'
	$(TLSLAB) manual > '$(DESTDIR)$(PREFIX)/share/man/man1/tlslab.1'
	$(TLSLAB) --generate-completion-script bash > '$(BASH_COMPLETIONS)/tlslab'
	$(TLSLAB) --generate-completion-script zsh > '$(ZSH_COMPLETIONS)/_tlslab'
	$(TLSLAB) --generate-completion-script fish > '$(FISH_COMPLETIONS)/tlslab.fish'

clean:
	rm -rf .build tlslab_*.deb
