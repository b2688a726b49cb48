/*
 * Bytes to code objects.
 *
 * Whoever kept the bytes has checked that they are the ones that were packed;
 * nothing is read behind their end all the same.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/types/bytes.h"
#include "scripts/types/float.h"
#include "scripts/types/int_internal.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/call.h"
#include "scripts/vm/code_pack.h"
#include "scripts/vm/error.h"
#include "scripts/vm/vm.h"

struct unpacker {
    struct vm *vm;
    const unsigned char *bytes;
    size_t size, at;
    object *filename;
    object **seen; /* owned, as many as have been unpacked */
    size_t seen_count, seen_room;
    int depth;
};

static object *unpack(struct unpacker *u);

/* ---- bytes --------------------------------------------------------------- */

/* The next n, or NULL. */
static const void *take(struct unpacker *u, size_t n)
{
    if (u->size - u->at < n)
        return NULL;
    u->at += n;
    return u->bytes + u->at - n;
}

static bool take_into(struct unpacker *u, void *to, size_t n)
{
    const void *from = take(u, n);
    if (from)
        memcpy(to, from, n);
    return from;
}

static bool take_u32(struct unpacker *u, uint32_t *n)
{
    return take_into(u, n, sizeof *n);
}

/* How many bytes follow, and those; NULL: fewer. */
static const void *take_sized(struct unpacker *u, uint32_t *n)
{
    return take_u32(u, n) ? take(u, *n) : NULL;
}

static const void *take_array(struct unpacker *u, size_t n, size_t size)
{
    return take(u, -u->at % PACK_ALIGN) ? take(u, n * size) : NULL;
}

/* ---- values -------------------------------------------------------------- */

static object *unpack_int(struct unpacker *u)
{
    int64_t n;
    return take_into(u, &n, sizeof n) ? int_new(u->vm, n) : NULL;
}

static object *unpack_big(struct unpacker *u)
{
    struct int_work w;
    uint8_t negative;
    uint32_t n;
    const void *limbs;
    if (!take_into(u, &negative, 1) || !take_u32(u, &n) || n == 0 ||
        !(limbs = take(u, n * sizeof(mp_limb_t))) ||
        !int_work_init(u->vm, &w, n))
        return NULL;
    memcpy(w.limbs, limbs, n * sizeof(mp_limb_t));
    w.count = n;
    return int_work_finish(u->vm, &w, negative);
}

static object *unpack_float(struct unpacker *u)
{
    double value;
    return take_into(u, &value, sizeof value) ? float_new(u->vm, value) : NULL;
}

static object *unpack_complex(struct unpacker *u)
{
    double parts[2];
    return take_into(u, parts, sizeof parts)
               ? complex_new(u->vm, parts[0], parts[1])
               : NULL;
}

static object *unpack_str(struct unpacker *u)
{
    uint32_t n;
    const void *text = take_sized(u, &n);
    return text ? str_new(u->vm, text, n) : NULL;
}

static object *unpack_interned(struct unpacker *u)
{
    object *s = unpack_str(u);
    if (s)
        str_intern_in_place(u->vm, &s);
    return s;
}

static object *unpack_bytes(struct unpacker *u)
{
    uint32_t n;
    const void *data = take_sized(u, &n);
    return data ? bytes_new(u->vm, data, n) : NULL;
}

/* n values, new, into items; false: none is left there. */
static bool unpack_all(struct unpacker *u, object **items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        items[i] = unpack(u);
        if (items[i])
            continue;
        while (i-- > 0)
            vm_release(u->vm, items[i]);
        return false;
    }
    return true;
}

/* n values as a malloc'ed array; NULL: as unpack says. */
static object **unpack_array(struct unpacker *u, size_t n)
{
    object **items;
    if (n > u->size - u->at) /* each takes a byte at least */
        return NULL;
    items = malloc((n + 1) * sizeof *items);
    if (!items)
        vm_raise_no_memory(u->vm);
    else if (unpack_all(u, items, n))
        return items;
    free(items);
    return NULL;
}

static void free_array(struct unpacker *u, object **items, size_t n)
{
    for (size_t i = 0; items && i < n; i++)
        vm_release(u->vm, items[i]);
    free(items);
}

static object *unpack_tuple(struct unpacker *u)
{
    uint32_t n;
    object **items = take_u32(u, &n) ? unpack_array(u, n) : NULL;
    object *tuple = items ? tuple_from(u->vm, items, n) : NULL;
    free_array(u, items, n);
    return tuple;
}

static object *unpack_frozenset(struct unpacker *u)
{
    struct vm *vm = u->vm;
    object *tuple = unpack_tuple(u), *set = NULL;
    if (tuple)
        set = vm_call1(vm, type_as_object(vm->types[TYPE_FROZENSET]), tuple);
    vm_release_maybe(vm, tuple);
    return set;
}

