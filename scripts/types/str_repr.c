/*
 * repr() of a str and ascii(): quotes and escapes.
 */
#include <stdio.h>

#include "scripts/types/chars.h"
#include "scripts/types/str_internal.h"
#include "scripts/types/str_methods.h"
#include "scripts/vm/abstract.h"

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

static void add_char(struct str_builder *b, uint32_t c, uint32_t quote)
{
    if (c == quote || c == '\\') {
        str_builder_char(b, '\\');
        str_builder_char(b, c);
    } else if (c == '\n' || c == '\r' || c == '\t') {
        str_builder_char(b, '\\');
        str_builder_char(b, c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
    } else if ((c >= ' ' && c < 127) ||
               (c > 127 && char_is_printable(c))) {
        str_builder_char(b, c);
    } else {
        add_escape(b, c);
    }
}

/* Is it printable ASCII with nothing to escape? */
static bool is_plain(const object *o)
{
    const struct str_object *s = (const struct str_object *)o;
    bool plain = s->ascii;
    for (size_t i = 0; plain && i < s->length; i++) {
        unsigned char c = s->data[i];
        plain = c >= ' ' && c < 127 && c != '\'' && c != '\\';
    }
    return plain;
}

static object *quote_plain(struct vm *vm, const object *s)
{
    size_t n = str_length(s);
    object *o = str_alloc(vm, vm->types[TYPE_STR], n + 2, 127);
    if (!o)
        return NULL;
    unsigned char *data = str_of(o)->data;
    data[0] = data[n + 1] = '\'';
    str_copy_in(o, 1, s, 0, n);
    return o;
}

object *str_repr(struct vm *vm, object *s)
{
    if (is_plain(s))
        return quote_plain(vm, s);
    struct str_builder b;
    uint32_t quote = quote_for(s);
    str_builder_init(&b, vm);
    str_builder_char(&b, quote);
    for (size_t i = 0; i < str_length(s) && !b.failed; i++)
        add_char(&b, str_at(s, i), quote);
    str_builder_char(&b, quote);
    return str_builder_finish(&b);
}

object *vm_ascii(struct vm *vm, object *o)
{
    struct str_builder b;
    object *text = vm_repr(vm, o);
    if (!text || str_of(text)->ascii)
        return text;
    str_builder_init(&b, vm);
    for (size_t i = 0; i < str_length(text) && !b.failed; i++)
        if (str_at(text, i) < 128)
            str_builder_char(&b, str_at(text, i));
        else
            add_escape(&b, str_at(text, i));
    vm_release(vm, text);
    return str_builder_finish(&b);
}
