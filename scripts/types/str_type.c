/*
 * The type str: its slots, construction, and the iterator over a str.
 * Methods are in str_methods*.c, repr and escapes in str_repr.c.
 */
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/types/bytes.h"
#include "scripts/types/codec.h"
#include "scripts/types/int.h"
#include "scripts/types/iterator_state.h"
#include "scripts/types/sequence.h"
#include "scripts/types/str_intern.h"
#include "scripts/types/str_internal.h"
#include "scripts/types/str_methods.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static bool is_str(struct vm *vm, const object *o)
{
    return vm_is(o, TYPE_STR) ||
           (vm_type_of(vm, o)->flags & TYPE_STR_SUBCLASS);
}

bool str_check(struct vm *vm, const object *o)
{
    return is_str(vm, o);
}

/* ---- sequence ----------------------------------------------------------- */

static ptrdiff_t length(struct vm *vm, object *self)
{
    (void)vm;
    return (ptrdiff_t)str_length(self);
}

static object *item(struct vm *vm, object *self, ptrdiff_t i)
{
    if (i < 0 || (size_t)i >= str_length(self))
        return vm_raise(vm, EXC_INDEX_ERROR, "string index out of range");
    return str_from_char(vm, str_at(self, (size_t)i));
}

static object *slice_steps(struct vm *vm, object *self,
                           const struct slice_range *r)
{
    struct str_builder b;
    str_builder_init(&b, vm);
    b.fresh = true;
    ptrdiff_t at = r->start;
    for (size_t i = 0; i < r->count && !b.failed; i++, at += r->step)
        str_builder_char(&b, str_at(self, (size_t)at));
    return str_builder_finish(&b);
}

static object *subscript(struct vm *vm, object *self, object *key)
{
    ptrdiff_t i;
    struct slice_range r;
    if (vm_is(key, TYPE_SLICE)) {
        if (!sequence_slice(vm, key, str_length(self), &r))
            return NULL;
        if (r.count == 0)
            return heap_retain(vm->empty_str);
        return r.step == 1 ? str_slice(vm, self, (size_t)r.start,
                                       (size_t)r.start + r.count)
                           : slice_steps(vm, self, &r);
    }
    if (!vm_type_of(vm, key)->slots.to_index)
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "string indices must be integers, not '%T'", key);
    if (!vm_index_as_ssize(vm, key, &i, false))
        return NULL;
    return item(vm, self, i < 0 ? i + (ptrdiff_t)str_length(self) : i);
}

static int contains(struct vm *vm, object *self, object *sub)
{
    if (is_str(vm, sub))
        return str_find(self, sub, 0, str_length(self)) >= 0;
    vm_raise(vm, EXC_TYPE_ERROR,
             "'in <string>' requires string as left operand, not %T", sub);
    return -1;
}

static object *concat(struct vm *vm, object *a, object *b)
{
    if (!is_str(vm, b))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "can only concatenate str (not \"%T\") to str", b);
    return str_concat(vm, a, b);
}

/* A str of exactly that type with the text of s. */
static object *exact(struct vm *vm, object *s)
{
    size_t n = str_length(s);
    object *o;
    if (vm_is(s, TYPE_STR))
        return heap_retain(s);
    if (n == 0)
        return heap_retain(vm->empty_str);
    o = str_alloc(vm, vm->types[TYPE_STR], n, str_widest(s, 0, n));
    if (o)
        str_copy_in(o, 0, s, 0, n);
    return o;
}

object *str_exact(struct vm *vm, object *s)
{
    return exact(vm, s);
}

static object *repeat(struct vm *vm, object *self, ptrdiff_t count)
{
    size_t n = str_length(self), all;
    if (count <= 0 || n == 0)
        return heap_retain(vm->empty_str);
    if (count == 1)
        return exact(vm, self);
    if (__builtin_mul_overflow(n, (size_t)count, &all) || all > PTRDIFF_MAX)
        return vm_raise(vm, EXC_OVERFLOW_ERROR, "repeated string is too long");
    object *o = str_alloc(vm, vm->types[TYPE_STR], all,
                          str_widest(self, 0, n));
    if (!o)
        return NULL;
    struct str_object *s = str_of(o);
    if (n * s->width == 1) {
        memset(s->data, str_of(self)->data[0], all);
        return o;
    }
    str_copy_in(o, 0, self, 0, n);
    for (size_t done = n; done < all;) { /* doubling */
        size_t part = done < all - done ? done : all - done;
        memcpy(s->data + done * s->width, s->data, part * s->width);
        done += part;
    }
    return o;
}

/* ---- numbers and comparison --------------------------------------------- */

static object *modulo(struct vm *vm, object *a, object *b)
{
    if (!is_str(vm, a))
        return heap_retain(vm->not_implemented);
    return str_percent(vm, a, b);
}

static bool hash(struct vm *vm, object *self, int64_t *out)
{
    *out = str_hash(vm, self);
    return true;
}

static object *compare(struct vm *vm, object *a, object *b, enum vm_compare op)
{
    if (!is_str(vm, a) || !is_str(vm, b))
        return heap_retain(vm->not_implemented);
    if (op == COMPARE_EQ || op == COMPARE_NE)
        return vm_bool(vm, str_equal(a, b) == (op == COMPARE_EQ));
    int order = str_order(a, b);
    bool results[] = {order < 0,  order <= 0, order == 0,
                      order != 0, order > 0,  order >= 0};
    return vm_bool(vm, results[op]);
}