/* ---- code ---------------------------------------------------------------- */

/* The arrays, left where they lie. */
static bool place_arrays(struct unpacker *u, const struct code_pack_head *h,
                         struct code_parts *parts)
{
    size_t n = h->instr_count;
    return (parts->instrs = take_array(u, n, sizeof *parts->instrs)) &&
           (parts->depth = take_array(u, n, sizeof *parts->depth)) &&
           (parts->positions = take_array(u, n, sizeof *parts->positions)) &&
           (parts->handlers = take_array(u, h->handler_count,
                                         sizeof *parts->handlers)) &&
           (parts->localsplus_kinds =
                take_array(u, h->localsplus_count, 1));
}

static struct code_parts parts_of(const struct unpacker *u,
                                  const struct code_pack_head *h)
{
    return (struct code_parts){
        .flags = h->flags,
        .argcount = h->argcount,
        .posonly = h->posonly,
        .kwonly = h->kwonly,
        .local_count = h->local_count,
        .register_count = h->register_count,
        .localsplus_count = h->localsplus_count,
        .free_count = h->free_count,
        .first_line = h->first_line,
        .instr_count = h->instr_count,
        .const_count = h->const_count,
        .name_count = h->name_count,
        .handler_count = h->handler_count,
        .filename = u->filename,
    };
}

static object *unpack_code(struct unpacker *u)
{
    struct code_pack_head h;
    struct code_parts parts;
    object **values, *code;
    if (!take_into(u, &h, sizeof h))
        return NULL;
    parts = parts_of(u, &h);
    if (!place_arrays(u, &h, &parts))
        return NULL;
    /* consts, names, names of registers, name, qualified name */
    size_t n = (size_t)h.const_count + h.name_count + h.localsplus_count + 2;
    values = unpack_array(u, n);
    if (!values)
        return NULL;
    parts.consts = values;
    parts.names = values + h.const_count;
    parts.localsplus_names = parts.names + h.name_count;
    parts.name = values[n - 2];
    parts.qualname = values[n - 1];
    code = code_new(u->vm, &parts);
    free_array(u, values, n);
    return code;
}

static object *unpack_seen(struct unpacker *u)
{
    uint32_t n;
    return take_u32(u, &n) && n < u->seen_count ? heap_retain(u->seen[n])
                                                : NULL;
}

/* Keeps a reference for whoever names its number; o is stolen if it fails. */
static object *remember(struct unpacker *u, object *o)
{
    if (u->seen_count == u->seen_room) {
        size_t room = 2 * u->seen_room + 256;
        object **grown = realloc(u->seen, room * sizeof *grown);
        if (!grown) {
            vm_release(u->vm, o);
            return vm_raise_no_memory(u->vm);
        }
        u->seen = grown;
        u->seen_room = room;
    }
    u->seen[u->seen_count++] = heap_retain(o);
    return o;
}

static object *(*const rows[])(struct unpacker *u) = {
    [PACK_INT] = unpack_int,         [PACK_BIG] = unpack_big,
    [PACK_FLOAT] = unpack_float,     [PACK_COMPLEX] = unpack_complex,
    [PACK_STR] = unpack_str,         [PACK_INTERNED] = unpack_interned,
    [PACK_BYTES] = unpack_bytes,     [PACK_TUPLE] = unpack_tuple,
    [PACK_FROZENSET] = unpack_frozenset, [PACK_CODE] = unpack_code,
};

static object *unpack(struct unpacker *u)
{
    struct vm *vm = u->vm;
    object *const singles[] = {vm->none, vm->false_, vm->true_, vm->ellipsis};
    uint8_t kind;
    object *o;
    if (!take_into(u, &kind, 1))
        return NULL;
    if (kind < sizeof singles / sizeof *singles)
        return heap_retain(singles[kind]);
    if (kind == PACK_SEEN)
        return unpack_seen(u);
    if (kind > PACK_CODE || u->depth >= PACK_DEPTH)
        return NULL;
    u->depth++;
    o = rows[kind](u);
    u->depth--;
    return o ? remember(u, o) : NULL;
}

object *code_unpack(struct vm *vm, const unsigned char *bytes, size_t size,
                    object *filename)
{
    struct unpacker u = {
        .vm = vm, .bytes = bytes, .size = size, .filename = filename};
    object *o = unpack(&u);
    for (size_t i = 0; i < u.seen_count; i++)
        vm_release(vm, u.seen[i]);
    free(u.seen);
    if (o && (u.at != size || !vm_is(o, TYPE_CODE))) {
        vm_release(vm, o);
        o = NULL;
    }
    return o;
}
