/*
 * _json: the encoder, which writes objects as JSON without line breaks.
 *
 * Containers that are being written are in `markers` by their address, so that
 * one inside itself is refused.  Neighbours: json_strings.c.
 */
#include <math.h>
#include <stddef.h>

#include "scripts/modules/json.h"
#include "scripts/modules/native.h"
#include "scripts/types/dict.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"
#include "scripts/vm/function.h"
#include "scripts/vm/thread.h"

struct encoder {
    struct heap_node node;
    object *markers; /* a dict, or None */
    object *default_, *encode, *indent, *key_separator, *item_separator;
    bool sort_keys, skipkeys, allow_nan;
    builtin_fn *quote; /* what encode is, if it is ours; or NULL */
};

/* What is written, and by whom. */
struct writer {
    struct vm *vm;
    struct encoder *e;
    struct str_builder out;
};

static bool write_any(struct writer *w, object *o);

/* ---- texts --------------------------------------------------------------- */

static object *quoted(struct writer *w, object *text)
{
    struct vm *vm = w->vm;
    if (w->e->quote)
        return json_quote(vm, text, w->e->quote == json_encode_ascii);
    object *encoded = vm_call1(vm, w->e->encode, text);
    if (!encoded || vm_type_of(vm, encoded)->flags & TYPE_STR_SUBCLASS)
        return encoded;
    vm_raise(vm, EXC_TYPE_ERROR, "encoder() must return a string, not %T",
             encoded);
    vm_release(vm, encoded);
    return NULL;
}

/* Writes a string, which is stolen; NULL gives false. */
static bool write_steal(struct writer *w, object *text)
{
    if (!text)
        return false;
    str_builder_str(&w->out, text);
    vm_release(w->vm, text);
    return true;
}

static object *float_text_of(struct writer *w, object *o)
{
    double value = ((const struct float_object *)o)->value;
    if (isfinite(value))
        return w->vm->types[TYPE_FLOAT]->slots.repr(w->vm, o);
    if (!w->e->allow_nan)
        return vm_raise(w->vm, EXC_VALUE_ERROR,
                        "Out of range float values are not JSON compliant");
    return str_intern(w->vm, isnan(value) ? "NaN"
                             : value > 0  ? "Infinity"
                                          : "-Infinity");
}

/* null, true, false; NULL with nothing pending: it is something else. */
static const char *constant(const struct vm *vm, const object *o)
{
    return o == vm->none     ? "null"
           : o == vm->true_  ? "true"
           : o == vm->false_ ? "false"
                             : NULL;
}

/* ---- containers ---------------------------------------------------------- */

static object *address(struct vm *vm, object *o)
{
    return int_new_u64(vm, (uint64_t)(uintptr_t)o);
}

/* Notes that o is being written; *mark: its number, NULL when nothing is
 * noted. */
static bool begin(struct writer *w, object *o, object **mark)
{
    object *there;
    *mark = NULL;
    if (w->e->markers == w->vm->none)
        return true;
    *mark = address(w->vm, o);
    int found = *mark ? dict_find(w->vm, w->e->markers, *mark, &there) : -1;
    if (found > 0)
        vm_raise(w->vm, EXC_VALUE_ERROR, "Circular reference detected");
    if (found == 0 && dict_set(w->vm, w->e->markers, *mark, o))
        return true;
    vm_release_maybe(w->vm, *mark);
    return false;
}

/* What began ends; the mark is released. */
static bool end(struct writer *w, bool ok, object *mark)
{
    if (!mark)
        return ok;
    if (ok) {
        int gone = dict_delete(w->vm, w->e->markers, mark);
        if (gone == 0)
            vm_raise_object(w->vm, EXC_KEY_ERROR, mark);
        ok = gone == 1;
    }
    vm_release(w->vm, mark);
    return ok;
}

static bool write_items(struct writer *w, object *items)
{
    bool is_list = vm_type_of(w->vm, items)->flags & TYPE_LIST_SUBCLASS;
    bool ok = true;
    str_builder_char(&w->out, '[');
    for (size_t k = 0;
         ok && k < (is_list ? list_length(items) : tuple_length(items)); k++) {
        object *item =
            heap_retain((is_list ? list_items(items) : tuple_items(items))[k]);
        if (k)
            str_builder_str(&w->out, w->e->item_separator);
        ok = write_any(w, item);
        vm_release(w->vm, item);
    }
    str_builder_char(&w->out, ']');
    return ok;
}

static bool write_list(struct writer *w, object *o)
{
    object *mark;
    bool is_list = vm_type_of(w->vm, o)->flags & TYPE_LIST_SUBCLASS;
    if (!(is_list ? list_length(o) : tuple_length(o))) {
        str_builder_ascii(&w->out, "[]");
        return true;
    }
    return begin(w, o, &mark) && end(w, write_items(w, o), mark);
}

