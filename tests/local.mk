# Tests. One Criterion program a folder, so that each links no more than the
# folder may know; every test of Criterion and every script is counted on its
# own (TAP). Add a unit test by naming its file in its folder's list.

TEST_LOG_DRIVER = env AM_TAP_AWK='$(AWK)' \
	$(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
TEST_EXTENSIONS = .test

tests_heap_test_SOURCES =
tests_syntax_test_SOURCES =
tests_compile_test_SOURCES =
tests_vm_test_SOURCES =
tests_types_test_SOURCES =
tests_modules_test_SOURCES =
tests_debug_test_SOURCES =
tests_dap_test_SOURCES =
tests_tui_test_SOURCES =

tests_heap_test_SOURCES += \
	tests/between.h \
	tests/heap/graph.c \
	tests/heap/graph.h \
	tests/heap/maze.c \
	tests/heap/maze.h \
	tests/heap/test_array.c \
	tests/heap/test_attach.c \
	tests/heap/test_annex.c \
	tests/heap/test_collect.c \
	tests/heap/test_components.c \
	tests/heap/test_deep.c \
	tests/heap/test_destroy.c \
	tests/heap/test_dominators.c \
	tests/heap/test_events.c \
	tests/heap/test_generations.c \
	tests/heap/test_graph.c \
	tests/heap/test_history.c \
	tests/heap/test_object.c \
	tests/heap/test_oom.c \
	tests/heap/test_paths.c \
	tests/heap/test_random.c \
	tests/heap/test_referrers.c \
	tests/heap/test_share.c \
	tests/heap/test_walk.c \
	tests/heap/test_weak.c

tests_syntax_test_SOURCES += \
	tests/syntax/dump.c tests/syntax/dump.h \
	tests/syntax/errors.inc tests/syntax/trees.inc \
	tests/syntax/test_errors.c \
	tests/syntax/test_trees.c \
	tests/syntax/test_unicode.c

# A vm for a test, for every folder of the interpreter.
FIXTURE = tests/vm/fixture.c tests/vm/fixture.h tests/between.h

tests_compile_test_SOURCES += $(FIXTURE) tests/compile/test_compile.c

tests_vm_test_SOURCES += $(FIXTURE) tests/vm/test_code_pack.c \
	tests/vm/test_edges.c \
	tests/vm/test_run.c

tests_types_test_SOURCES += $(FIXTURE) \
	tests/types/test_containers.c tests/types/test_sharing.c \
	tests/types/test_sizes.c \
	tests/types/test_values.c

tests_modules_test_SOURCES += $(FIXTURE) tests/modules/test_modules.c

tests_debug_test_SOURCES += tests/debug/test_difference.c \
	tests/debug/test_helper.c \
	tests/debug/test_session.c \
	tests/debug/test_text_safe.c tests/debug/test_wire.c

tests_dap_test_SOURCES += tests/dap/test_framing.c

tests_tui_test_SOURCES += \
	tests/tui/test_client.c tui/client.c \
	tests/tui/test_glyph.c tui/glyph.c \
	tests/tui/test_layout.c tui/layout.c \
	tests/tui/test_list.c tui/list.c \
	tests/tui/test_options.c tui/options.c \
	tests/tui/test_output.c tui/output.c \
	tests/tui/test_view.c tui/view.c
if HAVE_VTERM
tests_tui_test_SOURCES += tests/tui/test_panes.c tui/draw.c \
	tui/pane_bindings.c tui/pane_heap.c tui/pane_lists.c \
	tui/pane_output.c tui/pane_source.c
endif

# The heap alone, without Criterion: TAP of their own.
check_PROGRAMS += tests/heap_faults tests/heap_example
tests_heap_faults_SOURCES = tests/heap/faults/faults.c
tests_heap_faults_LDADD = $(HEAP_LIBS)
tests_heap_example_SOURCES = tests/heap/example_library.c
tests_heap_example_LDADD = $(HEAP_LIBS)

check_PROGRAMS += tests/heap_questions_oom
tests_heap_questions_oom_SOURCES = tests/heap/questions_oom.c
tests_heap_questions_oom_LDADD = $(HEAP_LIBS)
tests_heap_questions_oom_LDFLAGS = \
	-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

# Random operations beside a model: a short run among the tests, a long one
# by `make fuzz`.
check_PROGRAMS += tests/heap_random
tests_heap_random_SOURCES = tests/fuzz/heap_random.c \
	tests/fuzz/model.c tests/fuzz/model.h \
	tests/fuzz/subjects.c tests/fuzz/subjects.h
tests_heap_random_LDADD = $(HEAP_LIBS)
FUZZ_SECONDS = 600
FUZZ_SEED = 1

# Measures for heap/README.md; built by name.
EXTRA_PROGRAMS = tests/counts_placement tests/questions
tests_counts_placement_SOURCES = tests/bench/counts_placement.c
tests_questions_SOURCES = tests/bench/questions.c
tests_questions_LDADD = $(HEAP_LIBS)

if HAVE_CRITERION
check_PROGRAMS += tests/heap_test
check_PROGRAMS += tests/syntax_test
check_PROGRAMS += tests/compile_test
check_PROGRAMS += tests/vm_test
check_PROGRAMS += tests/types_test
check_PROGRAMS += tests/modules_test
check_PROGRAMS += tests/debug_test
check_PROGRAMS += tests/dap_test
check_PROGRAMS += tests/tui_test
endif

# What each may link says what the folder may know.
TEST_CPPFLAGS = $(AM_CPPFLAGS) $(CRITERION_CFLAGS)
tests_heap_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_heap_test_LDADD = $(HEAP_LIBS) $(CRITERION_LIBS)
tests_syntax_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_syntax_test_LDADD = $(SCRIPTS_LIBS) $(CRITERION_LIBS)
tests_compile_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_compile_test_LDADD = $(SCRIPTS_LIBS) $(CRITERION_LIBS)
tests_vm_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_vm_test_LDADD = $(SCRIPTS_LIBS) $(CRITERION_LIBS)
tests_types_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_types_test_LDADD = $(SCRIPTS_LIBS) $(CRITERION_LIBS)
tests_modules_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_modules_test_LDADD = $(SCRIPTS_LIBS) $(CRITERION_LIBS)
tests_debug_test_CPPFLAGS = $(TEST_CPPFLAGS)
tests_debug_test_LDADD = $(DEBUG_LIBS) $(CRITERION_LIBS)
tests_dap_test_CPPFLAGS = $(TEST_CPPFLAGS) $(JANSSON_CFLAGS)
tests_dap_test_LDADD = $(DEBUG_LIBS) $(CRITERION_LIBS)
tests_tui_test_CPPFLAGS = $(TEST_CPPFLAGS) $(NCURSESW_CFLAGS) $(VTERM_CFLAGS)
tests_tui_test_LDADD = $(DEBUG_LIBS) $(NCURSESW_LIBS) $(LIBEDIT_LIBS) \
	$(VTERM_LIBS) $(CRITERION_LIBS)

TESTS += $(check_PROGRAMS) tests/built.test tests/layers.test
TESTS += tests/scripts.test tests/stack.test tests/command.test \
	tests/store.test tests/specialize.test
TESTS += tests/tui/screen.test tests/dap/session.test
TESTS += tests/debug/saved.test tests/debug/export.test tests/check.test
TESTS += tests/debug/questions.test tests/random/cow/cow.test
TESTS += tests/random/programs/programs.test tests/oom.test
TESTS += tests/random/mutants/mutants.test
TESTS += tests/tui/session.test tests/remote/ssh.test
LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/run-criterion
LOG_DRIVER = $(TEST_LOG_DRIVER)
TEST_LOG_COMPILER = $(SHELL)

AM_TESTS_ENVIRONMENT = \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	PYTHON311='$(PYTHON311)'; export PYTHON311; \
	XDG_CACHE_HOME='$(abs_builddir)/cache'; export XDG_CACHE_HOME; \
	have_criterion='$(have_criterion)'; export have_criterion; \
	have_vterm='$(have_vterm)'; export have_vterm; \
	$(COMPILE_ENVIRONMENT)

# What the tests that compile something need to do it as the build does.
COMPILE_ENVIRONMENT = \
	CC='$(CC)'; export CC; \
	NM='$(NM)'; export NM; \
	TEST_CPPFLAGS='$(DEFS) $(DEFAULT_INCLUDES) $(AM_CPPFLAGS) \
		$(NCURSESW_CFLAGS) $(JANSSON_CFLAGS)'; export TEST_CPPFLAGS; \
	TEST_FLAGS='$(AM_CFLAGS) $(CFLAGS)'; export TEST_FLAGS; \
	GMP_LIBS='$(GMP_LIBS) $(MD_LIBS)'; export GMP_LIBS; \
	JANSSON_LIBS='$(JANSSON_LIBS)'; export JANSSON_LIBS; \
	SQLITE_LIBS='$(SQLITE_LIBS)'; export SQLITE_LIBS;

EXTRA_DIST += tests/random/cow/cow.test tests/random/cow/program.py \
	tests/bench/copies.py
EXTRA_DIST += tests/bench/run tests/bench/memory.py tests/bench/pauses.py \
	$(wildcard $(srcdir)/tests/bench/programs $(srcdir)/tests/bench/debug)
EXTRA_DIST += tests/random/programs/programs.test \
	tests/random/programs/generate.py
EXTRA_DIST += tests/random/mutants/mutants.test \
	tests/random/mutants/mutate.py
EXTRA_DIST += tests/debug/saved.test tests/debug/export.test tests/check.test tests/debug/check_export.py
EXTRA_DIST += tests/debug/questions.test \
	$(wildcard $(srcdir)/tests/debug/stops) \
	$(wildcard $(srcdir)/tests/debug/questions)
EXTRA_DIST += tests/dap/session.test tests/dap/client.py \
	tests/dap/test_dap.py
EXTRA_DIST += tests/tui/screen.test tests/tui/session.test \
	tests/tui/terminal.py tests/tui/test_session.py \
	tests/tui/test_screen.py tests/tui/fake_session.py \
	tests/remote/ssh.test tests/remote/test_ssh.py
EXTRA_DIST += tests/cpython/run-cpython tests/cpython/report.py \
	tests/cpython/README.md tests/cpython/files \
	$(wildcard $(srcdir)/tests/cpython/*.known)
EXTRA_DIST += tests/programs/run-programs tests/programs/README.md \
	tests/programs/manual.rst $(wildcard $(srcdir)/tests/programs/*.py)
EXTRA_DIST += tests/README.md tests/built.test tests/run-criterion tests/count-results \
	tests/run-scripts tests/scripts.test tests/layers.test \
	tests/command.test tests/store.test tests/specialize.test tests/oom.test tests/stack.test tests/stack/deep.py tests/stack/deep_calls.py \
	tests/stack/deep_operators.py \
	tests/check-ownership $(wildcard $(srcdir)/tests/scripts)

# --- targets ---

ENGINE_SOURCES = $(heap_libheap_a_SOURCES) $(scripts_libscripts_a_SOURCES) \
	$(scripts_libdebug_a_SOURCES)

.PHONY: check-cpython check-programs check-mutants check-scripts check-layers check-ownership check-asan coverage \
	bench format fuzz tidy help

# Thousands of damaged scripts: MUTANT_COUNT from number MUTANT_SEED on, those
# that fail are kept in ./mutants. With the sanitizers: run it in asan/ and
# MUTANT_OPTIONS=--sanitized.
check-mutants: heapstep
	$(AM_TESTS_ENVIRONMENT) \
	MUTANT_COUNT="$${MUTANT_COUNT:-10000}" MUTANT_KEEP=mutants \
	$(SHELL) $(top_srcdir)/tests/random/mutants/mutants.test

check-scripts: heapstep
	$(AM_TESTS_ENVIRONMENT) $(SHELL) $(top_srcdir)/tests/scripts.test

# CPython's own test files, of the package `test` if it is installed.
check-cpython: heapstep
	@if $(PYTHON311) -c 'import test.test_grammar' 2>/dev/null; then \
		$(PYTHON311) $(top_srcdir)/tests/cpython/run-cpython \
			--python '$(PYTHON311)' --heapstep ./heapstep \
			$(CPYTHON_TESTS); \
	else \
		echo 'skipped: $(PYTHON311) has no package test' \
			'(Debian: libpython3.11-testsuite)'; \
	fi

# Programs that use packages written in Python, those that are installed.
check-programs: heapstep
	$(PYTHON311) $(top_srcdir)/tests/programs/run-programs \
		--python '$(PYTHON311)' --heapstep ./heapstep $(PROGRAMS)

check-layers: all
	$(AM_TESTS_ENVIRONMENT) $(SHELL) $(top_srcdir)/tests/layers.test

check-ownership: $(BUILT_SOURCES)
	@top_srcdir='$(top_srcdir)'; export top_srcdir; \
	$(COMPILE_ENVIRONMENT) \
	$(SHELL) $(top_srcdir)/tests/check-ownership \
		$(filter %.c,$(ENGINE_SOURCES))

# Both build again, with other flags, in a folder of their own.
check-asan:
	$(MKDIR_P) asan
	cd asan && $(abs_top_srcdir)/configure --enable-werror \
		--enable-sanitizers CC='$(CC)' CFLAGS='-O1 -g'
	cd asan && $(MAKE) $(AM_MAKEFLAGS) check

coverage:
	$(MKDIR_P) coverage
	cd coverage && $(abs_top_srcdir)/configure CC='$(CC)' \
		CFLAGS='-O0 -g --coverage'
	cd coverage && $(MAKE) $(AM_MAKEFLAGS) check
	gcovr --root $(abs_top_srcdir) --filter '$(abs_top_srcdir)/' coverage

# With the sanitizers, in the folder of check-asan.
# Sizes and speed beside python3.11, also in bench.txt; programs of a folder
# of yours too, with BENCH_DIR=FOLDER.
BENCH_ROUNDS = 5
CLEANFILES += bench.txt
bench: heapstep
	$(PYTHON311) $(srcdir)/tests/bench/run --python '$(PYTHON311)' \
		--heapstep ./heapstep --rounds $(BENCH_ROUNDS) --out bench.txt

fuzz:
	$(MKDIR_P) asan
	test -f asan/Makefile || (cd asan && $(abs_top_srcdir)/configure \
		--enable-werror --enable-sanitizers CC='$(CC)' CFLAGS='-O1 -g')
	cd asan && $(MAKE) $(AM_MAKEFLAGS) tests/heap_random
	asan/tests/heap_random $(FUZZ_SECONDS) $(FUZZ_SEED)

format:
	cd $(top_srcdir) && find heap scripts tui tests -name '*.[ch]' \
		-exec clang-format -i {} +

tidy: $(BUILT_SOURCES)
	cd $(top_srcdir) && find heap scripts tui -name '*.c' \
		-exec clang-tidy --quiet {} -- $(AM_CPPFLAGS) \
		-I$(abs_top_builddir) $(NCURSESW_CFLAGS) -std=gnu11 ';'

help:
	@echo 'make                  build ./heapstep'
	@echo 'make install          install it (DESTDIR= and prefix work)'
	@echo 'make check            every test'
	@echo 'make check-asan       every test, with the sanitizers'
	@echo 'make check-scripts    scripts compared with CPython 3.11'
	@echo 'make check-programs   programs that use packages, if installed'
	@echo 'make check-cpython    the test files of CPython 3.11, if installed'
	@echo 'make check-mutants    damaged scripts: no crash, no hang, no leak'
	@echo 'make check-layers     who may know whom'
	@echo 'make check-ownership  borrowed references stay borrowed'
	@echo 'make coverage         which lines the tests reach (gcovr)'
	@echo 'make fuzz             random operations on the heap for FUZZ_SECONDS'
	@echo 'make bench            sizes and speed beside CPython 3.11'
	@echo 'make format           clang-format on every source'
	@echo 'make tidy             clang-tidy on every source'
	@echo 'make distcheck        a release, built and tested from its archive'
