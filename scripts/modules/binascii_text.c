/*
 * binascii: base64 and uuencoding.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/binascii.h"
#include "scripts/types/bytes.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define FUNCTION(name)                                                         \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* ---- base64 -------------------------------------------------------------- */

/* The one argument and the one flag behind it; false: pending. */
static bool read_flag(struct vm *vm, const char *function, const char *name,
                      object *const *args, size_t nargs, object *kwnames,
                      bool *flag)
{
    const char *names[] = {"", name, NULL};
    struct arg_spec spec = {function, names, 1, 1, 1};
    object *in[2];
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return false;
    int truth = in[1] ? vm_truth(vm, in[1]) : *flag;
    *flag = truth > 0;
    return truth >= 0;
}

static object *encode64(struct vm *vm, const struct buffer *b, bool newline)
{
    size_t n = (b->size + 2) / 3 * 4, at = 0;
    char *out = b->size < PTRDIFF_MAX / 2 ? malloc(n + 1) : NULL;
    if (!out)
        return vm_raise_no_memory(vm);
    for (size_t k = 0; k < b->size; k += 3) {
        size_t have = b->size - k < 3 ? b->size - k : 3;
        uint32_t bits = 0;
        for (size_t j = 0; j < 3; j++)
            bits = bits << 8 | (j < have ? b->data[k + j] : 0);
        for (size_t j = 0; j < 4; j++)
            out[at++] =
                j <= have ? alphabet[bits >> (18 - 6 * j) & 63] : '=';
    }
    if (newline)
        out[at++] = '\n';
    object *r = bytes_new(vm, out, at);
    free(out);
    return r;
}

FUNCTION(b2a_base64)
{
    struct buffer b;
    bool newline = true;
    (void)self;
    if (!read_flag(vm, "b2a_base64", "newline", args, nargs, kwnames,
                   &newline) ||
        !binascii_bytes(vm, args[0], &b))
        return NULL;
    object *r = encode64(vm, &b, newline);
    buffer_done(vm, &b);
    return r;
}

static int digit64(unsigned char c)
{
    const char *place = c ? strchr(alphabet, c) : NULL;
    return place ? (int)(place - alphabet) : -1;
}

struct decoder {
    const struct buffer *in;
    unsigned char *out;
    size_t used;
    unsigned quad, pads; /* digits of a group read, '=' after them */
    unsigned char left;
    bool strict, padded;
};

/* A '='; the error, or NULL with *end when it ends the text. */
static const char *take_pad(struct decoder *d, size_t k, bool *end)
{
    d->padded = true;
    if (d->strict && k == 0)
        return "Leading padding not allowed";
    if (d->quad >= 2 && d->quad + ++d->pads >= 4) {
        *end = true;
        return d->strict && k + 1 < d->in->size ? "Excess data after padding"
                                                : NULL;
    }
    return NULL;
}

static void take_digit(struct decoder *d, unsigned char digit)
{
    static const unsigned char shift[] = {0, 4, 2, 0};
    if (d->quad > 0)
        d->out[d->used++] = (unsigned char)(
            d->left << 2 * d->quad | digit >> shift[d->quad]);
    if (d->quad == 3) {
        d->quad = 0;
        d->left = 0;
        return;
    }
    d->left = digit & (unsigned char)(d->quad == 1   ? 15
                                      : d->quad == 2 ? 3
                                                     : 63);
    d->quad++;
}

/* The error, or NULL. */
static const char *decode64(struct decoder *d)
{
    bool end = false;
    for (size_t k = 0; k < d->in->size && !end; k++) {
        unsigned char c = d->in->data[k];
        const char *error = NULL;
        int digit = digit64(c);
        if (c == '=') {
            error = take_pad(d, k, &end);
        } else if (digit < 0) {
            error = d->strict ? "Only base64 data is allowed" : NULL;
        } else {
            if (d->strict && d->padded)
                error = "Discontinuous padding not allowed";
            d->pads = 0;
            take_digit(d, (unsigned char)digit);
        }
        if (error)
            return error;
    }
    return NULL;
}

