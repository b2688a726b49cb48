/*
 * _random: the Mersenne Twister (MT19937) of Matsumoto and Nishimura, seeded
 * and read as CPython does, so that a seed gives the same numbers.
 */
#include <stdlib.h>
#include <string.h>

#include "scripts/modules/modules.h"
#include "scripts/modules/native.h"
#include "scripts/types/float.h"
#include "scripts/types/int.h"
#include "scripts/types/module.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#define N 624
#define M 397

#define METHOD(name)                                                           \
    static object *name(struct vm *vm, object *self, object *const *args,      \
                        size_t nargs, object *kwnames)
#define UNUSED (void)vm, (void)self, (void)args, (void)nargs, (void)kwnames

struct twister {
    struct heap_node node;
    uint32_t state[N];
    uint32_t next; /* N: all are used up */
};

static struct twister *twister_of(object *o)
{
    return (struct twister *)o;
}

/* ---- the generator ------------------------------------------------------- */

static void refill(struct twister *t)
{
    for (int k = 0; k < N; k++) {
        uint32_t y = (t->state[k] & 0x80000000u) |
                     (t->state[(k + 1) % N] & 0x7fffffffu);
        t->state[k] =
            t->state[(k + M) % N] ^ y >> 1 ^ (y & 1 ? 0x9908b0dfu : 0);
    }
    t->next = 0;
}

static uint32_t draw(struct twister *t)
{
    if (t->next >= N)
        refill(t);
    uint32_t y = t->state[t->next++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680u;
    y ^= y << 15 & 0xefc60000u;
    return y ^ y >> 18;
}

static void seed_number(struct twister *t, uint32_t seed)
{
    t->state[0] = seed;
    for (uint32_t k = 1; k < N; k++)
        t->state[k] =
            1812433253u * (t->state[k - 1] ^ t->state[k - 1] >> 30) + k;
    t->next = N;
}

static void seed_words(struct twister *t, const uint32_t *words, size_t count)
{
    size_t i = 1, j = 0;
    uint32_t *s = t->state;
    seed_number(t, 19650218);
    for (size_t k = count > N ? count : N; k > 0; k--) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1664525u) + words[j] +
               (uint32_t)j;
        j = (j + 1) % count;
        if (++i == N) {
            s[0] = s[N - 1];
            i = 1;
        }
    }
    for (int k = N - 1; k > 0; k--) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1566083941u) -
               (uint32_t)i;
        if (++i == N) {
            s[0] = s[N - 1];
            i = 1;
        }
    }
    s[0] = 0x80000000u;
}

/* ---- seeds --------------------------------------------------------------- */

/* The words of hexadecimal digits, the lowest first. */
static uint32_t *read_words(const char *digits, size_t n, size_t *count)
{
    *count = n ? (n + 7) / 8 : 1;
    uint32_t *words = calloc(*count, sizeof *words);
    for (size_t k = 0; words && k < n; k++) {
        char c = digits[n - 1 - k];
        uint32_t digit = (uint32_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
        words[k / 8] |= digit << 4 * (k % 8);
    }
    return words;
}

/* Seeds with the absolute value of an int. */
static bool seed_int(struct vm *vm, struct twister *t, object *n)
{
    object *size = vm_absolute(vm, n);
    object *text = size ? int_to_str(vm, size, 16, false) : NULL;
    char *digits = text ? str_dup_utf8(vm, text) : NULL;
    size_t count;
    uint32_t *words =
        digits ? read_words(digits, strlen(digits), &count) : NULL;
    if (words)
        seed_words(t, words, count);
    else if (digits)
        vm_raise_no_memory(vm);
    free(words);
    free(digits);
    vm_release_maybe(vm, text);
    vm_release_maybe(vm, size);
    return words;
}

static bool seed_outside(struct vm *vm, struct twister *t)
{
    uint32_t words[N];
    if (vm->host->random(vm->host->arg, words, sizeof words) < 0) {
        vm_raise(vm, EXC_OS_ERROR, "no randomness to be had");
        return false;
    }
    seed_words(t, words, N);
    return true;
}

static bool seed_with(struct vm *vm, object *self, object *seed)
{
    struct twister *t = twister_of(self);
    int64_t hash;
    if (!seed || seed == vm->none)
        return seed_outside(vm, t);
    if (vm_type_of(vm, seed)->flags & TYPE_INT_SUBCLASS)
        return seed_int(vm, t, seed);
    if (!vm_hash(vm, seed, &hash))
        return false;
    object *n = int_new_u64(vm, (uint64_t)hash);
    bool ok = n && seed_int(vm, t, n);
    vm_release_maybe(vm, n);
    return ok;
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return type_alloc(vm, type, 0);
}

static bool init(struct vm *vm, object *self, object *const *args,
                 size_t nargs, object *kwnames)
{
    bool script = vm_type_of(vm, self)->layout.flags & HEAP_SCRIPT;
    if (!script && !args_no_keywords(vm, "Random", kwnames))
        return false;
    if (nargs > 1) {
        vm_raise(vm, EXC_TYPE_ERROR, "Random() requires 0 or 1 argument");
        return false;
    }
    return seed_with(vm, self, nargs ? args[0] : NULL);
}

METHOD(seed)
{
    (void)kwnames;
    if (!args_between(vm, "seed", nargs, 0, 1))
        return NULL;
    return seed_with(vm, self, nargs ? args[0] : NULL) ? vm_none(vm) : NULL;
}

/* ---- numbers ------------------------------------------------------------- */

METHOD(random_)
{
    UNUSED;
    uint32_t high = draw(twister_of(self)) >> 5;
    uint32_t low = draw(twister_of(self)) >> 6;
    return float_new(vm, (high * 67108864.0 + low) / 9007199254740992.0);
}

/* An int of many bits, drawn lowest word first. */
static object *draw_long(struct vm *vm, struct twister *t, size_t bits)
{
    static const char digit[] = "0123456789abcdef";
    size_t words = (bits - 1) / 32 + 1;
    char *text = malloc(words * 8);
    if (!text)
        return vm_raise_no_memory(vm);
    for (size_t k = 0; k < words; k++, bits -= bits < 32 ? bits : 32) {
        uint32_t word = draw(t);
        if (bits < 32)
            word >>= 32 - bits;
        for (size_t d = 0; d < 8; d++)
            text[(words - k) * 8 - 1 - d] = digit[word >> 4 * d & 15];
    }
    object *n = int_parse(vm, text, words * 8, 16, vm->none);
    free(text);
    return n;
}

METHOD(getrandbits)
{
    int64_t k;
    UNUSED;
    object *n = vm_index(vm, args[0]);
    if (!n)
        return NULL;
    bool fits = int_fits_i64(n, &k) && k <= INT32_MAX && k >= INT32_MIN;
    vm_release(vm, n);
    if (!fits)
        return vm_raise(vm, EXC_OVERFLOW_ERROR,
                        "Python int too large to convert to C int");
    if (k < 0)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "number of bits must be non-negative");
    if (k == 0)
        return int_new(vm, 0);
    if (k <= 32)
        return int_new(vm, draw(twister_of(self)) >> (32 - k));
    return draw_long(vm, twister_of(self), (size_t)k);
}

