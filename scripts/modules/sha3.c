/*
 * _sha3: SHA-3 and SHAKE, a sponge over Keccak's permutation.
 *
 * The state is 25 lanes of 64 bits, taken as bytes with the lowest first;
 * `filled` bytes of the block are taken in.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

enum { LANES = 25, ROUNDS = 24 };

struct sponge {
    uint64_t lanes[LANES];
    size_t filled;
};

struct hash {
    struct heap_node node;
    struct sponge sponge;
};

/* ---- the permutation ----------------------------------------------------- */

static uint64_t turn(uint64_t x, unsigned n)
{
    return n ? x << n | x >> (64 - n) : x;
}

static void mix_columns(uint64_t *a)
{
    uint64_t column[5];
    for (int x = 0; x < 5; x++)
        column[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
    for (int i = 0; i < LANES; i++)
        a[i] ^= column[(i + 4) % 5] ^ turn(column[(i + 1) % 5], 1);
}

/* Turns the lanes and puts each in its new place. */
static void move_lanes(uint64_t *a)
{
    static const unsigned char places[] = {10, 7,  11, 17, 18, 3,  5,  16,
                                           8,  21, 24, 4,  15, 23, 19, 13,
                                           12, 2,  20, 14, 22, 9,  6,  1};
    uint64_t moving = a[1];
    unsigned by = 0;
    for (unsigned i = 0; i < sizeof places; i++) {
        by += i + 1;
        uint64_t next = a[places[i]];
        a[places[i]] = turn(moving, by % 64);
        moving = next;
    }
}

static void mix_rows(uint64_t *a)
{
    for (int y = 0; y < LANES; y += 5) {
        uint64_t row[5];
        memcpy(row, a + y, sizeof row);
        for (int x = 0; x < 5; x++)
            a[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
}

/* The constant of a round, bit by bit from a shift register of 8 bits. */
static uint64_t round_constant(unsigned char *shift)
{
    uint64_t constant = 0;
    for (unsigned bit = 0; bit < 7; bit++) {
        if (*shift & 1)
            constant |= (uint64_t)1 << ((1u << bit) - 1);
        *shift = (unsigned char)(*shift << 1 ^ (*shift & 0x80 ? 0x171 : 0));
    }
    return constant;
}

static void permute(uint64_t *a)
{
    unsigned char shift = 1;
    for (int round = 0; round < ROUNDS; round++) {
        mix_columns(a);
        move_lanes(a);
        mix_rows(a);
        a[0] ^= round_constant(&shift);
    }
}

/* ---- the sponge ---------------------------------------------------------- */

static void add_byte(struct sponge *s, size_t at, unsigned char byte)
{
    s->lanes[at / 8] ^= (uint64_t)byte << at % 8 * 8;
}

static void absorb(struct sponge *s, size_t block, const unsigned char *data,
                   size_t size)
{
    for (size_t i = 0; i < size; i++) {
        add_byte(s, s->filled++, data[i]);
        if (s->filled == block) {
            permute(s->lanes);
            s->filled = 0;
        }
    }
}

/* Ends the message and gives size bytes of it. */
static void squeeze(struct sponge *s, size_t block, unsigned char suffix,
                    unsigned char *out, size_t size)
{
    add_byte(s, s->filled, suffix);
    add_byte(s, block - 1, 0x80);
    for (size_t i = 0; i < size; i++) {
        size_t at = i % block;
        if (at == 0)
            permute(s->lanes);
        out[i] = (unsigned char)(s->lanes[at / 8] >> at % 8 * 8);
    }
}

/* ---- the kinds ----------------------------------------------------------- */

static const struct type_spec sha3_224_spec, sha3_256_spec, sha3_384_spec,
    sha3_512_spec, shake_128_spec, shake_256_spec;

static const struct kind {
    const char *name;
    const struct type_spec *spec;
    size_t digest; /* 0: as long as one likes */
    size_t block;
} kinds[] = {
    {"sha3_224", &sha3_224_spec, 28, 144},
    {"sha3_256", &sha3_256_spec, 32, 136},
    {"sha3_384", &sha3_384_spec, 48, 104},
    {"sha3_512", &sha3_512_spec, 64, 72},
    {"shake_128", &shake_128_spec, 0, 168},
    {"shake_256", &shake_256_spec, 0, 136},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static const struct kind *kind_of_type(struct vm *vm,
                                       const struct type_object *type)
{
    for (size_t k = 0; k < KINDS; k++)
        if (native_type(vm, kinds[k].spec) == type)
            return &kinds[k];
    return kinds;
}

static const struct kind *kind_of(struct vm *vm, object *o)
{
    return kind_of_type(vm, vm_type_of(vm, o));
}

static unsigned char suffix_of(const struct kind *k)
{
    return k->digest ? 0x06 : 0x1f;
}

/* ---- objects ------------------------------------------------------------- */

static struct sponge *sponge_of(object *o)
{
    return &((struct hash *)o)->sponge;
}

static bool add(struct vm *vm, object *self, object *data)
{
    struct buffer b;
    if (vm_type_of(vm, data)->flags & TYPE_STR_SUBCLASS) {
        vm_raise(vm, EXC_TYPE_ERROR, "Strings must be encoded before hashing");
        return false;
    }
    if (!buffer_check(vm, data)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "object supporting the buffer API required");
        return false;
    }
    if (!buffer_get(vm, data, false, &b))
        return false;
    absorb(sponge_of(self), kind_of(vm, self)->block, b.data, b.size);
    buffer_done(vm, &b);
    return true;
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"", "usedforsecurity", NULL};
    /* CPython's errors name the first of them, whichever it is. */
    static const struct arg_spec spec = {"sha3_224", names, 1, 1, 0};
    object *in[2];
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    object *o = type_alloc(vm, type, 0);
    if (o && in[0] && !add(vm, o, in[0]))
        heap_store(vm->heap, &o, NULL);
    return o;
}

/* The digest so far, size bytes to be freed; NULL: MemoryError pending. */
static unsigned char *read_digest(struct vm *vm, object *self, size_t size)
{
    const struct kind *k = kind_of(vm, self);
    struct sponge copy = *sponge_of(self);
    unsigned char *out = malloc(size + 1);
    if (out)
        squeeze(&copy, k->block, suffix_of(k), out, size);
    else
        vm_raise_no_memory(vm);
    return out;
}

/* How long the digest is to be: an argument of SHAKE's. */
static bool read_length(struct vm *vm, object *self, const char *name,
                        object *const *args, size_t nargs, size_t *size)
{
    ptrdiff_t n;
    *size = kind_of(vm, self)->digest;
    if (*size) {
        if (nargs)
            vm_raise(vm, EXC_TYPE_ERROR,
                     "%s.%s() takes no arguments (%zu given)",
                     kind_of(vm, self)->name, name, nargs);
        return !nargs;
    }
    if (nargs != 1) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s.%s() takes exactly one argument (%zu given)",
                 kind_of(vm, self)->name, name, nargs);
        return false;
    }
    if (!(vm_type_of(vm, args[0])->flags & TYPE_INT_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR, "an integer is required");
        return false;
    }
    if (!native_ssize(vm, args[0], &n))
        return false;
    if (n < 0 || n >= 1 << 29) {
        vm_raise(vm, EXC_VALUE_ERROR, n < 0 ? "value must be positive"
                                            : "length is too large");
        return false;
    }
    *size = (size_t)n;
    return true;
}

