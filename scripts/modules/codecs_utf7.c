/*
 * _codecs: UTF-7, text as ASCII with base 64 between + and -.
 *
 * Inside of base 64 stand UTF-16 units, six bits a character; what is left
 * over at its end has to be zero.
 */
#include "scripts/modules/buffer.h"
#include "scripts/modules/codecs.h"
#include "scripts/types/bytes_internal.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/str_methods.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#include <string.h>

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int digit_of(unsigned char c)
{
    const char *found = c ? strchr(digits, c) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* ---- encoding ---- */

/* Characters that stand for themselves. */
static bool is_direct(uint32_t c)
{
    return c && c < 128 &&
           (c == '\t' || c == '\n' || c == '\r' ||
            (c >= ' ' && c != '+' && c != '\\' && c != '~' && c != 127));
}

/* What is written: bits of base 64 wait for six of them. */
struct writing {
    struct vm *vm;
    struct byte_buffer out;
    uint32_t bits;
    int count;
    bool shifted, failed;
};

static void put(struct writing *w, uint32_t c)
{
    unsigned char byte = (unsigned char)c;
    w->failed = w->failed || !byte_buffer_add(w->vm, &w->out, &byte, 1);
}

static void put_unit(struct writing *w, uint32_t unit)
{
    w->bits = (w->bits << 16 | unit) & 0x3fffff;
    for (w->count += 16; w->count >= 6; w->count -= 6)
        put(w, (unsigned char)digits[w->bits >> (w->count - 6) & 0x3f]);
}

/* Back to ASCII; the minus is needed where the next character, or the end,
 * could not tell it. */
static void leave(struct writing *w, bool minus)
{
    if (w->count)
        put(w, (unsigned char)digits[w->bits << (6 - w->count) & 0x3f]);
    if (minus)
        put(w, '-');
    w->bits = 0;
    w->count = 0;
    w->shifted = false;
}

static void write_point(struct writing *w, uint32_t c)
{
    if (w->shifted && is_direct(c))
        leave(w, digit_of((unsigned char)c) >= 0 || c == '-');
    if (is_direct(c)) {
        put(w, c);
        return;
    }
    if (!w->shifted) {
        put(w, '+');
        if (c == '+') {
            put(w, '-');
            return;
        }
        w->shifted = true;
    }
    if (c >= 0x10000) {
        put_unit(w, 0xd800 + ((c - 0x10000) >> 10));
        put_unit(w, 0xdc00 + (c & 0x3ff));
    } else {
        put_unit(w, c);
    }
}

static object *encode(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    struct writing w = {.vm = vm};
    object *errors, *bytes = NULL;
    (void)self, (void)kwnames;
    if (!codecs_arguments(vm, "utf_7_encode", args, nargs, 2, &errors))
        return NULL;
    if (!str_check(vm, args[0]))
        return vm_raise(vm, EXC_TYPE_ERROR,
                        "utf_7_encode() argument 1 must be str, not %B",
                        args[0]);
    for (size_t i = 0; !w.failed && i < str_length(args[0]); i++)
        write_point(&w, str_at(args[0], i));
    if (w.shifted)
        leave(&w, true);
    if (!w.failed)
        bytes = bytes_new(vm, w.out.data ? w.out.data : (unsigned char *)"",
                          w.out.length);
    byte_buffer_done(&w.out);
    return codecs_pair_steal(vm, bytes, str_length(args[0]));
}

/* ---- decoding ---- */

/* What is read, and how far; the pieces of a base 64 part. */
struct reading {
    struct vm *vm;
    struct buffer data;
    object *errors; /* or NULL */
    struct str_builder out, part; /* part: what base 64 gave so far */
    size_t at, from;              /* from: where that began */
    uint32_t bits, high;          /* high: the first of a pair, or 0 */
    int count;
    bool shifted;
};

static object *error_of(struct reading *r, size_t from, size_t to,
                        const char *reason)
{
    struct vm *vm = r->vm;
    object *args[] = {
        str_from(vm, "utf7"), bytes_new(vm, r->data.data, r->data.size),
        int_new_u64(vm, from), int_new_u64(vm, to), str_from(vm, reason),
    };
    object *type = type_as_object(vm->exceptions[EXC_UNICODE_DECODE_ERROR]);
    bool ok = args[0] && args[1] && args[2] && args[3] && args[4];
    object *e = ok ? vm_call(vm, type, args, 5, NULL) : NULL;
    for (size_t i = 0; i < 5; i++)
        vm_release_maybe(vm, args[i]);
    return e;
}

/* The handler's (text, place): the text is added, reading goes on there. */
static bool take_answer(struct reading *r, object *answer)
{
    struct vm *vm = r->vm;
    ptrdiff_t place;
    if (!vm_is(answer, TYPE_TUPLE) || tuple_length(answer) != 2 ||
        !str_check(vm, tuple_items(answer)[0])) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "decoding error handler must return (str, int) tuple");
        return false;
    }
    if (!vm_index_as_ssize(vm, tuple_items(answer)[1], &place, true))
        return false;
    str_builder_str(&r->out, tuple_items(answer)[0]);
    ptrdiff_t at = place + (place < 0 ? (ptrdiff_t)r->data.size : 0);
    if (at < 0 || (size_t)at > r->data.size) {
        vm_raise(vm, EXC_INDEX_ERROR,
                 "position %zd from error handler out of bounds", place);
        return false;
    }
    r->at = (size_t)at;
    return true;
}

