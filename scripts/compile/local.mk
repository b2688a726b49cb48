# scripts/compile: syntax tree to code objects.

scripts_libscripts_a_SOURCES += \
	scripts/compile/assemble.c \
	scripts/compile/assign.c \
	scripts/compile/call.c \
	scripts/compile/check.c \
	scripts/compile/compile.c scripts/compile/compile.h \
	scripts/compile/comprehension.c \
	scripts/compile/condition.c \
	scripts/compile/control.c \
	scripts/compile/display.c \
	scripts/compile/encoding.c \
	scripts/compile/errors.c \
	scripts/compile/expr.c scripts/compile/expr.h \
	scripts/compile/flow.c \
	scripts/compile/fold.c \
	scripts/compile/function.c \
	scripts/compile/handlers.c \
	scripts/compile/match.c \
	scripts/compile/names.c \
	scripts/compile/scope.c scripts/compile/scope.h \
	scripts/compile/scope_internal.h \
	scripts/compile/scope_walk.c \
	scripts/compile/stmt.c \
	scripts/compile/unit.c scripts/compile/unit.h \
	scripts/compile/unparse.c
EXTRA_DIST += scripts/compile/README.md
