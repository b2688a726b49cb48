/*
 * binascii: quoted-printable.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/binascii.h"
#include "scripts/types/bytes.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define LINE_MAX_LENGTH 76

struct writer {
    const unsigned char *in;
    size_t size, at;
    unsigned char *out;
    size_t used, column;
    bool tabs, text, header; /* quotetabs, istext, header */
    bool crlf;
};

static int hex_value(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* ---- decoding ------------------------------------------------------------ */

/* What follows a '=': a line break, two digits, or nothing known. */
static void read_escape(struct writer *w)
{
    const unsigned char *p = w->in + w->at;
    size_t left = w->size - w->at;
    if (left == 0)
        return;
    if (*p == '\n' || *p == '\r') {
        while (w->at < w->size && w->in[w->at] != '\n')
            w->at++;
        w->at += w->at < w->size;
    } else if (*p == '=') {
        w->out[w->used++] = '=';
        w->at++;
    } else if (left > 1 && hex_value(p[0]) >= 0 && hex_value(p[1]) >= 0) {
        w->out[w->used++] =
            (unsigned char)(hex_value(p[0]) << 4 | hex_value(p[1]));
        w->at += 2;
    } else {
        w->out[w->used++] = '=';
    }
}

static void decode(struct writer *w)
{
    while (w->at < w->size) {
        unsigned char c = w->in[w->at++];
        if (c == '=')
            read_escape(w);
        else
            w->out[w->used++] = w->header && c == '_' ? ' ' : c;
    }
}

/* ---- encoding ------------------------------------------------------------ */

static bool ends_at(const struct writer *w, size_t k)
{
    return k == w->size || w->in[k] == '\n' || w->in[k] == '\r' ||
           w->in[k] == 0;
}

static bool is_break(unsigned char c)
{
    return c == '\r' || c == '\n';
}

static bool is_blank(unsigned char c)
{
    return c == ' ' || c == '\t';
}

static bool needs_quoting(const struct writer *w)
{
    unsigned char c = w->in[w->at];
    if (c > 126 || c == '=' || (w->header && c == '_'))
        return true;
    if (c == '.' && w->column == 0 && ends_at(w, w->at + 1))
        return true;
    if (is_break(c))
        return !w->text;
    if (is_blank(c))
        return w->at + 1 == w->size || w->tabs;
    return c < 33;
}

static void put_hex(struct writer *w, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    w->out[w->used++] = '=';
    w->out[w->used++] = (unsigned char)digits[c >> 4];
    w->out[w->used++] = (unsigned char)digits[c & 15];
}

static void put_break(struct writer *w)
{
    if (w->crlf)
        w->out[w->used++] = '\r';
    w->out[w->used++] = '\n';
    w->column = 0;
}

static void put_soft_break(struct writer *w)
{
    w->out[w->used++] = '=';
    put_break(w);
}

/* A line's end in the text: blanks before it are quoted. */
static void end_line(struct writer *w)
{
    unsigned char last = w->used ? w->out[w->used - 1] : 0;
    if (is_blank(last)) {
        w->used--;
        put_hex(w, last);
    }
    put_break(w);
    w->at += w->in[w->at] == '\r' ? 2 : 1;
}

static void put_plain(struct writer *w)
{
    unsigned char c = w->in[w->at++];
    if (w->at != w->size && w->in[w->at] != '\n' &&
        w->column + 1 >= LINE_MAX_LENGTH)
        put_soft_break(w);
    w->column++;
    w->out[w->used++] = w->header && c == ' ' ? '_' : c;
}

static void encode(struct writer *w)
{
    while (w->at < w->size) {
        unsigned char c = w->in[w->at];
        bool pair = c == '\r' && w->at + 1 < w->size &&
                    w->in[w->at + 1] == '\n';
        if (needs_quoting(w)) {
            if (w->column + 3 >= LINE_MAX_LENGTH)
                put_soft_break(w);
            put_hex(w, c);
            w->column += 3;
            w->at++;
        } else if (w->text && (c == '\n' || pair)) {
            end_line(w);
        } else {
            put_plain(w);
        }
    }
}

/* ---- the functions ------------------------------------------------------- */

/* Gives w room and the bytes of b, lets work fill it. */
static object *convert(struct vm *vm, struct writer *w, const struct buffer *b,
                       void (*work)(struct writer *w))
{
    const unsigned char *line = memchr(b->data, '\n', b->size);
    w->in = b->data;
    w->size = b->size;
    w->crlf = line && line > b->data && line[-1] == '\r';
    w->out = b->size < PTRDIFF_MAX / 8 ? malloc(6 * b->size + 8) : NULL;
    if (!w->out)
        return vm_raise_no_memory(vm);
    work(w);
    object *r = bytes_new(vm, w->out, w->used);
    free(w->out);
    return r;
}

/* A flag that may be absent; false: pending. */
static bool read_flag(struct vm *vm, object *o, bool *flag)
{
    int truth = o ? vm_truth(vm, o) : *flag;
    *flag = truth > 0;
    return truth >= 0;
}

static object *a2b_qp(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    static const char *const names[] = {"data", "header", NULL};
    static const struct arg_spec spec = {"a2b_qp", names, 0, 2, 1};
    struct writer w = {0};
    struct buffer b;
    object *in[2];
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        !read_flag(vm, in[1], &w.header) || !binascii_text(vm, in[0], &b))
        return NULL;
    object *r = convert(vm, &w, &b, decode);
    buffer_done(vm, &b);
    return r;
}

static object *b2a_qp(struct vm *vm, object *self, object *const *args,
                      size_t nargs, object *kwnames)
{
    static const char *const names[] = {"data", "quotetabs", "istext",
                                        "header", NULL};
    static const struct arg_spec spec = {"b2a_qp", names, 0, 4, 1};
    struct writer w = {.text = true};
    struct buffer b;
    object *in[4];
    (void)self;
    if (!args_bind(vm, &spec, args, nargs, kwnames, in) ||
        !read_flag(vm, in[1], &w.tabs) || !read_flag(vm, in[2], &w.text) ||
        !read_flag(vm, in[3], &w.header) || !binascii_bytes(vm, in[0], &b))
        return NULL;
    object *r = convert(vm, &w, &b, encode);
    buffer_done(vm, &b);
    return r;
}

const struct method_def binascii_qp_functions[] = {
    {"a2b_qp", a2b_qp, METHOD_KEYWORDS,
     "a2b_qp($module, /, data, header=False)\n--\n\n"
     "Decode a string of qp-encoded data."},
    {"b2a_qp", b2a_qp, METHOD_KEYWORDS,
     "b2a_qp($module, /, data, quotetabs=False, istext=True, header=False)\n"
     "--\n\nEncode a string using quoted-printable encoding."},
    {NULL, NULL, 0, NULL},
};