/* The text of a key; NULL with nothing pending: it is skipped. */
static object *key_text(struct writer *w, object *key)
{
    struct vm *vm = w->vm;
    const struct type_object *type = vm_type_of(vm, key);
    const char *word = constant(vm, key);
    if (type->flags & TYPE_STR_SUBCLASS)
        return heap_retain(key);
    if (type_is_subtype(type, vm->types[TYPE_FLOAT]))
        return float_text_of(w, key);
    if (word)
        return str_intern(vm, word);
    if (type->flags & TYPE_INT_SUBCLASS)
        return vm->types[TYPE_INT]->slots.repr(vm, key);
    if (!w->e->skipkeys)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "keys must be str, int, float, bool or None, not %T", key);
    return NULL;
}

static bool write_item(struct writer *w, object *pair, bool *first)
{
    struct vm *vm = w->vm;
    if (!vm_is(pair, TYPE_TUPLE) || tuple_length(pair) != 2) {
        vm_raise(vm, EXC_VALUE_ERROR, "items must return 2-tuples");
        return false;
    }
    object *text = key_text(w, tuple_items(pair)[0]);
    if (!text)
        return !vm_pending(vm);
    if (!*first)
        str_builder_str(&w->out, w->e->item_separator);
    *first = false;
    bool ok = write_steal(w, quoted(w, text));
    vm_release(vm, text);
    str_builder_str(&w->out, w->e->key_separator);
    return ok && write_any(w, tuple_items(pair)[1]);
}

static object *items_of(struct writer *w, object *dict)
{
    struct vm *vm = w->vm;
    object *items =
        vm_call_method(vm, dict, vm->name[NAME_items], NULL, 0);
    object *list = items ? vm_list_from(vm, items) : NULL;
    vm_release_maybe(vm, items);
    if (list && w->e->sort_keys && !list_sort(vm, list, NULL, false))
        heap_store(vm->heap, &list, NULL);
    return list;
}

static bool write_pairs(struct writer *w, object *dict)
{
    bool first = true;
    object *items = items_of(w, dict);
    bool ok = items;
    str_builder_char(&w->out, '{');
    for (size_t k = 0; ok && k < list_length(items); k++) {
        object *pair = heap_retain(list_items(items)[k]);
        ok = write_item(w, pair, &first);
        vm_release(w->vm, pair);
    }
    str_builder_char(&w->out, '}');
    vm_release_maybe(w->vm, items);
    return ok;
}

static bool write_dict(struct writer *w, object *o)
{
    object *mark;
    if (!dict_length(o)) {
        str_builder_ascii(&w->out, "{}");
        return true;
    }
    return begin(w, o, &mark) && end(w, write_pairs(w, o), mark);
}

/* What the script makes of an object. */
static bool write_other(struct writer *w, object *o)
{
    object *mark;
    if (!begin(w, o, &mark))
        return false;
    object *other = vm_call1(w->vm, w->e->default_, o);
    bool ok = other && vm_enter(w->vm, " while encoding a JSON object");
    if (ok) {
        ok = write_any(w, other);
        vm_leave(w->vm);
    }
    vm_release_maybe(w->vm, other);
    return end(w, ok, mark);
}

static bool write_nested(struct writer *w, object *o)
{
    if (!vm_enter(w->vm, " while encoding a JSON object"))
        return false;
    bool ok = vm_type_of(w->vm, o)->flags & TYPE_DICT_SUBCLASS
                  ? write_dict(w, o)
                  : write_list(w, o);
    vm_leave(w->vm);
    return ok;
}

static bool write_any(struct writer *w, object *o)
{
    struct vm *vm = w->vm;
    const struct type_object *type = vm_type_of(vm, o);
    const char *word = constant(vm, o);
    if (word) {
        str_builder_ascii(&w->out, word);
        return true;
    }
    if (type->flags & TYPE_STR_SUBCLASS)
        return write_steal(w, quoted(w, o));
    if (type->flags & TYPE_INT_SUBCLASS)
        return write_steal(w, vm->types[TYPE_INT]->slots.repr(vm, o));
    if (type_is_subtype(type, vm->types[TYPE_FLOAT]))
        return write_steal(w, float_text_of(w, o));
    if (type->flags &
        (TYPE_LIST_SUBCLASS | TYPE_TUPLE_SUBCLASS | TYPE_DICT_SUBCLASS))
        return write_nested(w, o);
    return write_other(w, o);
}

/* ---- the type ------------------------------------------------------------ */