/* ---- the state ----------------------------------------------------------- */

METHOD(get_state)
{
    struct twister *t = twister_of(self);
    UNUSED;
    object *all = tuple_new(vm, N + 1);
    for (size_t k = 0; all && k <= N; k++) {
        object *word = int_new(vm, k < N ? t->state[k] : t->next);
        tuple_items(all)[k] = word;
        if (!word)
            heap_store(vm->heap, &all, NULL);
    }
    return all;
}

/* A word of a state tuple, cut to 32 bits; false: pending. */
static bool read_word(struct vm *vm, object *o, uint32_t *out)
{
    int64_t n;
    if (!(vm_type_of(vm, o)->flags & TYPE_INT_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR, "an integer is required");
        return false;
    }
    if (int_fits_i64(o, &n) && n >= 0) {
        *out = (uint32_t)n;
        return true;
    }
    vm_raise(vm, EXC_OVERFLOW_ERROR,
             int_sign(o) < 0
                 ? "can't convert negative value to unsigned int"
                 : "Python int too large to convert to C unsigned long");
    return false;
}

METHOD(set_state)
{
    uint32_t fresh[N];
    UNUSED;
    if (!(vm_type_of(vm, args[0])->flags & TYPE_TUPLE_SUBCLASS))
        return vm_raise(vm, EXC_TYPE_ERROR, "state vector must be a tuple");
    if (tuple_length(args[0]) != N + 1)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "state vector is the wrong size");
    for (size_t k = 0; k < N; k++)
        if (!read_word(vm, tuple_items(args[0])[k], &fresh[k]))
            return NULL;
    ptrdiff_t next;
    if (!vm_index_as_ssize(vm, tuple_items(args[0])[N], &next, true))
        return NULL;
    if (next < 0 || next > N)
        return vm_raise(vm, EXC_VALUE_ERROR, "invalid state");
    memcpy(twister_of(self)->state, fresh, N * sizeof *fresh);
    twister_of(self)->next = (uint32_t)next;
    return vm_none(vm);
}

static const struct method_def methods[] = {
    {"random", random_, METHOD_NOARGS,
     "random($self, /)\n--\n\nrandom() -> x in the interval [0, 1)."},
    {"seed", seed, METHOD_ARGS,
     "seed($self, n=None, /)\n--\n\nBegin a series of numbers."},
    {"getstate", get_state, METHOD_NOARGS,
     "getstate($self, /)\n--\n\nThe state, as a tuple."},
    {"setstate", set_state, METHOD_ONE,
     "setstate($self, state, /)\n--\n\nGo on from a state."},
    {"getrandbits", getrandbits, METHOD_ONE,
     "getrandbits($self, k, /)\n--\n\nAn int of k random bits."},
    {NULL, NULL, 0, NULL},
};

static const struct type_spec random_spec = {
    .name = "_random.Random",
    .flags = TYPE_BASE,
    .layout = {.size = sizeof(struct twister), .flags = HEAP_CONTAINER},
    .slots = {.new_ = new_, .init = init},
    .methods = methods,
    .doc = "Random() -> create a random number generator with its own "
           "internal state.",
};

bool random_fill(struct vm *vm, object *module)
{
    static const struct type_spec *const specs[] = {&random_spec, NULL};
    return native_add_types(vm, module, specs);
}
