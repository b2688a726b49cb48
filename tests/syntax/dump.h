/*
 * Trees as text, to be compared with what Python's `ast` module holds.
 */
#ifndef TESTS_SYNTAX_DUMP_H
#define TESTS_SYNTAX_DUMP_H

#include "scripts/syntax/parse.h"

#include <stdio.h>

/* Writes the statements of a module, each on a line of its own. */
void dump_module(FILE *out, const struct ast_node *module);

/* Parses text that came from a str; the arena is to be done by the caller. */
bool parse_text(struct arena *arena, const char *text, struct ast_node **tree,
                struct syntax_report *report);

#endif