JSON_FUNCTION(call)
{
    static const char *const names[] = {"obj", "_current_indent_level", NULL};
    static const struct arg_spec spec = {"_iterencode", names, 0, 2, 2};
    object *in[2];
    ptrdiff_t level;
    struct writer w = {.vm = vm, .e = (struct encoder *)self};
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        !native_ssize(vm, in[1], &level))
        return NULL;
    str_builder_init(&w.out, vm);
    if (!write_any(&w, in[0])) {
        str_builder_done(&w.out);
        return NULL;
    }
    object *text = str_builder_finish(&w.out);
    object *list = text ? list_new(vm, 1) : NULL;
    if (list && list_append(vm, list, text)) {
        vm_release(vm, text);
        return list;
    }
    vm_release_maybe(vm, list);
    vm_release_maybe(vm, text);
    return NULL;
}

enum argument {
    MARKERS,
    DEFAULT,
    ENCODER,
    INDENT,
    KEY_SEPARATOR,
    ITEM_SEPARATOR,
    SORT_KEYS,
    SKIPKEYS,
    ALLOW_NAN,
    ARGUMENTS
};

static bool are_fit(struct vm *vm, object *const *in)
{
    for (int k = KEY_SEPARATOR; k <= ITEM_SEPARATOR; k++)
        if (!(vm_type_of(vm, in[k])->flags & TYPE_STR_SUBCLASS)) {
            vm_raise(vm, EXC_TYPE_ERROR,
                     "make_encoder() argument %d must be str, not %T", k + 1,
                     in[k]);
            return false;
        }
    if (in[MARKERS] == vm->none ||
        vm_type_of(vm, in[MARKERS])->flags & TYPE_DICT_SUBCLASS)
        return true;
    vm_raise(vm, EXC_TYPE_ERROR,
             "make_encoder() argument 1 must be dict or None, not %T",
             in[MARKERS]);
    return false;
}

/* The function that encode is, if it is one of this module. */
static builtin_fn *known_quote(object *encode)
{
    if (!vm_is(encode, TYPE_BUILTIN_FUNCTION))
        return NULL;
    builtin_fn *fn = builtin_of(encode)->def->fn;
    return fn == json_encode_ascii || fn == json_encode_plain ? fn : NULL;
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {
        "markers",        "default",   "encoder",  "indent",    "key_separator",
        "item_separator", "sort_keys", "skipkeys", "allow_nan", NULL};
    static const struct arg_spec spec = {"make_encoder", names, 0, ARGUMENTS,
                                         ARGUMENTS};
    object *in[ARGUMENTS];
    int truth[ARGUMENTS];
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) || !are_fit(vm, in))
        return NULL;
    for (int k = SORT_KEYS; k < ARGUMENTS; k++)
        if ((truth[k] = vm_truth(vm, in[k])) < 0)
            return NULL;
    object *o = type_alloc(vm, type, 0);
    if (!o)
        return NULL;
    struct encoder *e = (struct encoder *)o;
    e->markers = heap_retain(in[MARKERS]);
    e->default_ = heap_retain(in[DEFAULT]);
    e->encode = heap_retain(in[ENCODER]);
    e->indent = heap_retain(in[INDENT]);
    e->key_separator = heap_retain(in[KEY_SEPARATOR]);
    e->item_separator = heap_retain(in[ITEM_SEPARATOR]);
    e->sort_keys = truth[SORT_KEYS];
    e->skipkeys = truth[SKIPKEYS];
    e->allow_nan = truth[ALLOW_NAN];
    e->quote = known_quote(e->encode);
    return o;
}

static const struct heap_field fields[] = {
    {"markers", offsetof(struct encoder, markers)},
    {"default", offsetof(struct encoder, default_)},
    {"encoder", offsetof(struct encoder, encode)},
    {"indent", offsetof(struct encoder, indent)},
    {"key_separator", offsetof(struct encoder, key_separator)},
    {"item_separator", offsetof(struct encoder, item_separator)},
};

#define MEMBER(name, kind, field)                                              \
    {name, kind, offsetof(struct encoder, field), true, name}
static const struct member_def members[] = {
    MEMBER("markers", MEMBER_OBJECT, markers),
    MEMBER("default", MEMBER_OBJECT, default_),
    MEMBER("encoder", MEMBER_OBJECT, encode),
    MEMBER("indent", MEMBER_OBJECT, indent),
    MEMBER("key_separator", MEMBER_OBJECT, key_separator),
    MEMBER("item_separator", MEMBER_OBJECT, item_separator),
    MEMBER("sort_keys", MEMBER_BOOL, sort_keys),
    MEMBER("skipkeys", MEMBER_BOOL, skipkeys),
    {NULL, MEMBER_OBJECT, 0, false, NULL},
};

const struct type_spec json_encoder_spec = {
    .name = "_json.Encoder",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct encoder),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = sizeof fields / sizeof *fields},
    .slots = {.new_ = make, .call = call},
    .members = members,
    .doc = "_iterencode(obj, _current_indent_level) -> iterable",
};
