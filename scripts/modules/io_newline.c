/*
 * Newlines of text streams: translation of "\r\n" and "\r", the ends of
 * lines, and IncrementalNewlineDecoder, which does it behind another decoder.
 */
#include <string.h>

#include "scripts/modules/io.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

enum { SEEN_LF = 1, SEEN_CR = 2, SEEN_CRLF = 4 };

/* Appends one newline as found: kind is one of SEEN. */
static void add_newline(struct str_builder *b, int kind, bool translate)
{
    if (translate || kind == SEEN_LF)
        str_builder_char(b, '\n');
    else
        str_builder_ascii(b, kind == SEEN_CR ? "\r" : "\r\n");
}

/* Text of bytes without a "\r". */
static bool is_plain(const struct str_object *s)
{
    return s->width == 1 && !memchr(s->data, '\r', s->length);
}

object *io_translate(struct vm *vm, object *text, bool translate, bool final,
                     bool *pending, int *seen)
{
    struct str_builder b;
    const struct str_object *s = (const struct str_object *)text;
    size_t n = str_length(text);
    if (!*pending && is_plain(s)) {
        if (!(*seen & SEEN_LF) && memchr(s->data, '\n', n))
            *seen |= SEEN_LF;
        return heap_retain(text);
    }
    bool cr = *pending;
    str_builder_init(&b, vm);
    for (size_t i = 0; i < n; i++) {
        uint32_t c = str_at(text, i);
        if (cr && c != '\n') {
            add_newline(&b, SEEN_CR, translate);
            *seen |= SEEN_CR;
        }
        if (c == '\n') {
            int kind = cr ? SEEN_CRLF : SEEN_LF;
            add_newline(&b, kind, translate);
            *seen |= kind;
        } else if (c != '\r') {
            str_builder_char(&b, c);
        }
        cr = c == '\r';
    }
    if (cr && final) {
        add_newline(&b, SEEN_CR, translate);
        *seen |= SEEN_CR;
        cr = false;
    }
    *pending = cr;
    return str_builder_finish(&b);
}

object *io_newlines_seen(struct vm *vm, int seen)
{
    static const char *const kinds[] = {"\n", "\r", "\r\n"};
    /* CPython's order in the tuple */
    static const int order[] = {1, 0, 2};
    object *found[3];
    size_t n = 0;
    for (int i = 0; i < 3; i++)
        if (seen & (1 << order[i])) {
            found[n] = str_from(vm, kinds[order[i]]);
            if (!found[n])
                goto failed;
            n++;
        }
    if (n < 2)
        return n ? found[0] : vm_none(vm);
    return tuple_from_steal(vm, found, n);
failed:
    while (n)
        vm_release(vm, found[--n]);
    return NULL;
}

size_t io_line_end(object *text, size_t from, bool universal, object *newline)
{
    size_t n = str_length(text), length = newline ? str_length(newline) : 1;
    const struct str_object *s = (const struct str_object *)text;
    if (!universal && length == 1 && s->width == 1) {
        int c = newline ? (int)str_at(newline, 0) : '\n';
        const unsigned char *end =
            from < n ? memchr(s->data + from, c, n - from) : NULL;
        return end ? (size_t)(end - s->data) + 1 : 0;
    }
    for (size_t i = from; i < n; i++) {
        uint32_t c = str_at(text, i);
        if (c != '\n' && c != '\r')
            continue;
        if (universal)
            return c == '\r' && i + 1 < n && str_at(text, i + 1) == '\n'
                       ? i + 2
                       : i + 1;
        uint32_t first = newline ? str_at(newline, 0) : '\n';
        if (c == first &&
            (length == 1 || (i + 1 < n && str_at(text, i + 1) == '\n')))
            return i + length;
    }
    return 0;
}

/* ---- IncrementalNewlineDecoder ------------------------------------------ */

struct newline_decoder {
    struct heap_node node;
    object *decoder, *errors;
    bool translate, pending;
    int seen;
};

static struct newline_decoder *of(object *o)
{
    return (struct newline_decoder *)o;
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    static const char *const names[] = {"decoder", "translate", "errors",
                                        NULL};
    static const struct arg_spec spec = {"IncrementalNewlineDecoder", names, 0,
                                         3, 2};
    object *out[3];
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return false;
    int translate = vm_truth(vm, out[1]);
    if (translate < 0)
        return false;
    object *errors = out[2] ? heap_retain(out[2]) : str_intern(vm, "strict");
    heap_store(vm->heap, &of(self)->decoder, heap_retain(out[0]));
    heap_store(vm->heap, &of(self)->errors, errors);
    of(self)->translate = translate;
    of(self)->pending = false;
    of(self)->seen = 0;
    return errors;
}

static bool ready(struct vm *vm, object *self)
{
    if (!of(self)->decoder)
        vm_raise(vm, EXC_VALUE_ERROR,
                 "IncrementalNewlineDecoder.__init__() not called");
    return of(self)->decoder;
}

