/*
 * Code objects to bytes.
 */
#include "scripts/vm/code_pack.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/types/bytes.h"
#include "scripts/types/float_methods.h"
#include "scripts/types/int_internal.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/vm.h"

struct seen {
    const object *o; /* NULL: a free slot */
    uint32_t number;
};

struct packer {
    struct vm *vm;
    unsigned char *bytes;
    size_t size, room;
    struct seen *table; /* of a power of two; open addressing */
    size_t slots;
    uint32_t seen_count;
    int depth;
};

static bool pack(struct packer *p, const object *o);

/* ---- bytes --------------------------------------------------------------- */

static bool put(struct packer *p, const void *from, size_t n)
{
    if (p->room - p->size < n) {
        size_t room = 2 * p->room + n + 4096;
        void *grown = realloc(p->bytes, room);
        if (!grown)
            return false;
        p->bytes = grown;
        p->room = room;
    }
    if (n)
        memcpy(p->bytes + p->size, from, n);
    p->size += n;
    return true;
}

static bool put_kind(struct packer *p, enum code_pack_kind kind)
{
    unsigned char byte = (unsigned char)kind;
    return put(p, &byte, 1);
}

static bool put_u32(struct packer *p, size_t n)
{
    uint32_t number = (uint32_t)n;
    return number == n && put(p, &number, sizeof number);
}

static bool put_array(struct packer *p, const void *from, size_t n,
                      size_t size)
{
    static const char zeros[PACK_ALIGN];
    return put(p, zeros, -p->size % PACK_ALIGN) && put(p, from, n * size);
}

/* ---- who has been packed ------------------------------------------------- */

/* Its slot, or the free one for it. */
static struct seen *slot_of(const struct packer *p, const object *o)
{
    size_t i = (size_t)((uintptr_t)o >> 4) * 0x9E3779B97F4A7C15u;
    for (i >>= 20;; i++) {
        struct seen *s = &p->table[i & (p->slots - 1)];
        if (!s->o || s->o == o)
            return s;
    }
}

static bool grow_table(struct packer *p)
{
    struct packer old = *p;
    p->slots = old.slots ? 2 * old.slots : 1024;
    p->table = calloc(p->slots, sizeof *p->table);
    for (size_t i = 0; p->table && i < old.slots; i++)
        if (old.table[i].o)
            *slot_of(p, old.table[i].o) = old.table[i];
    free(old.table);
    return p->table;
}

static bool remember(struct packer *p, const object *o)
{
    if (2 * (size_t)p->seen_count >= p->slots && !grow_table(p))
        return false;
    *slot_of(p, o) = (struct seen){o, p->seen_count++};
    return true;
}

/* ---- values -------------------------------------------------------------- */

static bool pack_int(struct packer *p, const object *o)
{
    struct int_view v;
    int64_t n;
    uint8_t sign;
    if (int_fits_i64(o, &n))
        return put_kind(p, PACK_INT) && put(p, &n, sizeof n);
    int_view(o, &v);
    sign = v.negative;
    return put_kind(p, PACK_BIG) && put(p, &sign, 1) && put_u32(p, v.count) &&
           put(p, v.limbs, v.count * sizeof *v.limbs);
}

static bool pack_float(struct packer *p, const object *o)
{
    double value = ((const struct float_object *)o)->value;
    return put_kind(p, PACK_FLOAT) && put(p, &value, sizeof value);
}

static bool pack_complex(struct packer *p, const object *o)
{
    const struct complex_object *c = (const struct complex_object *)o;
    return put_kind(p, PACK_COMPLEX) && put(p, &c->real, sizeof c->real) &&
           put(p, &c->imaginary, sizeof c->imaginary);
}

static bool pack_str(struct packer *p, const object *o)
{
    const struct str_object *s = (const struct str_object *)o;
    size_t size = s->ascii ? s->length : str_to_utf8(o, NULL, 0);
    if (!put_kind(p, s->interned ? PACK_INTERNED : PACK_STR) ||
        !put_u32(p, size))
        return false;
    if (s->ascii)
        return put(p, s->data, size);
    char *text = malloc(size + 1);
    bool ok = text && (str_to_utf8(o, text, size), put(p, text, size));
    free(text);
    return ok;
}

