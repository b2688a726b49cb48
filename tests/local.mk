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

# tests_heap_test_SOURCES += tests/heap/test_x.c

# tests_syntax_test_SOURCES += tests/syntax/test_x.c

# tests_compile_test_SOURCES += tests/compile/test_x.c

# tests_vm_test_SOURCES += tests/vm/test_x.c

# tests_types_test_SOURCES += tests/types/test_x.c

# tests_modules_test_SOURCES += tests/modules/test_x.c

# tests_debug_test_SOURCES += tests/debug/test_x.c

# tests_dap_test_SOURCES += tests/dap/test_x.c

# tests_tui_test_SOURCES += tests/tui/test_x.c

# A folder is added here with its first test.
if HAVE_CRITERION
# check_PROGRAMS += tests/heap_test
# check_PROGRAMS += tests/syntax_test
# check_PROGRAMS += tests/compile_test
# check_PROGRAMS += tests/vm_test
# check_PROGRAMS += tests/types_test
# check_PROGRAMS += tests/modules_test
# check_PROGRAMS += tests/debug_test
# check_PROGRAMS += tests/dap_test
# check_PROGRAMS += tests/tui_test
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

TESTS += $(check_PROGRAMS)
LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/run-criterion
LOG_DRIVER = $(TEST_LOG_DRIVER)
EXTRA_DIST += tests/run-criterion tests/count-results
