/*
 * Text that is safe to draw: whatever a script puts into a name, a value, a
 * path or an exception, the result holds no control character, nothing that
 * changes the direction of reading, nothing invisible, no heap of combining
 * marks, and is valid UTF-8.  What may not pass becomes a visible escape, as
 * in a Python literal.  Depends on libc alone, so that both ends may use it.
 */
#ifndef DEBUG_TEXT_SAFE_H
#define DEBUG_TEXT_SAFE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum text_safe_flags {
    TEXT_NEWLINES = 1, /* a newline passes */
    TEXT_TABS = 2,     /* a tab passes */
};

/*
 * Writes the safe form of `length` bytes into dst, at most room - 1 bytes
 * and a NUL, and returns how many bytes that were.  Cuts between characters
 * only.  room must be at least 1.
 */
size_t text_safe(char *dst, size_t room, const char *src, size_t length,
                 unsigned flags);

/* The same as a new string of at most `most` bytes, "..." at its end when
 * something was left out; NULL out of memory. */
char *text_safe_new(const char *src, size_t length, size_t most,
                    unsigned flags);

/*
 * Decodes one code point of at most `length` (> 0) bytes into *code and
 * returns its bytes; 0 when the bytes are not UTF-8.  Surrogates decode.
 */
size_t text_decode(const char *src, size_t length, uint32_t *code);

/* Whether a code point may be drawn as it is; combining marks may. */
bool text_drawable(uint32_t code);
bool text_combining(uint32_t code);

/* Code points of a valid UTF-8 text. */
size_t text_length(const char *text);

#endif