METHOD(digest)
{
    size_t size;
    (void)kwnames;
    if (!read_length(vm, self, "digest", args, nargs, &size))
        return NULL;
    unsigned char *out = read_digest(vm, self, size);
    object *bytes = out ? bytes_new(vm, out, size) : NULL;
    free(out);
    return bytes;
}

METHOD(hexdigest)
{
    static const char digits[] = "0123456789abcdef";
    struct str_builder b;
    size_t size;
    (void)kwnames;
    if (!read_length(vm, self, "hexdigest", args, nargs, &size))
        return NULL;
    unsigned char *out = read_digest(vm, self, size);
    if (!out)
        return NULL;
    str_builder_init(&b, vm);
    for (size_t i = 0; i < size; i++) {
        str_builder_char(&b, (unsigned char)digits[out[i] >> 4]);
        str_builder_char(&b, (unsigned char)digits[out[i] & 15]);
    }
    free(out);
    return str_builder_finish(&b);
}

METHOD(update)
{
    UNUSED;
    return add(vm, self, args[0]) ? vm_none(vm) : NULL;
}

METHOD(copy)
{
    UNUSED;
    object *o = type_alloc(vm, (struct type_object *)vm_type_of(vm, self), 0);
    if (o)
        *sponge_of(o) = *sponge_of(self);
    return o;
}