/* ---- construction --------------------------------------------------------- */

static object *subclass_instance(struct vm *vm, struct type_object *type,
                                 object *text)
{
    size_t n = str_length(text);
    object *o = str_alloc(vm, type, n, str_widest(text, 0, n));
    if (!o)
        return NULL;
    str_copy_in(o, 0, text, 0, n);
    str_of(o)->hash = str_hash(vm, text);
    return o;
}

static bool codec_word(struct vm *vm, object *o, const char *which,
                       object **out)
{
    *out = o;
    if (!o || is_str(vm, o))
        return true;
    vm_raise(vm, EXC_TYPE_ERROR, "str() argument '%s' must be str, not %B",
             which, o);
    return false;
}

static object *from_object(struct vm *vm, object *o, object *encoding,
                           object *errors)
{
    struct buffer b;
    if (!encoding && !errors)
        return vm_str(vm, o);
    if (is_str(vm, o))
        return vm_raise(vm, EXC_TYPE_ERROR, "decoding str is not supported");
    if (!buffer_check(vm, o))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "decoding to str: need a bytes-like object, %T found",
                        o);
    if (bytes_like(vm, o))
        return codec_decode(vm, o, encoding, errors);
    if (!buffer_get(vm, o, true, &b)) {
        vm_pending_clear(vm);
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "decoding to str: need a bytes-like object, %T found",
                        o);
    }
    object *text = codec_decode(vm, b.owner, encoding, errors);
    buffer_done(vm, &b);
    return text;
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"object", "encoding", "errors", NULL};
    static const struct arg_spec spec = {"str", names, 0, 3, 0};
    object *in[3], *encoding, *errors, *text;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        !codec_word(vm, in[1], "encoding", &encoding) ||
        !codec_word(vm, in[2], "errors", &errors))
        return NULL;
    text = in[0] ? from_object(vm, in[0], encoding, errors)
                 : heap_retain(vm->empty_str);
    if (!text || type == vm->types[TYPE_STR])
        return text;
    object *o = subclass_instance(vm, type, text);
    vm_release(vm, text);
    return o;
}

/* ---- iterator --------------------------------------------------------------- */

static object *iterate(struct vm *vm, object *self)
{
    enum type_id id =
        str_of(self)->ascii ? TYPE_STR_ASCII_ITERATOR : TYPE_STR_ITERATOR;
    struct str_iterator *it =
        (struct str_iterator *)heap_alloc(vm->heap,
                                          &vm->types[id]->layout, 0);
    if (!it)
        return vm_raise_no_memory(vm);
    it->text = heap_retain(self);
    heap_track(vm->heap, &it->node.base);
    return &it->node.base;
}

static object *next_char(struct vm *vm, object *self)
{
    struct str_iterator *it = (struct str_iterator *)self;
    if (!it->text)
        return NULL;
    if (it->next < str_length(it->text))
        return str_from_char(vm, str_at(it->text, it->next++));
    heap_store(vm->heap, &it->text, NULL);
    return NULL;
}

static object *length_hint(struct vm *vm, object *self, object *const *args,
                           size_t nargs, object *kwnames)
{
    struct str_iterator *it = (struct str_iterator *)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    return int_new(
        vm, it->text ? (int64_t)(str_length(it->text) - it->next) : 0);
}

static const struct method_def iterator_methods[] = {
    {"__length_hint__", length_hint, METHOD_NOARGS,
     "Private method returning an estimate of len(list(it))."},
    ITERATOR_REDUCE(iterator_place_reduce),
    ITERATOR_SET_STATE(iterator_place_set_state),
    {NULL, NULL, 0, NULL},
};

static const struct heap_field iterator_fields[] = {
    {"text", offsetof(struct str_iterator, text)},
};

#define ITERATOR_SPEC(words)                                                 \
    {                                                                        \
        .name = words, .flags = TYPE_DISALLOW_NEW,                           \
        .layout = {.size = sizeof(struct str_iterator),                      \
                   .flags = HEAP_CONTAINER,                                  \
                   .fields = iterator_fields,                                \
                   .field_count = 1},                                        \
        .slots = {.iter = sequence_self, .next = next_char},                 \
        .methods = iterator_methods,                                         \
    }

const struct type_spec str_iterator_spec = ITERATOR_SPEC("str_iterator");
const struct type_spec str_ascii_iterator_spec =
    ITERATOR_SPEC("str_ascii_iterator");

/* ---- the type ------------------------------------------------------------------ */

const struct type_spec str_spec = {
    .name = "str",
    .flags = TYPE_BASE | TYPE_STR_SUBCLASS | TYPE_SELF_MATCH,
    .layout = {.size = sizeof(struct str_object),
               .flags = HEAP_DESTROY_BY_AUX | HEAP_RAW_TAIL, /* aux: interned */
               .destroy = str_forget},
    .slots = {.binary = {[BINARY_MOD] = modulo},
              .length = length,
              .subscript = subscript,
              .item = item,
              .contains = contains,
              .concat = concat,
              .repeat = repeat,
              .hash = hash,
              .compare = compare,
              .repr = str_repr,
              .str = exact,
              .iter = iterate,
              .new_ = new_},
    .methods = str_methods,
    .doc = "str(object='') -> str\n"
           "str(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
           "The text of an object, or of bytes in an encoding.",
};
