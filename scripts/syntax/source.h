/*
 * Encodings of source files: what a file declares, for the parser and for
 * those who read sources themselves.
 */
#ifndef SYNTAX_SOURCE_H
#define SYNTAX_SOURCE_H

#include <stddef.h>

/* Longer sources are refused, so that columns and lines fit an int. */
#define SYNTAX_MAX_LENGTH ((size_t)1 << 30)

enum syntax_encoding {
    SYNTAX_UTF8,
    SYNTAX_LATIN1,
    SYNTAX_ASCII,
    SYNTAX_UNKNOWN,
};

/* The encoding of a name as it stands in a declaration. */
enum syntax_encoding syntax_encoding_named(const char *name, size_t length);

/*
 * What the first two lines of a file declare, behind any byte order mark;
 * UTF-8 if nothing. *name is the declared name, in the bytes, or NULL.
 */
enum syntax_encoding syntax_find_encoding(const char *bytes, size_t length,
                                          const char **name,
                                          size_t *name_length);

#endif
