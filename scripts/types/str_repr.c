/*
 * repr() of a str and ascii(): quotes and escapes.
 */
#include <stdio.h>

#include "scripts/types/chars.h"
#include "scripts/types/str_internal.h"
#include "scripts/types/str_methods.h"

static uint32_t quote_for(const object *s)
{
    bool single = false, twice = false;
    for (size_t i = 0; i < str_length(s); i++) {
        uint32_t c = str_at(s, i);
        single |= c == '\'';
        twice |= c == '"';
    }
    return single && !twice ? '"' : '\'';
}

static void add_escape(struct str_builder *b, uint32_t c)
{
    char text[16];
    snprintf(text, sizeof text,
             c < 0x100     ? "\\x%02x"
             : c < 0x10000 ? "\\u%04x"
                           : "\\U%08x",
             (unsigned)c);
    str_builder_ascii(b, text);
}

static void add_char(struct str_builder *b, uint32_t c, uint32_t quote,
                     bool ascii)
{
    if (c == quote || c == '\\') {
        str_builder_char(b, '\\');
        str_builder_char(b, c);
    } else if (c == '\n' || c == '\r' || c == '\t') {
        str_builder_char(b, '\\');
        str_builder_char(b, c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
    } else if ((c >= ' ' && c < 127) ||
               (c > 127 && !ascii && char_is_printable(c))) {
        str_builder_char(b, c);
    } else {
        add_escape(b, c);
    }
}

static object *quoted(struct vm *vm, object *s, bool ascii)
{
    struct str_builder b;
    uint32_t quote = quote_for(s);
    str_builder_init(&b, vm);
    str_builder_char(&b, quote);
    for (size_t i = 0; i < str_length(s) && !b.failed; i++)
        add_char(&b, str_at(s, i), quote, ascii);
    str_builder_char(&b, quote);
    return str_builder_finish(&b);
}

object *str_repr(struct vm *vm, object *s)
{
    return quoted(vm, s, false);
}

object *str_ascii_repr(struct vm *vm, object *s)
{
    return quoted(vm, s, true);
}