/* ---- attributes ---------------------------------------------------------- */

#define NUMBER(name, expression)                                               \
    static object *get_##name(struct vm *vm, object *self, const void *data)   \
    {                                                                          \
        (void)data;                                                            \
        return int_new_u64(vm, expression);                                    \
    }
NUMBER(digest_size, kind_of(vm, self)->digest)
NUMBER(block_size, kind_of(vm, self)->block)
NUMBER(rate, kind_of(vm, self)->block * 8)
NUMBER(capacity, 1600 - kind_of(vm, self)->block * 8)

static object *get_name(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return str_from(vm, kind_of(vm, self)->name);
}

static object *get_suffix(struct vm *vm, object *self, const void *data)
{
    unsigned char suffix = suffix_of(kind_of(vm, self));
    (void)data;
    return bytes_new(vm, &suffix, 1);
}

static const struct getset_def getsets[] = {
    {"block_size", get_block_size, NULL, NULL, NULL},
    {"name", get_name, NULL, NULL, NULL},
    {"digest_size", get_digest_size, NULL, NULL, NULL},
    {"_capacity_bits", get_capacity, NULL, NULL, NULL},
    {"_rate_bits", get_rate, NULL, NULL, NULL},
    {"_suffix", get_suffix, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct method_def methods[] = {
    {"copy", copy, METHOD_NOARGS,
     "copy($self, /)\n--\n\nReturn a copy of the hash object."},
    {"digest", digest, METHOD_ARGS, "The digest as bytes."},
    {"hexdigest", hexdigest, METHOD_ARGS,
     "The digest as hexadecimal digits."},
    {"update", update, METHOD_ONE,
     "update($self, data, /)\n--\n\nAdd bytes to what is hashed."},
    {NULL, NULL, 0, NULL},
};

#define KIND(id)                                                               \
    static const struct type_spec id##_spec = {                                \
        .name = "_sha3." #id,                                                  \
        .layout = {.size = sizeof(struct hash), .flags = HEAP_CONTAINER},      \
        .slots = {.new_ = make},                                               \
        .methods = methods,                                                    \
        .getsets = getsets,                                                    \
        .doc = #id "([data], *, usedforsecurity=True) -> hash object",         \
    };
KIND(sha3_224)
KIND(sha3_256)
KIND(sha3_384)
KIND(sha3_512)
KIND(shake_128)
KIND(shake_256)

bool sha3_fill(struct vm *vm, object *module)
{
    bool ok = module_add_str(vm, module, "implementation", "lanes of 64 bits");
    for (size_t k = 0; ok && k < KINDS; k++) {
        struct type_object *type = native_type(vm, kinds[k].spec);
        ok = type && module_add_steal(vm, module, kinds[k].name,
                                      heap_retain(type_as_object(type)));
    }
    return ok;
}
