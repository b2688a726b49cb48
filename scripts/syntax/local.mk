# scripts/syntax: source text to syntax tree, and the tables of Unicode.

scripts_libscripts_a_SOURCES += \
	scripts/syntax/arena.c scripts/syntax/arena.h \
	scripts/syntax/ast.c scripts/syntax/ast.def scripts/syntax/ast.h \
	scripts/syntax/explain.c scripts/syntax/explain.h \
	scripts/syntax/explain_compile.c \
	scripts/syntax/explain_grammar.c \
	scripts/syntax/explain_match.c \
	scripts/syntax/explain_raise.c \
	scripts/syntax/parse.h \
	scripts/syntax/parse_atom.c \
	scripts/syntax/parse_compound.c \
	scripts/syntax/parse_expr.c \
	scripts/syntax/parse_fstring.c \
	scripts/syntax/parse_number.c \
	scripts/syntax/parse_params.c \
	scripts/syntax/parse_pattern.c \
	scripts/syntax/parse_simple.c \
	scripts/syntax/parse_string.c \
	scripts/syntax/parse_target.c \
	scripts/syntax/parser.c scripts/syntax/parser.h \
	scripts/syntax/report.c scripts/syntax/report.h \
	scripts/syntax/source.c scripts/syntax/source.h \
	scripts/syntax/strings.h \
	scripts/syntax/token.h scripts/syntax/tokens.def \
	scripts/syntax/tokenizer.c \
	scripts/syntax/tokenizer_internal.h \
	scripts/syntax/tokenizer_number.c \
	scripts/syntax/unicode.c scripts/syntax/unicode.h \
	scripts/syntax/unicode_name.c \
	scripts/syntax/unicode_normal.c \
	scripts/syntax/unicode_tables.h
nodist_scripts_libscripts_a_SOURCES = scripts/syntax/unicode_tables.c

# The tables are made from Debian's unicode-data by a program that runs on
# the build machine.
EXTRA_DIST += scripts/syntax/README.md scripts/syntax/unicode_gen.c
BUILT_SOURCES += scripts/syntax/unicode_tables.c
CLEANFILES += scripts/syntax/unicode_tables.c scripts/syntax/unicode_gen

scripts/syntax/unicode_gen: $(top_srcdir)/scripts/syntax/unicode_gen.c \
		$(top_srcdir)/scripts/syntax/unicode_tables.h
	@$(MKDIR_P) $(@D)
	$(AM_V_CC)$(CC_FOR_BUILD) -std=gnu11 -D_GNU_SOURCE -O1 \
		-I$(top_srcdir) -o $@ $(top_srcdir)/scripts/syntax/unicode_gen.c

scripts/syntax/unicode_tables.c: scripts/syntax/unicode_gen
	$(AM_V_GEN)scripts/syntax/unicode_gen $(UNICODE_DATA) > $@.new && \
		mv $@.new $@
EXTRA_DIST += scripts/syntax/README.md
