/*
 * The methods that bytes and bytearray share, one builtin_fn each.
 */
#ifndef SCRIPTS_TYPES_BYTES_METHODS_H
#define SCRIPTS_TYPES_BYTES_METHODS_H

#include "scripts/types/bytes_internal.h"

struct view {
    const unsigned char *data;
    size_t size;
};

/* Of a bytes or bytearray; borrowed until it changes. */
struct view view_of(const object *self, struct vm *vm);
/* A new object of self's kind: bytes or bytearray. */
object *bytes_same(struct vm *vm, object *self, const unsigned char *data,
                   size_t size);
object *bytes_part(struct vm *vm, object *self, size_t from, size_t to);
/* The object of b (released); NULL when not ok. */
object *bytes_finish(struct vm *vm, object *self, struct byte_buffer *b,
                     bool ok);
ptrdiff_t bytes_find(struct view s, struct view sub, size_t from, size_t to);
ptrdiff_t bytes_find_last(struct view s, struct view sub, size_t from,
                          size_t to);

/* bytes_search.c */
extern builtin_fn bytes_m_find, bytes_m_rfind, bytes_m_index, bytes_m_rindex,
    bytes_m_count, bytes_m_startswith, bytes_m_endswith, bytes_m_replace,
    bytes_m_removeprefix, bytes_m_removesuffix, bytes_m_partition,
    bytes_m_rpartition;
/* bytes_split.c */
extern builtin_fn bytes_m_split, bytes_m_rsplit, bytes_m_splitlines,
    bytes_m_strip, bytes_m_lstrip, bytes_m_rstrip, bytes_m_join;
/* bytes_case.c */
extern builtin_fn bytes_m_upper, bytes_m_lower, bytes_m_title,
    bytes_m_capitalize, bytes_m_swapcase, bytes_m_isalpha, bytes_m_isdigit,
    bytes_m_isspace, bytes_m_isalnum, bytes_m_isascii, bytes_m_isupper,
    bytes_m_islower, bytes_m_istitle, bytes_m_center, bytes_m_ljust,
    bytes_m_rjust, bytes_m_zfill, bytes_m_expandtabs;
/* bytes_methods.c */
extern builtin_fn bytes_m_decode, bytes_m_hex, bytes_m_fromhex,
    bytes_m_translate, bytes_m_maketrans;

/* Rows that both tables have. */
#define BYTES_SHARED_METHODS                                                 \
    {"capitalize", bytes_m_capitalize, METHOD_NOARGS,                        \
     "First a capital, the rest small."},                                    \
        {"center", bytes_m_center, METHOD_ARGS, "Padded on both sides."},    \
        {"count", bytes_m_count, METHOD_ARGS, "How often sub occurs."},      \
        {"decode", bytes_m_decode, METHOD_KEYWORDS,                          \
         "decode($self, /, encoding='utf-8', errors='strict')\n--\n\n"       \
         "The text that these bytes are."},                                  \
        {"endswith", bytes_m_endswith, METHOD_ARGS, "Does it end so?"},      \
        {"expandtabs", bytes_m_expandtabs, METHOD_KEYWORDS,                  \
         "expandtabs($self, /, tabsize=8)\n--\n\nTabs become spaces."},      \
        {"find", bytes_m_find, METHOD_ARGS, "First place, or -1."},          \
        {"fromhex", bytes_m_fromhex, METHOD_ONE | METHOD_CLASS,              \
         "fromhex($type, string, /)\n--\n\nFrom hexadecimal digits."},       \
        {"hex", bytes_m_hex, METHOD_KEYWORDS, "Hexadecimal digits."},        \
        {"index", bytes_m_index, METHOD_ARGS, "First place."},               \
        {"isalnum", bytes_m_isalnum, METHOD_NOARGS,                          \
         "All letters or digits?"},                                          \
        {"isalpha", bytes_m_isalpha, METHOD_NOARGS, "All letters?"},         \
        {"isascii", bytes_m_isascii, METHOD_NOARGS, "All ASCII?"},           \
        {"isdigit", bytes_m_isdigit, METHOD_NOARGS, "All digits?"},          \
        {"islower", bytes_m_islower, METHOD_NOARGS, "All small?"},           \
        {"isspace", bytes_m_isspace, METHOD_NOARGS, "All space?"},           \
        {"istitle", bytes_m_istitle, METHOD_NOARGS, "In title case?"},       \
        {"isupper", bytes_m_isupper, METHOD_NOARGS, "All capitals?"},        \
        {"join", bytes_m_join, METHOD_ONE,                                   \
         "join($self, iterable_of_bytes, /)\n--\n\nJoined by this."},        \
        {"ljust", bytes_m_ljust, METHOD_ARGS, "Padded on the right."},       \
        {"lower", bytes_m_lower, METHOD_NOARGS, "Small letters."},           \
        {"lstrip", bytes_m_lstrip, METHOD_ARGS, "No space on the left."},    \
        {"maketrans", bytes_m_maketrans, METHOD_ARGS | METHOD_STATIC,        \
         "maketrans(frm, to, /)\n--\n\nA table for translate()."},           \
        {"partition", bytes_m_partition, METHOD_ONE,                         \
         "partition($self, sep, /)\n--\n\nBefore, sep, behind."},            \
        {"removeprefix", bytes_m_removeprefix, METHOD_ONE,                   \
         "removeprefix($self, prefix, /)\n--\n\nWithout prefix."},           \
        {"removesuffix", bytes_m_removesuffix, METHOD_ONE,                   \
         "removesuffix($self, suffix, /)\n--\n\nWithout suffix."},           \
        {"replace", bytes_m_replace, METHOD_ARGS,                            \
         "replace($self, old, new, count=-1, /)\n--\n\nReplaced."},          \
        {"rfind", bytes_m_rfind, METHOD_ARGS, "Last place, or -1."},         \
        {"rindex", bytes_m_rindex, METHOD_ARGS, "Last place."},              \
        {"rjust", bytes_m_rjust, METHOD_ARGS, "Padded on the left."},        \
        {"rpartition", bytes_m_rpartition, METHOD_ONE,                       \
         "rpartition($self, sep, /)\n--\n\nBefore, sep, behind."},           \
        {"rsplit", bytes_m_rsplit, METHOD_KEYWORDS,                          \
         "rsplit($self, /, sep=None, maxsplit=-1)\n--\n\nThe parts."},       \
        {"rstrip", bytes_m_rstrip, METHOD_ARGS, "No space on the right."},   \
        {"split", bytes_m_split, METHOD_KEYWORDS,                            \
         "split($self, /, sep=None, maxsplit=-1)\n--\n\nThe parts."},        \
        {"splitlines", bytes_m_splitlines, METHOD_KEYWORDS,                  \
         "splitlines($self, /, keepends=False)\n--\n\nThe lines."},          \
        {"startswith", bytes_m_startswith, METHOD_ARGS, "Begins so?"},       \
        {"strip", bytes_m_strip, METHOD_ARGS, "No space on both sides."},    \
        {"swapcase", bytes_m_swapcase, METHOD_NOARGS, "Case exchanged."},    \
        {"title", bytes_m_title, METHOD_NOARGS, "Title case."},              \
        {"translate", bytes_m_translate, METHOD_KEYWORDS,                    \
         "translate($self, table, /, delete=b'')\n--\n\nBy a table."},       \
        {"upper", bytes_m_upper, METHOD_NOARGS, "Capitals."},                \
    {                                                                        \
        "zfill", bytes_m_zfill, METHOD_ONE,                                  \
            "zfill($self, width, /)\n--\n\nPadded with zeros."               \
    }

#endif
