/*
 * _json: the scanner, which makes objects of a text.
 *
 * A key that occurs again in the same text is the same object: `memo`, emptied
 * after each call.  Neighbours: json_strings.c.
 */
#include <stddef.h>

#include "scripts/modules/json.h"
#include "scripts/modules/native.h"
#include "scripts/types/dict.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/thread.h"

struct scanner {
    struct heap_node node;
    object *object_hook, *object_pairs_hook;
    object *parse_float, *parse_int, *parse_constant;
    object *memo;
    bool strict;
};

/* A text and how far it is read. */
struct reader {
    struct vm *vm;
    struct scanner *scanner;
    object *text;
    ptrdiff_t at, length;
};

static object *scan(struct reader *r);

static uint32_t peek(const struct reader *r)
{
    return r->at < r->length ? str_at(r->text, (size_t)r->at) : 0;
}

/* Is the character c at that place? */
static bool is_at(const struct reader *r, ptrdiff_t at, uint32_t c)
{
    return at < r->length && str_at(r->text, (size_t)at) == c;
}

static bool is_digit_at(const struct reader *r, ptrdiff_t at)
{
    return at < r->length && str_at(r->text, (size_t)at) - '0' < 10;
}

static void skip_space(struct reader *r)
{
    while (r->at < r->length) {
        uint32_t c = str_at(r->text, (size_t)r->at);
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            return;
        r->at++;
    }
}

/* There is nothing to read at that place: the decoder makes an error of it. */
static object *stop(struct reader *r, ptrdiff_t at)
{
    object *place = int_new(r->vm, at);
    if (place)
        vm_raise_object(r->vm, EXC_STOP_ITERATION, place);
    vm_release_maybe(r->vm, place);
    return NULL;
}

static object *expecting(struct reader *r, const char *message)
{
    return json_raise(r->vm, message, r->text, r->at);
}

/* ---- objects and arrays -------------------------------------------------- */

static object *read_key(struct reader *r)
{
    object *same;
    if (peek(r) != '"')
        return expecting(
            r, "Expecting property name enclosed in double quotes");
    r->at++;
    object *key = json_read_string(r->vm, r->text, &r->at,
                                   r->scanner->strict);
    if (!key)
        return NULL;
    bool ok = dict_set_default(r->vm, r->scanner->memo, key, key, &same);
    object *kept = ok ? heap_retain(same) : NULL;
    vm_release(r->vm, key);
    return kept;
}

/* Adds an item of an object to the dict, or the list of pairs. */
static bool add_item(struct vm *vm, object *into, bool pairs, object *key,
                     object *value)
{
    if (!pairs)
        return dict_set(vm, into, key, value);
    object *pair = tuple_pack(vm, 2, key, value);
    return pair && list_append_steal(vm, into, pair);
}

static bool read_item(struct reader *r, object *into, bool pairs)
{
    object *key = read_key(r), *value = NULL;
    if (!key)
        return false;
    skip_space(r);
    if (peek(r) == ':') {
        r->at++;
        skip_space(r);
        value = scan(r);
    } else {
        expecting(r, "Expecting ':' delimiter");
    }
    bool ok = value && add_item(r->vm, into, pairs, key, value);
    vm_release(r->vm, key);
    vm_release_maybe(r->vm, value);
    return ok;
}

/* What follows an item: 1 another one, 0 the end, -1 an error. */
static int next_item(struct reader *r, uint32_t end)
{
    skip_space(r);
    uint32_t c = peek(r);
    if (c == end)
        return 0;
    if (c != ',') {
        expecting(r, "Expecting ',' delimiter");
        return -1;
    }
    r->at++;
    skip_space(r);
    return 1;
}

static object *read_object(struct reader *r)
{
    struct vm *vm = r->vm;
    struct scanner *s = r->scanner;
    bool pairs = s->object_pairs_hook != vm->none;
    object *hook = pairs ? s->object_pairs_hook : s->object_hook;
    object *into = pairs ? list_new(vm, 0) : dict_new(vm);
    if (!into)
        return NULL;
    skip_space(r);
    int more = peek(r) != '}';
    while (more > 0)
        more = read_item(r, into, pairs) ? next_item(r, '}') : -1;
    r->at++;
    if (more == 0 && hook == vm->none)
        return into;
    object *made = more == 0 ? vm_call1(vm, hook, into) : NULL;
    vm_release(vm, into);
    return made;
}

