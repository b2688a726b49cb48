/*
 * Bounded text under construction.
 */
#include "scripts/debug/engine_internal.h"
#include "scripts/debug/text_safe.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_begin(struct text *t, size_t most)
{
    memset(t, 0, sizeof *t);
    t->most = most;
}

static bool make_room(struct text *t, size_t length)
{
    if (t->room - t->length > length)
        return true;
    size_t room = (t->length + length + 1) * 2;
    char *grown = realloc(t->at, room);
    if (!grown)
        return false;
    t->at = grown;
    t->room = room;
    return true;
}

void text_put(struct text *t, const char *bytes, size_t length)
{
    size_t left = t->most - t->length;
    if (t->cut || length == 0)
        return;
    if (length > left) {
        t->cut = true;
        length = left;
        while (length && ((unsigned char)bytes[length] & 0xc0) == 0x80)
            length--;
    }
    if (!make_room(t, length)) {
        t->cut = true;
        return;
    }
    memcpy(t->at + t->length, bytes, length);
    t->length += length;
    t->at[t->length] = 0;
}

void text_add(struct text *t, const char *string)
{
    text_put(t, string, strlen(string));
}

void text_addf(struct text *t, const char *format, ...)
{
    va_list args;
    char *text;
    va_start(args, format);
    int n = vasprintf(&text, format, args);
    va_end(args);
    if (n < 0)
        return;
    text_put(t, text, (size_t)n);
    free(text);
}

char *text_take(struct text *t)
{
    char *text = t->at ? t->at : strdup("");
    memset(t, 0, sizeof *t);
    return text;
}

char *text_finish(struct text *t)
{
    bool cut = t->cut;
    char *raw = text_take(t);
    if (!raw)
        return NULL;
    char *safe = text_safe_new(raw, strlen(raw), 1 << 20, TEXT_NEWLINES);
    free(raw);
    if (safe && cut)
        record_textf(&safe, "%s...", safe);
    return safe;
}
