/*
 * _md5, _sha1, _sha256, _sha512: hash objects over libmd.
 */
#include <md5.h>
#include <sha1.h>
#include <sha2.h>
#include <string.h>

#include "scripts/modules/buffer.h"
#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/bytes.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define DIGEST_MAX SHA512_DIGEST_LENGTH

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

union context {
    MD5_CTX md5;
    SHA1_CTX sha1;
    SHA2_CTX sha2;
};

#ifndef SHA224_DIGEST_LENGTH /* older ones of libmd do without */
#define SHA224_DIGEST_LENGTH 28

/* SHA-256 that begins elsewhere and tells less. */
static void SHA224Init(SHA2_CTX *c)
{
    static const uint32_t begin[] = {
        0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939,
        0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4,
    };
    SHA256Init(c);
    memcpy(c->state.st32, begin, sizeof begin);
}

static void SHA224Update(SHA2_CTX *c, const void *data, size_t size)
{
    SHA256Update(c, data, size);
}

static void SHA224Final(unsigned char *out, SHA2_CTX *c)
{
    unsigned char all[SHA256_DIGEST_LENGTH];
    SHA256Final(all, c);
    memcpy(out, all, SHA224_DIGEST_LENGTH);
}
#endif

/* One algorithm. */
struct algorithm {
    const char *name, *module, *title;
    size_t block, digest;
    const struct type_spec *spec;
    void (*init)(union context *c);
    void (*update)(union context *c, const void *data, size_t size);
    void (*final)(union context *c, unsigned char *digest);
};

struct hash {
    struct heap_node node;
    const struct algorithm *algorithm;
    union context context;
};

static struct hash *hash_of(object *o)
{
    return (struct hash *)o;
}

#define HASH(name, module, title, block, digest, part, function)               \
    static const struct type_spec name##_spec;                                 \
    static void name##_init(union context *c)                                  \
    {                                                                          \
        function##Init(&c->part);                                              \
    }                                                                          \
    static void name##_update(union context *c, const void *data,              \
                              size_t size)                                     \
    {                                                                          \
        function##Update(&c->part, data, size);                                \
    }                                                                          \
    static void name##_final(union context *c, unsigned char *out)             \
    {                                                                          \
        function##Final(out, &c->part);                                        \
    }
#include "scripts/modules/hashes.def"
#undef HASH

static const struct algorithm algorithms[] = {
#define HASH(name, module, title, block, digest, part, function)               \
    {#name,        module,       title,         block,       digest,           \
     &name##_spec, name##_init,  name##_update, name##_final},
#include "scripts/modules/hashes.def"
#undef HASH
    {NULL, NULL, NULL, 0, 0, NULL, NULL, NULL, NULL},
};

/* ---- hash objects -------------------------------------------------------- */

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
    struct hash *h = hash_of(self);
    h->algorithm->update(&h->context, b.data, b.size);
    buffer_done(vm, &b);
    return true;
}

static object *hash_new(struct vm *vm, const struct algorithm *a)
{
    struct type_object *type = native_type(vm, a->spec);
    object *o = type ? type_alloc(vm, type, 0) : NULL;
    if (o) {
        hash_of(o)->algorithm = a;
        a->init(&hash_of(o)->context);
    }
    return o;
}

/* The digest of what was added so far; more may be added. */
static void read_digest(object *self, unsigned char *out)
{
    union context copy = hash_of(self)->context;
    hash_of(self)->algorithm->final(&copy, out);
}

METHOD(copy)
{
    UNUSED;
    object *o = hash_new(vm, hash_of(self)->algorithm);
    if (o)
        hash_of(o)->context = hash_of(self)->context;
    return o;
}

METHOD(digest)
{
    unsigned char out[DIGEST_MAX];
    UNUSED;
    read_digest(self, out);
    return bytes_new(vm, out, hash_of(self)->algorithm->digest);
}

