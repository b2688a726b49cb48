/*
 * _blake2: BLAKE2b and BLAKE2s, with keys and all their parameters.
 *
 * Both are one algorithm over words of 64 or 32 bits; words are kept in 64
 * here and cut where the small one needs it.  The last block waits in `block`,
 * since it is marked as the last.
 */
#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)self, (void)args, (void)nargs, (void)kwnames

enum { WORDS = 8, BLOCK_MAX = 128, DIGEST_MAX = 64 };

struct variant {
    const char *name, *upper;
    const struct type_spec *spec;
    unsigned word; /* bytes */
    unsigned rounds;
    unsigned char turns[4];
    uint64_t start[WORDS];
    size_t salt, offset; /* bytes of salt and person, of a node's offset */
};

struct state {
    uint64_t words[WORDS];
    uint64_t counted[2]; /* bytes, low and high */
    unsigned char block[BLOCK_MAX];
    size_t filled, digest;
    bool last_node;
};

struct hash {
    struct heap_node node;
    struct state state;
};

static const struct type_spec blake2b_spec, blake2s_spec;

static const struct variant variants[] = {
    {"blake2b", "BLAKE2B", &blake2b_spec, 8, 12, {32, 24, 16, 63},
     {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
      0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
      0x1f83d9abfb41bd6b, 0x5be0cd19137e2179},
     16, 8},
    {"blake2s", "BLAKE2S", &blake2s_spec, 4, 10, {16, 12, 8, 7},
     {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c,
      0x1f83d9ab, 0x5be0cd19},
     8, 6},
};
enum { VARIANTS = sizeof variants / sizeof *variants };

static size_t block_size(const struct variant *v)
{
    return v->word * 16u;
}

static size_t digest_max(const struct variant *v)
{
    return v->word * 8u;
}

/* ---- compression --------------------------------------------------------- */

static uint64_t cut(const struct variant *v, uint64_t x)
{
    return v->word == 8 ? x : x & UINT32_MAX;
}

static uint64_t turn(const struct variant *v, uint64_t x, unsigned by)
{
    return cut(v, x >> by | x << (v->word * 8 - by));
}

static uint64_t load(const struct variant *v, const unsigned char *bytes)
{
    uint64_t x = 0;
    for (unsigned k = 0; k < v->word; k++)
        x |= (uint64_t)bytes[k] << 8 * k;
    return x;
}

static void store(unsigned char *bytes, uint64_t x, size_t size)
{
    for (size_t k = 0; k < size; k++)
        bytes[k] = (unsigned char)(x >> 8 * k);
}

static void mix(const struct variant *v, uint64_t *w, const int *at,
                uint64_t x, uint64_t y)
{
    uint64_t *a = &w[at[0]], *b = &w[at[1]], *c = &w[at[2]], *d = &w[at[3]];
    *a = cut(v, *a + *b + x);
    *d = turn(v, *d ^ *a, v->turns[0]);
    *c = cut(v, *c + *d);
    *b = turn(v, *b ^ *c, v->turns[1]);
    *a = cut(v, *a + *b + y);
    *d = turn(v, *d ^ *a, v->turns[2]);
    *c = cut(v, *c + *d);
    *b = turn(v, *b ^ *c, v->turns[3]);
}

