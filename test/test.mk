# Targets that try and test; included by the Makefile.

PACKAGES = @test/packages.sh

# The first look: everything on this machine, nothing left behind.
# KEEP=1 leaves server and simulator running.
demo:
	$(PACKAGES) demo
	@$(MAKE) --no-print-directory -s all
	@test/demo.sh

test:
	$(PACKAGES) test
	@test/all.sh

# A level of its own in test/all.sh, so that a broken build is told as such.
build-summary: all
	@echo 'build: 1 passed, 0 failed'

# The levels of "make test" by themselves; TESTS="name ..." picks some.
unit:
	@test/unit/run.sh

fuzz:
	@test/fuzz/run.sh

# A table of what unit tests and fuzz corpus run of src/core; too little fails.
coverage:
	@test/coverage/run.sh

model:
	@test/model/run.sh

regress isolation tap docs drivers contract valgrind: all
	@test/run.sh $@

# The crash campaigns at length: make torture N=1000; SEED=... repeats one.
torture: all
	@POSTNL_KILLS=$(or $(N),1000) POSTNL_SEED=$(SEED) TESTS='110_crash 122_sync_crash' test/run.sh tap

checks:
	@ci/run-checks

# The simulator, for tests of your own application: make sim PORT=8080
sim:
	$(PACKAGES) sim
	@exec python3 test/sim $(if $(PORT),--port $(PORT)) $(SIM_OPTIONS)

# Other systems, each in a chroot of its own; see test/matrix/run.sh.
matrix:
	@ONLY='$(ONLY)' SUITES='$(SUITES)' REFRESH='$(REFRESH)' test/matrix/run.sh

# Figures against libcurl without PostgreSQL; see bench/README.md.
bench:
	$(PACKAGES) bench
	@$(MAKE) --no-print-directory -s all
	@bench/run.sh

# A package for this Debian, in build/packages; see test/packages/run.sh.
deb:
	$(PACKAGES) deb
	@test/packages/run.sh deb

packages:
	$(PACKAGES) packages
	@test/packages/run.sh

# For PGXN: its version has three parts.
DISTVERSION = $(shell sed -n 's/^\t"version": "\(.*\)",/\1/p' $(SOURCE)/META.json)
DIST = postnl-$(DISTVERSION).zip

dist:
	git archive --format=zip --prefix=postnl-$(DISTVERSION)/ -o $(DIST) HEAD

help:
	@echo 'make demo      a first look, against the built-in simulator (KEEP=1: stays)'
	@echo 'make test      all tests'
	@echo 'make sim       the simulator, for your own tests (PORT=8080)'
	@echo 'make           build;  make install  install'
	@echo 'make coverage  lines of src/core that unit tests and fuzz corpus run'
	@echo 'make unit fuzz model regress isolation tap docs drivers contract valgrind checks'
	@echo '               one level of the tests (TESTS="name ...")'
	@echo 'make torture   kill at random, N=1000 times'
	@echo 'make matrix    the tests on other systems, in chroots (ONLY=trixie)'
	@echo 'make bench     measure'
	@echo 'make deb       a package for this Debian, tried in a clean one'
	@echo 'make dist      a release archive, for PGXN'
	@echo 'make packages  both, and an RPM, as the tests do'

.PHONY: demo test build-summary unit fuzz model coverage regress isolation tap docs drivers contract valgrind torture checks matrix sim bench deb packages dist help