static object *read_array(struct reader *r)
{
    object *item, *list = list_new(r->vm, 0);
    if (!list)
        return NULL;
    skip_space(r);
    int more = peek(r) != ']';
    while (more > 0) {
        item = scan(r);
        more = item && list_append_steal(r->vm, list, item)
                   ? next_item(r, ']')
                   : -1;
    }
    r->at++;
    if (more < 0)
        heap_store(r->vm->heap, &list, NULL);
    return list;
}

/* One level deeper. */
static object *nested(struct reader *r, object *(*read)(struct reader *r),
                      const char *where)
{
    if (!vm_enter(r->vm, where))
        return NULL;
    r->at++;
    object *o = read(r);
    vm_leave(r->vm);
    return o;
}

/* ---- numbers and words --------------------------------------------------- */

/* The end of the number that begins at r->at; -1: there is none. */
static ptrdiff_t number_end(const struct reader *r, bool *is_float)
{
    ptrdiff_t at = r->at + is_at(r, r->at, '-');
    *is_float = false;
    if (!is_digit_at(r, at))
        return -1;
    if (is_at(r, at, '0'))
        at++;
    else
        while (is_digit_at(r, at))
            at++;
    if (is_at(r, at, '.') && is_digit_at(r, at + 1)) {
        *is_float = true;
        for (at += 2; is_digit_at(r, at);)
            at++;
    }
    if (!is_at(r, at, 'e') && !is_at(r, at, 'E'))
        return at;
    ptrdiff_t power =
        at + 1 + (is_at(r, at + 1, '+') || is_at(r, at + 1, '-'));
    if (!is_digit_at(r, power))
        return at;
    *is_float = true;
    while (is_digit_at(r, power))
        power++;
    return power;
}

/* A short int, without a text of its own. */
static object *read_short(struct reader *r, ptrdiff_t end)
{
    bool negative = is_at(r, r->at, '-');
    int64_t value = 0;
    for (r->at += negative; r->at < end; r->at++)
        value = value * 10 + (int64_t)(str_at(r->text, (size_t)r->at) - '0');
    return int_new(r->vm, negative ? -value : value);
}

static object *read_number(struct reader *r)
{
    bool is_float;
    struct vm *vm = r->vm;
    ptrdiff_t end = number_end(r, &is_float);
    if (end < 0)
        return stop(r, r->at);
    if (!is_float && end - r->at < 19 &&
        r->scanner->parse_int == type_as_object(vm->types[TYPE_INT]))
        return read_short(r, end);
    object *text = str_slice(vm, r->text, (size_t)r->at, (size_t)end);
    object *parse = is_float ? r->scanner->parse_float
                             : r->scanner->parse_int;
    object *number = text ? vm_call1(vm, parse, text) : NULL;
    vm_release_maybe(vm, text);
    r->at = end;
    return number;
}

static bool is_word(const struct reader *r, const char *word)
{
    ptrdiff_t at = r->at;
    for (; *word; word++, at++)
        if (!is_at(r, at, (unsigned char)*word))
            return false;
    return true;
}

static object *read_constant(struct reader *r, const char *word, size_t size)
{
    object *text = str_intern(r->vm, word);
    object *o = text ? vm_call1(r->vm, r->scanner->parse_constant, text)
                     : NULL;
    vm_release_maybe(r->vm, text);
    r->at += (ptrdiff_t)size;
    return o;
}

static object *read_word(struct reader *r)
{
    struct vm *vm = r->vm;
    const struct {
        const char *word;
        size_t size;
        object *value; /* NULL: parse_constant says */
    } words[] = {
        {"null", 4, vm->none}, {"true", 4, vm->true_},
        {"false", 5, vm->false_}, {"NaN", 3, NULL},
        {"Infinity", 8, NULL}, {"-Infinity", 9, NULL},
    };
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        if (!is_word(r, words[k].word))
            continue;
        if (!words[k].value)
            return read_constant(r, words[k].word, words[k].size);
        r->at += (ptrdiff_t)words[k].size;
        return heap_retain(words[k].value);
    }
    return read_number(r);
}