static object *finish64(struct vm *vm, const struct decoder *d)
{
    if (d->quad == 1)
        return binascii_fail_number(
            vm,
            "Invalid base64-encoded string: number of data characters (%zu) "
            "cannot be 1 more than a multiple of 4",
            d->used / 3 * 4 + 1);
    if (d->quad != 0 && d->quad + d->pads < 4)
        return binascii_fail(vm, "Incorrect padding");
    return bytes_new(vm, d->out, d->used);
}

FUNCTION(a2b_base64)
{
    struct buffer b;
    struct decoder d = {.in = &b};
    object *r = NULL;
    (void)self;
    if (!read_flag(vm, "a2b_base64", "strict_mode", args, nargs, kwnames,
                   &d.strict) ||
        !binascii_text(vm, args[0], &b))
        return NULL;
    d.out = malloc(b.size + 3);
    if (d.out) {
        const char *error = decode64(&d);
        r = error ? binascii_fail(vm, error) : finish64(vm, &d);
    } else {
        vm_raise_no_memory(vm);
    }
    free(d.out);
    buffer_done(vm, &b);
    return r;
}

/* ---- uuencoding ---------------------------------------------------------- */

static char uu_char(uint32_t six, bool backtick)
{
    return (char)(backtick && !six ? '`' : six + ' ');
}

FUNCTION(b2a_uu)
{
    struct buffer b;
    bool backtick = false;
    char out[64];
    size_t at = 0;
    (void)self;
    if (!read_flag(vm, "b2a_uu", "backtick", args, nargs, kwnames,
                   &backtick) ||
        !binascii_bytes(vm, args[0], &b))
        return NULL;
    if (b.size > 45) {
        buffer_done(vm, &b);
        return binascii_fail(vm, "At most 45 bytes at once");
    }
    out[at++] = uu_char((uint32_t)b.size, backtick);
    for (size_t k = 0; k < b.size; k += 3) {
        uint32_t bits = 0;
        for (size_t j = k; j < k + 3; j++)
            bits = bits << 8 | (j < b.size ? b.data[j] : 0);
        for (int shift = 18; shift >= 0; shift -= 6)
            out[at++] = uu_char(bits >> shift & 63, backtick);
    }
    out[at++] = '\n';
    buffer_done(vm, &b);
    return bytes_new(vm, out, at);
}

/* Six bits of a character; blanks and the end are 0, -1: bad. */
static int uu_value(const struct buffer *b, size_t k)
{
    unsigned char c = k < b->size ? b->data[k] : '\n';
    if (c == '\n' || c == '\r')
        return 0;
    return c < ' ' || c > ' ' + 64 ? -1 : (c - ' ') & 63;
}

static bool uu_blank(unsigned char c)
{
    return c == ' ' || c == ' ' + 64 || c == '\n' || c == '\r';
}

static object *decode_uu(struct vm *vm, const struct buffer *b)
{
    unsigned char out[64 + 3];
    size_t length = ((b->size ? b->data[0] : 0) - ' ') & 63, used = 0, k = 1;
    uint32_t bits = 0;
    unsigned have = 0;
    while (used < length) {
        int six = uu_value(b, k++);
        if (six < 0)
            return binascii_fail(vm, "Illegal char");
        bits = bits << 6 | (uint32_t)six;
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[used++] = (unsigned char)(bits >> have);
        }
    }
    for (; k < b->size; k++)
        if (!uu_blank(b->data[k]))
            return binascii_fail(vm, "Trailing garbage");
    return bytes_new(vm, out, used);
}

FUNCTION(a2b_uu)
{
    struct buffer b;
    (void)self, (void)nargs, (void)kwnames;
    if (!binascii_text(vm, args[0], &b))
        return NULL;
    object *r = decode_uu(vm, &b);
    buffer_done(vm, &b);
    return r;
}

const struct method_def binascii_text_functions[] = {
    {"a2b_uu", a2b_uu, METHOD_ONE, "a2b_uu($module, data, /)\n--\n\n"},
    {"b2a_uu", b2a_uu, METHOD_KEYWORDS,
     "b2a_uu($module, data, /, *, backtick=False)\n--\n\n"},
    {"a2b_base64", a2b_base64, METHOD_KEYWORDS,
     "a2b_base64($module, data, /, *, strict_mode=False)\n--\n\n"},
    {"b2a_base64", b2a_base64, METHOD_KEYWORDS,
     "b2a_base64($module, data, /, *, newline=True)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};