static void mix_all(const struct variant *v, uint64_t *w,
                    const uint64_t *message, unsigned round)
{
    static const unsigned char order[10][16] = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
        {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
        {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
        {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
        {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
        {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
        {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
        {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
        {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
        {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
    };
    static const int places[8][4] = {
        {0, 4, 8, 12},  {1, 5, 9, 13},  {2, 6, 10, 14}, {3, 7, 11, 15},
        {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13},  {3, 4, 9, 14}};
    const unsigned char *o = order[round % 10];
    for (int k = 0; k < 8; k++)
        mix(v, w, places[k], message[o[2 * k]], message[o[2 * k + 1]]);
}

static void compress(const struct variant *v, struct state *s, bool last)
{
    uint64_t w[16], message[16], all = cut(v, UINT64_MAX);
    for (int k = 0; k < 16; k++)
        message[k] = load(v, s->block + k * v->word);
    memcpy(w, s->words, sizeof s->words);
    memcpy(w + WORDS, v->start, sizeof v->start);
    w[12] ^= cut(v, s->counted[0]);
    w[13] ^= v->word == 8 ? s->counted[1] : s->counted[0] >> 32;
    w[14] ^= last ? all : 0;
    w[15] ^= last && s->last_node ? all : 0;
    for (unsigned round = 0; round < v->rounds; round++)
        mix_all(v, w, message, round);
    for (int k = 0; k < WORDS; k++)
        s->words[k] ^= w[k] ^ w[k + WORDS];
}

static void count(struct state *s, size_t bytes)
{
    s->counted[0] += bytes;
    s->counted[1] += s->counted[0] < bytes;
}

static void feed(const struct variant *v, struct state *s,
                 const unsigned char *data, size_t size)
{
    while (size) {
        if (s->filled == block_size(v)) {
            count(s, s->filled);
            compress(v, s, false);
            s->filled = 0;
        }
        size_t room = block_size(v) - s->filled, n = size < room ? size : room;
        memcpy(s->block + s->filled, data, n);
        s->filled += n;
        data += n;
        size -= n;
    }
}

static void finish(const struct variant *v, struct state *s,
                   unsigned char *out)
{
    count(s, s->filled);
    memset(s->block + s->filled, 0, sizeof s->block - s->filled);
    compress(v, s, true);
    for (int k = 0; k < WORDS; k++)
        store(out + k * v->word, s->words[k], v->word);
}

/* ---- parameters ---------------------------------------------------------- */

enum parameter {
    DATA,
    DIGEST_SIZE,
    KEY,
    SALT,
    PERSON,
    FANOUT,
    DEPTH,
    LEAF_SIZE,
    NODE_OFFSET,
    NODE_DEPTH,
    INNER_SIZE,
    LAST_NODE,
    FOR_SECURITY,
    PARAMETERS
};

static const struct variant *variant_of_type(struct vm *vm,
                                             const struct type_object *type)
{
    return type == native_type(vm, &blake2b_spec) ? &variants[0]
                                                  : &variants[1];
}

static const struct variant *variant_of(struct vm *vm, object *o)
{
    return variant_of_type(vm, vm_type_of(vm, o));
}

/* A number that C would hold in an int; NULL leaves what is there. */
static bool read_int(struct vm *vm, object *o, int *out)
{
    int64_t n = 0;
    if (!o)
        return true;
    object *index = vm_index(vm, o);
    bool fits = index && int_fits_i64(index, &n) && n <= INT_MAX &&
                n >= INT_MIN;
    if (index && !fits)
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "Python int too large to convert to C int");
    vm_release_maybe(vm, index);
    *out = (int)n;
    return fits;
}

/* A number of one byte, from least to most; else `words`, which show most. */
static bool read_byte(struct vm *vm, object *o, const char *words, int least,
                      int most, unsigned char *out)
{
    int n = *out;
    if (!read_int(vm, o, &n))
        return false;
    *out = (unsigned char)n;
    if (n >= least && n <= most)
        return true;
    vm_raise(vm, EXC_VALUE_ERROR, words, most);
    return false;
}

/* An int of at most 64 bits, not negative. */
static bool read_u64(struct vm *vm, object *o, uint64_t *out)
{
    int64_t high, low;
    object *half = int_new(vm, 32), *mask = int_new(vm, UINT32_MAX);
    object *a = half ? vm_binary(vm, BINARY_RSHIFT, o, half) : NULL;
    object *b = mask ? vm_binary(vm, BINARY_AND, o, mask) : NULL;
    bool ok = a && b && int_fits_i64(a, &high) && int_fits_i64(b, &low);
    if (ok)
        *out = (uint64_t)high << 32 | (uint64_t)low;
    vm_release_maybe(vm, half);
    vm_release_maybe(vm, mask);
    vm_release_maybe(vm, a);
    vm_release_maybe(vm, b);
    return ok;
}

/* A number that may be as large as most; `words` for what is beyond 64 bits. */
static bool read_long(struct vm *vm, object *o, const char *name,
                      const char *words, uint64_t most, uint64_t *out)
{
    if (!o)
        return true;
    if (!(vm_type_of(vm, o)->flags & TYPE_INT_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR, "an integer is required");
        return false;
    }
    if (int_sign(o) < 0) {
        vm_raise(vm, EXC_VALUE_ERROR, "value must be positive");
        return false;
    }
    object *limit = int_new_u64(vm, UINT64_MAX);
    int beyond = limit ? vm_compare_bool(vm, o, limit, COMPARE_GT) : -1;
    vm_release_maybe(vm, limit);
    if (beyond > 0)
        vm_raise(vm, EXC_OVERFLOW_ERROR, "%s", words);
    else if (beyond == 0 && read_u64(vm, o, out) && *out > most)
        vm_raise(vm, EXC_OVERFLOW_ERROR, "%s is too large", name);
    return !vm_pending(vm);
}

/* At most that many bytes, copied into out, which is zero; *size: how many. */
static bool read_bytes(struct vm *vm, object *o, const char *name, size_t most,
                       unsigned char *out, size_t *size)
{
    struct buffer b;
    if (!o)
        return true;
    if (!buffer_get(vm, o, false, &b))
        return false;
    bool fits = b.size <= most;
    if (!fits)
        vm_raise(vm, EXC_VALUE_ERROR, "maximum %s length is %zu bytes", name,
                 most);
    else
        memcpy(out, b.data, b.size);
    *size = b.size;
    buffer_done(vm, &b);
    return fits;
}

/* The block of parameters, which the words begin with; the key is padded to a
 * block. */
static bool read_parameters(struct vm *vm, const struct variant *v,
                            object *const *in, unsigned char *p,
                            unsigned char *key)
{
    size_t key_size = 0, salt = v->word == 8 ? 32 : 16, ignored;
    uint64_t leaf = 0, offset = 0,
             offset_most = UINT64_MAX >> (64 - 8 * v->offset);
    int most = (int)digest_max(v);
    unsigned char *depths = p + 8 + v->offset;
    p[0] = (unsigned char)most;
    p[2] = p[3] = 1;
    if (!read_byte(vm, in[DIGEST_SIZE],
                   "digest_size must be between 1 and %d bytes", 1, most,
                   &p[0]) ||
        !read_bytes(vm, in[SALT], "salt", v->salt, p + salt, &ignored) ||
        !read_bytes(vm, in[PERSON], "person", v->salt, p + salt + v->salt,
                    &ignored) ||
        !read_byte(vm, in[FANOUT], "fanout must be between 0 and %d", 0, 255,
                   &p[2]) ||
        !read_byte(vm, in[DEPTH], "depth must be between 1 and %d", 1, 255,
                   &p[3]) ||
        !read_long(vm, in[LEAF_SIZE], "leaf_size",
                   "Python int too large to convert to C unsigned long",
                   UINT32_MAX, &leaf) ||
        !read_long(vm, in[NODE_OFFSET], "node_offset",
                   "int too big to convert", offset_most, &offset) ||
        !read_byte(vm, in[NODE_DEPTH], "node_depth must be between 0 and %d",
                   0, 255, &depths[0]) ||
        !read_byte(vm, in[INNER_SIZE],
                   "inner_size must be between 0 and is %d", 0, most,
                   &depths[1]) ||
        !read_bytes(vm, in[KEY], "key", (size_t)most, key, &key_size))
        return false;
    p[1] = (unsigned char)key_size;
    store(p + 4, leaf, 4);
    store(p + 8, offset, v->offset);
    return true;
}

/* ---- objects ------------------------------------------------------------- */

static struct state *state_of(object *o)
{
    return &((struct hash *)o)->state;
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
    feed(variant_of(vm, self), state_of(self), b.data, b.size);
    buffer_done(vm, &b);
    return true;
}

static bool begin(struct vm *vm, const struct variant *v, object *const *in,
                  struct state *s)
{
    unsigned char parameters[64] = {0}, key[BLOCK_MAX] = {0};
    int last = in[LAST_NODE] ? vm_truth(vm, in[LAST_NODE]) : 0;
    if (last < 0 || !read_parameters(vm, v, in, parameters, key))
        return false;
    for (int k = 0; k < WORDS; k++)
        s->words[k] = v->start[k] ^ load(v, parameters + k * v->word);
    s->digest = parameters[0];
    s->last_node = last;
    if (parameters[1])
        feed(v, s, key, block_size(v));
    return true;
}

static object *make(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {
        "",           "digest_size", "key",       "salt",
        "person",     "fanout",      "depth",     "leaf_size",
        "node_offset", "node_depth", "inner_size", "last_node",
        "usedforsecurity", NULL};
    const struct variant *v = variant_of_type(vm, type);
    struct arg_spec spec = {v->name, names, 1, 1, 0};
    object *in[PARAMETERS];
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    object *o = type_alloc(vm, type, 0);
    if (o && (!begin(vm, v, in, state_of(o)) ||
              (in[DATA] && !add(vm, o, in[DATA]))))
        heap_store(vm->heap, &o, NULL);
    return o;
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
        *state_of(o) = *state_of(self);
    return o;
}

static size_t read_digest(struct vm *vm, object *self, unsigned char *out)
{
    struct state copy = *state_of(self);
    finish(variant_of(vm, self), &copy, out);
    return copy.digest;
}

METHOD(digest)
{
    unsigned char out[DIGEST_MAX];
    UNUSED;
    size_t size = read_digest(vm, self, out);
    return bytes_new(vm, out, size);
}

METHOD(hexdigest)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char out[DIGEST_MAX];
    char text[2 * DIGEST_MAX];
    UNUSED;
    size_t size = read_digest(vm, self, out);
    for (size_t i = 0; i < size; i++) {
        text[2 * i] = digits[out[i] >> 4];
        text[2 * i + 1] = digits[out[i] & 15];
    }
    return str_new(vm, text, 2 * size);
}

/* ---- attributes ---------------------------------------------------------- */

static object *get_name(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return str_from(vm, variant_of(vm, self)->name);
}

static object *get_block(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return int_new_u64(vm, block_size(variant_of(vm, self)));
}

static object *get_digest_size(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return int_new_u64(vm, state_of(self)->digest);
}

static const struct getset_def getsets[] = {
    {"name", get_name, NULL, NULL, NULL},
    {"block_size", get_block, NULL, NULL, NULL},
    {"digest_size", get_digest_size, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct method_def methods[] = {
    {"copy", copy, METHOD_NOARGS,
     "copy($self, /)\n--\n\nReturn a copy of the hash object."},
    {"digest", digest, METHOD_NOARGS,
     "digest($self, /)\n--\n\nThe digest as bytes."},
    {"hexdigest", hexdigest, METHOD_NOARGS,
     "hexdigest($self, /)\n--\n\nThe digest as hexadecimal digits."},
    {"update", update, METHOD_ONE,
     "update($self, data, /)\n--\n\nAdd bytes to what is hashed."},
    {NULL, NULL, 0, NULL},
};

#define VARIANT(id)                                                            \
    static const struct type_spec id##_spec = {                                \
        .name = "_blake2." #id,                                                \
        .flags = TYPE_BASE,                                                    \
        .layout = {.size = sizeof(struct hash), .flags = HEAP_CONTAINER},      \
        .slots = {.new_ = make},                                               \
        .methods = methods,                                                    \
        .getsets = getsets,                                                    \
        .doc = "Return a new BLAKE2 hash object.",                             \
    };
VARIANT(blake2b)
VARIANT(blake2s)

/* A size as an attribute of the type and, with a prefix, of the module. */
static bool add_size(struct vm *vm, object *module, const struct variant *v,
                     struct type_object *type, const char *name, size_t size)
{
    object *value = int_new_u64(vm, size);
    object *title = str_format(vm, "%s_%s", v->upper, name);
    bool ok = value && title &&
              dict_set_c(vm, type->dict, name, value) &&
              dict_set(vm, module_dict(module), title, value);
    vm_release_maybe(vm, value);
    vm_release_maybe(vm, title);
    return ok;
}

bool blake2_fill(struct vm *vm, object *module)
{
    bool ok = true;
    for (size_t k = 0; ok && k < VARIANTS; k++) {
        const struct variant *v = &variants[k];
        struct type_object *type = native_type(vm, v->spec);
        ok = type &&
             module_add_steal(vm, module, v->name,
                              heap_retain(type_as_object(type))) &&
             add_size(vm, module, v, type, "SALT_SIZE", v->salt) &&
             add_size(vm, module, v, type, "PERSON_SIZE", v->salt) &&
             add_size(vm, module, v, type, "MAX_KEY_SIZE", digest_max(v)) &&
             add_size(vm, module, v, type, "MAX_DIGEST_SIZE", digest_max(v));
    }
    return ok;
}