/* Whatever begins at r->at. */
static object *scan(struct reader *r)
{
    if (r->at < 0)
        return vm_raise(r->vm, EXC_VALUE_ERROR, "idx cannot be negative");
    if (r->at >= r->length)
        return stop(r, r->at);
    uint32_t c = str_at(r->text, (size_t)r->at);
    if (c == '"') {
        r->at++;
        return json_read_string(r->vm, r->text, &r->at, r->scanner->strict);
    }
    if (c == '{')
        return nested(
            r, read_object,
            " while decoding a JSON object from a unicode string");
    if (c == '[')
        return nested(r, read_array,
                      " while decoding a JSON array from a unicode string");
    return c - '0' < 10 ? read_number(r) : read_word(r);
}

/* ---- the type ------------------------------------------------------------ */

JSON_FUNCTION(call)
{
    static const char *const names[] = {"string", "idx", NULL};
    static const struct arg_spec spec = {"scan_once", names, 0, 2, 2};
    object *in[2];
    struct reader r = {vm, (struct scanner *)self, NULL, 0, 0};
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        !native_ssize(vm, in[1], &r.at))
        return NULL;
    if (!(vm_type_of(vm, in[0])->flags & TYPE_STR_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "first argument must be a string, not %T", in[0]);
    r.text = in[0];
    r.length = (ptrdiff_t)str_length(in[0]);
    object *o = scan(&r);
    dict_clear(vm, r.scanner->memo);
    object *end = o ? int_new(vm, r.at) : NULL;
    object *pair = end ? tuple_pack(vm, 2, o, end) : NULL;
    vm_release_maybe(vm, o);
    vm_release_maybe(vm, end);
    return pair;
}

static bool read_context(struct vm *vm, struct scanner *s, object *context)
{
    const struct {
        const char *name;
        object **field;
    } rows[] = {
        {"object_hook", &s->object_hook},
        {"object_pairs_hook", &s->object_pairs_hook},
        {"parse_float", &s->parse_float},
        {"parse_int", &s->parse_int},
        {"parse_constant", &s->parse_constant},
    };
    object *strict = vm_getattr_str(vm, context, "strict");
    int truth = strict ? vm_truth(vm, strict) : -1;
    vm_release_maybe(vm, strict);
    s->strict = truth > 0;
    for (size_t k = 0; truth >= 0 && k < sizeof rows / sizeof *rows; k++)
        if (!(*rows[k].field = vm_getattr_str(vm, context, rows[k].name)))
            truth = -1;
    return truth >= 0;
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"context", NULL};
    static const struct arg_spec spec = {"make_scanner", names, 0, 1, 1};
    object *context;
    if (!args_bind(vm, &spec, args, nargs, kwnames, &context))
        return NULL;
    object *o = type_alloc(vm, type, 0);
    if (!o)
        return NULL;
    struct scanner *s = (struct scanner *)o;
    s->memo = dict_new(vm);
    if (!s->memo || !read_context(vm, s, context))
        heap_store(vm->heap, &o, NULL);
    return o;
}

#define FIELD(name) {#name, offsetof(struct scanner, name)}
static const struct heap_field fields[] = {
    FIELD(object_hook), FIELD(object_pairs_hook), FIELD(parse_float),
    FIELD(parse_int),   FIELD(parse_constant),    FIELD(memo),
};

#define MEMBER(name)                                                           \
    {#name, MEMBER_OBJECT, offsetof(struct scanner, name), true, NULL}
static const struct member_def members[] = {
    {"strict", MEMBER_BOOL, offsetof(struct scanner, strict), true, "strict"},
    MEMBER(object_hook),
    MEMBER(object_pairs_hook),
    MEMBER(parse_float),
    MEMBER(parse_int),
    MEMBER(parse_constant),
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

const struct type_spec json_scanner_spec = {
    .name = "_json.Scanner",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct scanner),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = sizeof fields / sizeof *fields},
    .slots = {.new_ = make, .call = call},
    .members = members,
    .doc = "JSON scanner object",
};