static bool pack_bytes(struct packer *p, const object *o)
{
    size_t n = ((const struct bytes_object *)o)->length;
    return put_kind(p, PACK_BYTES) && put_u32(p, n) &&
           put(p, bytes_data(o), n);
}

static bool pack_all(struct packer *p, object *const *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!pack(p, items[i]))
            return false;
    return true;
}

static bool pack_tuple(struct packer *p, const object *o)
{
    size_t n = tuple_length(o);
    return put_kind(p, PACK_TUPLE) && put_u32(p, n) &&
           pack_all(p, tuple_items((object *)o), n);
}

static bool pack_frozenset(struct packer *p, const object *o)
{
    object *item;
    size_t at = 0;
    bool ok = put_kind(p, PACK_FROZENSET) &&
              put_u32(p, set_length((object *)o));
    while (ok && set_next((object *)o, &at, &item))
        ok = pack(p, item);
    return ok;
}

/* ---- code ---------------------------------------------------------------- */

static bool pack_arrays(struct packer *p, const struct code *c)
{
    const struct instr *instrs = c->aside ? c->aside : c->instrs;
    size_t n = c->instr_count;
    return put_array(p, instrs, n, sizeof *instrs) &&
           put_array(p, c->depth, n, sizeof *c->depth) &&
           put_array(p, c->positions, n, sizeof *c->positions) &&
           put_array(p, c->handlers, c->handler_count, sizeof *c->handlers) &&
           put_array(p, c->localsplus_kinds, c->localsplus_count, 1);
}

static bool pack_code(struct packer *p, const object *o)
{
    const struct code *c = (const struct code *)o;
    const struct code_pack_head head = {
        .flags = c->flags,
        .argcount = c->argcount,
        .posonly = c->posonly,
        .kwonly = c->kwonly,
        .local_count = c->local_count,
        .register_count = c->register_count,
        .localsplus_count = c->localsplus_count,
        .free_count = c->free_count,
        .first_line = c->first_line,
        .instr_count = c->instr_count,
        .const_count = c->const_count,
        .name_count = c->name_count,
        .handler_count = c->handler_count,
    };
    return put_kind(p, PACK_CODE) && put(p, &head, sizeof head) &&
           pack_arrays(p, c) && pack_all(p, c->consts, c->const_count) &&
           pack_all(p, c->names, c->name_count) &&
           pack_all(p, c->localsplus_names, c->localsplus_count) &&
           pack(p, c->name) && pack(p, c->qualname);
}

static const struct {
    enum type_id type;
    bool (*pack)(struct packer *p, const object *o);
} rows[] = {
    {TYPE_STR, pack_str},         {TYPE_CODE, pack_code},
    {TYPE_INT, pack_int},         {TYPE_TUPLE, pack_tuple},
    {TYPE_BYTES, pack_bytes},     {TYPE_FLOAT, pack_float},
    {TYPE_COMPLEX, pack_complex}, {TYPE_FROZENSET, pack_frozenset},
};

static bool pack_by_type(struct packer *p, const object *o)
{
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        if (vm_is(o, rows[k].type))
            return rows[k].pack(p, o);
    return false;
}

static bool pack(struct packer *p, const object *o)
{
    const struct vm *vm = p->vm;
    const struct {
        const object *o;
        enum code_pack_kind kind;
    } singles[] = {
        {vm->none, PACK_NONE},
        {vm->false_, PACK_FALSE},
        {vm->true_, PACK_TRUE},
        {vm->ellipsis, PACK_ELLIPSIS},
    };
    for (size_t k = 0; k < sizeof singles / sizeof *singles; k++)
        if (o == singles[k].o)
            return put_kind(p, singles[k].kind);
    const struct seen *s = p->slots ? slot_of(p, o) : NULL;
    if (s && s->o)
        return put_kind(p, PACK_SEEN) && put_u32(p, s->number);
    if (p->depth >= PACK_DEPTH)
        return false;
    p->depth++;
    bool ok = pack_by_type(p, o) && remember(p, o);
    p->depth--;
    return ok;
}

bool code_pack(struct vm *vm, const object *code, unsigned char **bytes,
               size_t *size)
{
    struct packer p = {.vm = vm};
    bool ok = pack(&p, code);
    free(p.table);
    if (!ok)
        free(p.bytes);
    *bytes = ok ? p.bytes : NULL;
    *size = ok ? p.size : 0;
    return ok;
}
