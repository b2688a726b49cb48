/*
 * The part of a text that a step has changed.  Owns nothing.
 */
#include "scripts/debug/difference.h"

#include <ctype.h>
#include <string.h>

static bool in_token(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '\'' ||
           (unsigned char)c >= 0x80;
}

static int64_t code_points(const char *text, size_t bytes)
{
    int64_t n = 0;
    for (size_t i = 0; i < bytes; i++)
        n += ((unsigned char)text[i] & 0xc0) != 0x80;
    return n;
}

void difference_find(const char *old, const char *new, struct view_pair **pairs,
                     size_t *count)
{
    size_t from = 0, n = strlen(old), m = strlen(new), end = 0;
    while (from < n && from < m && old[from] == new[from])
        from++;
    while (end < n - from && end < m - from &&
           old[n - 1 - end] == new[m - 1 - end])
        end++;
    size_t to = m - end;
    /* Whole items, not the digits in which they differ. */
    while (from > 0 && from < to && in_token(new[from - 1]) &&
           in_token(new[from]))
        from--;
    while (to < m && to > from && in_token(new[to]) && in_token(new[to - 1]))
        to++;
    while (from < to && (new[from] == ',' || new[from] == ' '))
        from++;
    if (from >= to)
        return;
    struct view_pair *pair = record_list_add(pairs, count, sizeof *pair);
    if (!pair)
        return;
    pair->from = code_points(new, from);
    pair->to = code_points(new, to);
}
