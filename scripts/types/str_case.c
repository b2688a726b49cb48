/*
 * str methods of case and kind: upper, title, isalpha and their kin.
 */
#include "scripts/types/chars.h"
#include "scripts/types/str_internal.h"
#include "scripts/types/str_methods_internal.h"

/* ---- kinds ------------------------------------------------------------------ */

typedef bool kind_fn(uint32_t c);

static object *all_are(struct vm *vm, object *self, kind_fn *kind, bool empty)
{
    size_t n = str_length(self);
    if (n == 0)
        return vm_bool(vm, empty);
    for (size_t i = 0; i < n; i++)
        if (!kind(str_at(self, i)))
            return vm_bool(vm, false);
    return vm_bool(vm, true);
}

static bool is_alnum(uint32_t c)
{
    return char_is_alpha(c) || char_is_decimal(c) || char_is_digit(c) ||
           char_is_numeric(c);
}

static bool is_ascii(uint32_t c)
{
    return c < 128;
}

#define KIND(function, kind, empty)                                          \
    object *function(struct vm *vm, object *self, object *const *args,       \
                     size_t nargs, object *kwnames)                          \
    {                                                                        \
        (void)args;                                                          \
        (void)nargs;                                                         \
        (void)kwnames;                                                       \
        return all_are(vm, self, kind, empty);                               \
    }

KIND(str_m_isalpha, char_is_alpha, false)
KIND(str_m_isdecimal, char_is_decimal, false)
KIND(str_m_isdigit, char_is_digit, false)
KIND(str_m_isnumeric, char_is_numeric, false)
KIND(str_m_isspace, char_is_space, false)
KIND(str_m_isalnum, is_alnum, false)
KIND(str_m_isascii, is_ascii, true)
KIND(str_m_isprintable, char_is_printable, true)

bool str_is_identifier(const object *s)
{
    size_t n = str_length(s);
    if (n == 0 || !char_is_id_start(str_at(s, 0)))
        return false;
    for (size_t i = 1; i < n; i++)
        if (!char_is_id_continue(str_at(s, i)))
            return false;
    return true;
}

/* Every cased code point is of that kind, and there is one. */
static bool all_cased(const object *s, kind_fn *kind, kind_fn *other)
{
    bool any = false;
    for (size_t i = 0; i < str_length(s); i++) {
        uint32_t c = str_at(s, i);
        if (other(c) || char_is_title(c))
            return false;
        any |= kind(c);
    }
    return any;
}

static bool is_titled(const object *s)
{
    bool any = false, after_cased = false;
    for (size_t i = 0; i < str_length(s); i++) {
        uint32_t c = str_at(s, i);
        bool upper = char_is_upper(c) || char_is_title(c);
        bool lower = !upper && char_is_lower(c);
        if ((upper && after_cased) || (lower && !after_cased))
            return false;
        after_cased = upper || lower;
        any |= after_cased;
    }
    return any;
}

#define TEST(function, expression)                                           \
    object *function(struct vm *vm, object *self, object *const *args,       \
                     size_t nargs, object *kwnames)                          \
    {                                                                        \
        (void)args;                                                          \
        (void)nargs;                                                         \
        (void)kwnames;                                                       \
        return vm_bool(vm, expression);                                      \
    }

TEST(str_m_isidentifier, str_is_identifier(self))
TEST(str_m_isupper, all_cased(self, char_is_upper, char_is_lower))
TEST(str_m_islower, all_cased(self, char_is_lower, char_is_upper))
TEST(str_m_istitle, is_titled(self))

/* ---- changing case -------------------------------------------------------------- */

/* Capital sigma at the end of a word becomes the final small one. */
static uint32_t small_sigma(const object *s, size_t at)
{
    size_t i = at;
    while (i > 0 && char_is_case_ignorable(str_at(s, i - 1)))
        i--;
    if (i == 0 || !char_is_cased(str_at(s, i - 1)))
        return 0x3c3;
    for (i = at + 1; i < str_length(s); i++)
        if (!char_is_case_ignorable(str_at(s, i)))
            return char_is_cased(str_at(s, i)) ? 0x3c3 : 0x3c2;
    return 0x3c2;
}