static object *decoded(struct vm *vm, object *self, object *input, bool final)
{
    object *both[2] = {input, final ? vm->true_ : vm->false_};
    object *decoder = heap_retain(of(self)->decoder);
    object *name = str_intern(vm, "decode"), *r = NULL;
    if (name)
        r = decoder == vm->none
                ? heap_retain(input)
                : vm_call_method(vm, decoder, name, both, 2);
    vm_release_maybe(vm, name);
    vm_release(vm, decoder);
    if (!r || str_check(vm, r))
        return r;
    vm_raise(vm, EXC_TYPE_ERROR, "decoder should return a string result, "
             "not '%T'", r);
    vm_release(vm, r);
    return NULL;
}

IO_METHOD(m_decode)
{
    static const char *const names[] = {"input", "final", NULL};
    static const struct arg_spec spec = {"decode", names, 0, 2, 1};
    object *out[2];
    if (!args_bind(vm, &spec, args, nargs, kwnames, out) || !ready(vm, self))
        return NULL;
    int final = out[1] ? vm_truth(vm, out[1]) : 0;
    object *text = final < 0 ? NULL : decoded(vm, self, out[0], final);
    struct newline_decoder *d = of(self);
    object *r = text ? io_translate(vm, text, d->translate, final, &d->pending,
                                    &d->seen)
                     : NULL;
    vm_release_maybe(vm, text);
    return r;
}

/* (bytes, flags) of the decoder behind, and the waiting "\r" as lowest bit. */
IO_METHOD(m_getstate)
{
    int64_t flag = 0;
    IO_UNUSED;
    if (!ready(vm, self))
        return NULL;
    object *state = of(self)->decoder == vm->none
                        ? NULL
                        : io_call(vm, of(self)->decoder, "getstate", NULL);
    if (vm_pending(vm))
        return NULL;
    if (state && (!vm_is(state, TYPE_TUPLE) || tuple_length(state) != 2 ||
                  !vm_is(tuple_items(state)[1], TYPE_INT))) {
        vm_release(vm, state);
        return vm_raise(vm, EXC_TYPE_ERROR, "illegal decoder state");
    }
    object *bytes = heap_retain(state ? tuple_items(state)[0]
                                      : vm->empty_bytes);
    bool ok = !state || int_as_i64(vm, tuple_items(state)[1], &flag);
    vm_release_maybe(vm, state);
    uint64_t bits = ((uint64_t)flag << 1) | of(self)->pending;
    object *n = ok ? int_new_u64(vm, bits) : NULL;
    object *r = n ? tuple_pack(vm, 2, bytes, n) : NULL;
    vm_release(vm, bytes);
    vm_release_maybe(vm, n);
    return r;
}

IO_METHOD(m_setstate)
{
    int64_t flag;
    (void)nargs, (void)kwnames;
    if (!ready(vm, self))
        return NULL;
    if (!vm_is(args[0], TYPE_TUPLE))
        return vm_raise(vm, EXC_TYPE_ERROR, "state argument must be a tuple");
    if (tuple_length(args[0]) != 2 ||
        !vm_is(tuple_items(args[0])[1], TYPE_INT))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "setstate(): illegal state argument");
    if (!int_as_i64(vm, tuple_items(args[0])[1], &flag))
        return NULL;
    of(self)->pending = flag & 1;
    if (of(self)->decoder == vm->none)
        return vm_none(vm);
    object *n = int_new_u64(vm, (uint64_t)flag >> 1);
    object *state =
        n ? tuple_pack(vm, 2, tuple_items(args[0])[0], n) : NULL;
    object *r =
        state ? io_call(vm, of(self)->decoder, "setstate", state) : NULL;
    vm_release_maybe(vm, n);
    vm_release_maybe(vm, state);
    return r;
}

IO_METHOD(m_reset)
{
    IO_UNUSED;
    if (!ready(vm, self))
        return NULL;
    of(self)->seen = 0;
    of(self)->pending = false;
    return of(self)->decoder == vm->none
               ? vm_none(vm)
               : io_call(vm, of(self)->decoder, "reset", NULL);
}

static object *get_newlines(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return ready(vm, self) ? io_newlines_seen(vm, of(self)->seen) : NULL;
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return type_alloc(vm, type, 0);
}

static const struct method_def methods[] = {
    {"decode", m_decode, METHOD_KEYWORDS, NULL},
    {"getstate", m_getstate, METHOD_NOARGS, NULL},
    {"setstate", m_setstate, METHOD_ONE, NULL},
    {"reset", m_reset, METHOD_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct getset_def getsets[] = {
    {"newlines", get_newlines, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct heap_field fields[] = {
    {"decoder", offsetof(struct newline_decoder, decoder)},
    {"errors", offsetof(struct newline_decoder, errors)},
};

const struct type_spec io_newline_spec = {
    .name = "_io.IncrementalNewlineDecoder",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct newline_decoder),
               .flags = HEAP_CONTAINER,
               .fields = fields,
               .field_count = 2},
    .slots = {.new_ = make, .init = init},
    .methods = methods,
    .getsets = getsets,
    .doc = "Codec used when reading a file in universal newlines mode.",
};