METHOD(hexdigest)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char out[DIGEST_MAX];
    char text[2 * DIGEST_MAX];
    size_t n = hash_of(self)->algorithm->digest;
    UNUSED;
    read_digest(self, out);
    for (size_t k = 0; k < n; k++) {
        text[2 * k] = digits[out[k] >> 4];
        text[2 * k + 1] = digits[out[k] & 15];
    }
    return str_new(vm, text, 2 * n);
}

METHOD(update)
{
    UNUSED;
    return add(vm, self, args[0]) ? vm_none(vm) : NULL;
}

static object *get_digest_size(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return int_new_u64(vm, hash_of(self)->algorithm->digest);
}

static object *get_block_size(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return int_new_u64(vm, hash_of(self)->algorithm->block);
}

static object *get_name(struct vm *vm, object *self, const void *data)
{
    (void)data;
    return str_from(vm, hash_of(self)->algorithm->name);
}

static const struct method_def methods[] = {
    {"copy", copy, METHOD_NOARGS,
     "copy($self, /)\n--\n\nReturn a copy of the hash object."},
    {"digest", digest, METHOD_NOARGS,
     "digest($self, /)\n--\n\nThe digest as bytes."},
    {"hexdigest", hexdigest, METHOD_NOARGS,
     "hexdigest($self, /)\n--\n\nThe digest as hexadecimal digits."},
    {"update", update, METHOD_ONE,
     "update($self, obj, /)\n--\n\nAdd bytes to what is hashed."},
    {NULL, NULL, 0, NULL},
};

static const struct getset_def getsets[] = {
    {"digest_size", get_digest_size, NULL, NULL, NULL},
    {"block_size", get_block_size, NULL, NULL, NULL},
    {"name", get_name, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

#define HASH(id, module, title, block, digest, part, function)                 \
    static const struct type_spec id##_spec = {                                \
        .name = module "." #id,                                                \
        .flags = TYPE_DISALLOW_NEW,                                            \
        .layout = {.size = sizeof(struct hash), .flags = HEAP_CONTAINER},      \
        .methods = methods,                                                    \
        .getsets = getsets,                                                    \
    };
#include "scripts/modules/hashes.def"
#undef HASH

/* ---- the modules --------------------------------------------------------- */

static object *make(struct vm *vm, const struct algorithm *a,
                    object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"string", "usedforsecurity", NULL};
    struct arg_spec spec = {a->name, names, 0, 1, 0};
    object *in[2];
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    object *o = hash_new(vm, a);
    if (o && in[0] && !add(vm, o, in[0]))
        heap_store(vm->heap, &o, NULL);
    return o;
}

static const struct algorithm *algorithm_of(const struct type_spec *spec)
{
    const struct algorithm *a = algorithms;
    while (a->spec != spec)
        a++;
    return a;
}

#define HASH(id, module, title, block, digest, part, function)                 \
    METHOD(make_##id)                                                          \
    {                                                                          \
        (void)self;                                                            \
        return make(vm, algorithm_of(&id##_spec), args, nargs, kwnames);       \
    }
#include "scripts/modules/hashes.def"
#undef HASH

static const struct method_def functions[][2] = {
#define HASH(id, module, title, block, digest, part, function)                 \
    {{#id, make_##id, METHOD_KEYWORDS,                                         \
      #id "($module, /, string=b'', *, usedforsecurity=True)\n--\n\n"          \
          "Return a new hash object."},                                        \
     {NULL, NULL, 0, NULL}},
#include "scripts/modules/hashes.def"
#undef HASH
};

bool hashes_fill(struct vm *vm, object *module)
{
    object *name = dict_get_str_peek(vm, module_dict(module),
                                     vm->name[NAME_dunder_name]);
    for (size_t k = 0; algorithms[k].name; k++) {
        if (!str_equal_ascii(name, algorithms[k].module))
            continue;
        struct type_object *type = native_type(vm, algorithms[k].spec);
        if (!type || !module_add_functions(vm, module, functions[k]) ||
            !module_add_steal(vm, module, algorithms[k].title,
                              heap_retain(type_as_object(type))))
            return false;
    }
    return true;
}