static bool bad(struct reading *r, size_t from, size_t to, const char *reason)
{
    struct vm *vm = r->vm;
    object *handler = codecs_handler(vm, r->errors);
    object *e = handler ? error_of(r, from, to, reason) : NULL;
    object *answer = e ? vm_call1(vm, handler, e) : NULL;
    bool ok = answer && take_answer(r, answer);
    vm_release_maybe(vm, answer);
    vm_release_maybe(vm, e);
    vm_release_maybe(vm, handler);
    return ok;
}

static void end_part(struct reading *r)
{
    struct vm *vm = r->vm;
    object *text = str_builder_finish(&r->part);
    if (text)
        str_builder_str(&r->out, text);
    vm_release_maybe(vm, text);
    str_builder_init(&r->part, vm);
}

static void take_unit(struct reading *r, uint32_t unit)
{
    uint32_t high = r->high;
    r->high = 0;
    if (high && unit >= 0xdc00 && unit <= 0xdfff) {
        str_builder_char(&r->part, 0x10000 + ((high - 0xd800) << 10) +
                                       (unit - 0xdc00));
        return;
    }
    if (high)
        str_builder_char(&r->part, high);
    if (unit >= 0xd800 && unit <= 0xdbff)
        r->high = unit;
    else
        str_builder_char(&r->part, unit);
}

static void take_digit(struct reading *r, int digit)
{
    r->bits = r->bits << 6 | (uint32_t)digit;
    r->count += 6;
    r->at++;
    if (r->count < 16)
        return;
    r->count -= 16;
    uint32_t unit = r->bits >> r->count;
    r->bits &= (1u << r->count) - 1;
    take_unit(r, unit);
}

/* At the first character that is no digit. */
static bool leave_base64(struct reading *r, unsigned char c)
{
    const char *reason = r->count >= 6
                             ? "partial character in shift sequence"
                         : r->count && r->bits
                             ? "non-zero padding bits in shift sequence"
                             : NULL;
    r->shifted = false;
    if (!reason && r->high && c < 128 && c != '+')
        str_builder_char(&r->part, r->high);
    end_part(r);
    if (reason)
        return bad(r, r->from, r->at + 1, reason);
    r->high = 0;
    r->at += c == '-';
    return true;
}

/* Behind the plus. */
static bool begin_base64(struct reading *r)
{
    const unsigned char *data = r->data.data;
    r->from = r->at++;
    if (r->at < r->data.size && data[r->at] == '-') {
        str_builder_char(&r->out, '+');
        r->at++;
        return true;
    }
    if (r->at < r->data.size && digit_of(data[r->at]) < 0)
        return bad(r, r->from, r->at + 1, "ill-formed sequence");
    r->shifted = true;
    r->high = r->bits = 0;
    r->count = 0;
    return true;
}

static bool step(struct reading *r)
{
    unsigned char c = r->data.data[r->at];
    if (r->shifted && digit_of(c) >= 0)
        return take_digit(r, digit_of(c)), true;
    if (r->shifted)
        return leave_base64(r, c);
    if (c == '+')
        return begin_base64(r);
    if (c >= 128)
        return bad(r, r->at, r->at + 1, "unexpected special character");
    str_builder_char(&r->out, c);
    r->at++;
    return true;
}

/* The end of all there is, in the middle of base 64. */
static bool end_base64(struct reading *r)
{
    bool whole = !r->high && r->count < 6 && !(r->count && r->bits);
    r->shifted = false;
    end_part(r);
    return whole ||
           bad(r, r->from, r->data.size, "unterminated shift sequence");
}

/* The text, new; what a part has begun is left to come unless final. */
static object *read_text(struct reading *r, bool final)
{
    object *text = NULL;
    bool ok = true;
    str_builder_init(&r->out, r->vm);
    str_builder_init(&r->part, r->vm);
    while (ok && (r->at < r->data.size || (r->shifted && final)))
        ok = r->at < r->data.size ? step(r) : end_base64(r);
    if (r->shifted)
        r->at = r->from;
    if (ok)
        text = str_builder_finish(&r->out);
    else
        str_builder_done(&r->out);
    str_builder_done(&r->part);
    return text;
}

static object *decode(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    struct reading r = {.vm = vm};
    int final = 0;
    (void)self, (void)kwnames;
    if (!codecs_arguments(vm, "utf_7_decode", args, nargs, 3, &r.errors) ||
        (nargs > 2 && (final = vm_truth(vm, args[2])) < 0) ||
        !buffer_get(vm, args[0], true, &r.data))
        return NULL;
    object *text = read_text(&r, final);
    buffer_done(vm, &r.data);
    return codecs_pair_steal(vm, text, r.at);
}

const struct method_def codecs_utf7[] = {
    {"utf_7_encode", encode, METHOD_ARGS,
     "utf_7_encode($module, str, errors=None, /)\n--\n\n"},
    {"utf_7_decode", decode, METHOD_ARGS,
     "utf_7_decode($module, data, errors=None, final=False, /)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};