typedef size_t map_fn(uint32_t c, uint32_t out[3]);

static void add_mapped(struct str_builder *b, const object *s, size_t i,
                       map_fn *map)
{
    uint32_t out[3], c = str_at(s, i);
    size_t n = 1;
    if (c == 0x3a3 && map == char_to_lower)
        out[0] = small_sigma(s, i);
    else
        n = map(c, out);
    for (size_t k = 0; k < n; k++)
        str_builder_char(b, out[k]);
}

static void begin_fresh(struct str_builder *b, struct vm *vm)
{
    str_builder_init(b, vm);
    b->fresh = true;
}

/* What most text is: every byte mapped to one. */
static object *mapped_ascii(struct vm *vm, object *s, bool upper)
{
    size_t n = str_length(s);
    unsigned char first = upper ? 'a' : 'A', *to;
    const unsigned char *from = str_of(s)->data;
    object *o = n ? str_alloc(vm, vm->types[TYPE_STR], n, 127)
                  : heap_retain(vm->empty_str);
    if (!o || !n)
        return o;
    to = str_of(o)->data;
    for (size_t i = 0; i < n; i++)
        to[i] = from[i] ^ ((unsigned char)(from[i] - first) < 26 ? 32 : 0);
    return o;
}

static object *mapped(struct vm *vm, object *s, map_fn *map)
{
    struct str_builder b;
    if (str_of(s)->ascii)
        return mapped_ascii(vm, s, map == char_to_upper);
    begin_fresh(&b, vm);
    for (size_t i = 0; i < str_length(s) && !b.failed; i++)
        add_mapped(&b, s, i, map);
    return str_builder_finish(&b);
}

static object *titled(struct vm *vm, object *s)
{
    struct str_builder b;
    bool after_cased = false;
    begin_fresh(&b, vm);
    for (size_t i = 0; i < str_length(s) && !b.failed; i++) {
        add_mapped(&b, s, i, after_cased ? char_to_lower : char_to_title);
        after_cased = char_is_cased(str_at(s, i));
    }
    return str_builder_finish(&b);
}

static object *capitalized(struct vm *vm, object *s)
{
    struct str_builder b;
    begin_fresh(&b, vm);
    for (size_t i = 0; i < str_length(s) && !b.failed; i++)
        add_mapped(&b, s, i, i ? char_to_lower : char_to_title);
    return str_builder_finish(&b);
}

static size_t swap(uint32_t c, uint32_t out[3])
{
    if (char_is_upper(c))
        return char_to_lower(c, out);
    if (char_is_lower(c))
        return char_to_upper(c, out);
    out[0] = c;
    return 1;
}

static object *swapped(struct vm *vm, object *s)
{
    struct str_builder b;
    begin_fresh(&b, vm);
    for (size_t i = 0; i < str_length(s) && !b.failed; i++)
        if (str_at(s, i) == 0x3a3)
            str_builder_char(&b, small_sigma(s, i));
        else
            add_mapped(&b, s, i, swap);
    return str_builder_finish(&b);
}

#define CHANGE(function, expression)                                         \
    object *function(struct vm *vm, object *self, object *const *args,       \
                     size_t nargs, object *kwnames)                          \
    {                                                                        \
        (void)args;                                                          \
        (void)nargs;                                                         \
        (void)kwnames;                                                       \
        return expression;                                                   \
    }

CHANGE(str_m_upper, mapped(vm, self, char_to_upper))
CHANGE(str_m_lower, mapped(vm, self, char_to_lower))
CHANGE(str_m_casefold, mapped(vm, self, char_fold))
CHANGE(str_m_title, titled(vm, self))
CHANGE(str_m_capitalize, capitalized(vm, self))
CHANGE(str_m_swapcase, swapped(vm, self))
