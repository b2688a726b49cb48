/*
 * The methods of str, one builtin_fn each, as str_methods.c's table lists
 * them; and what their files share.
 */
#ifndef SCRIPTS_TYPES_STR_METHODS_INTERNAL_H
#define SCRIPTS_TYPES_STR_METHODS_INTERNAL_H

#include "scripts/types/str_methods.h"

/* str_search.c */
extern builtin_fn str_m_find, str_m_rfind, str_m_index, str_m_rindex,
    str_m_count, str_m_startswith, str_m_endswith, str_m_replace,
    str_m_removeprefix, str_m_removesuffix, str_m_partition,
    str_m_rpartition;
/* "replace() argument 1 must be str, not T"; which: "" or " 1". */
bool str_argument(struct vm *vm, const char *function, const char *which,
                  object *o);
/* args[1] and args[2], clipped; *from > *to when nothing can be there. */
bool str_search_bounds(struct vm *vm, object *const *args, size_t nargs,
                       size_t length, size_t *from, size_t *to);
ptrdiff_t str_find_last(const object *s, const object *sub, size_t from,
                        size_t to);
size_t str_count_in(const object *s, const object *sub, size_t from,
                    size_t to, size_t most);
object *str_replace(struct vm *vm, object *s, object *old, object *new,
                    size_t most);

/* str_split.c */
extern builtin_fn str_m_split, str_m_rsplit, str_m_splitlines, str_m_strip,
    str_m_lstrip, str_m_rstrip, str_m_join;

/* str_case.c */
extern builtin_fn str_m_upper, str_m_lower, str_m_title, str_m_capitalize,
    str_m_swapcase, str_m_casefold, str_m_isalpha, str_m_isdecimal,
    str_m_isdigit, str_m_isnumeric, str_m_isspace, str_m_isalnum,
    str_m_isascii, str_m_isprintable, str_m_isidentifier, str_m_isupper,
    str_m_islower, str_m_istitle;

/* str_pad.c */
extern builtin_fn str_m_center, str_m_ljust, str_m_rjust, str_m_zfill,
    str_m_expandtabs;

/* str_translate.c */
extern builtin_fn str_m_translate, str_m_maketrans, str_m_encode;

/* str_format.c */
extern builtin_fn str_m_format, str_m_format_map, str_m_dunder_format;

#endif
