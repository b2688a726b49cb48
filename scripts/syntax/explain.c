/*
 * What is wrong with a source that the parser refused.
 */
#include "scripts/syntax/parser.h"

void explain_error(struct parser *p)
{
    if (!p->error_set)
        parser_error_last(p, SYNTAX_ERROR, "invalid syntax");
}
