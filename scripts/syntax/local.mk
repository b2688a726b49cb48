# scripts/syntax: source text to syntax tree, and the tables of Unicode.

scripts_libscripts_a_SOURCES += \
	scripts/syntax/arena.c scripts/syntax/arena.h \
	scripts/syntax/ast.c scripts/syntax/ast.def scripts/syntax/ast.h \
	scripts/syntax/parse.h
