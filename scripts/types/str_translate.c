/*
 * str.translate, str.maketrans, str.encode.
 */
#include "scripts/types/codec.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/str_internal.h"
#include "scripts/types/str_methods_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* What table says of c is added to b. */
static bool translate_char(struct vm *vm, struct str_builder *b,
                           object *table, uint32_t c)
{
    int64_t value;
    bool ok = true;
    object *key = int_new(vm, c);
    object *to = key ? vm_getitem(vm, table, key) : NULL;
    vm_release_maybe(vm, key);
    if (!to) {
        if (!key || !vm_pending_is(vm, EXC_LOOKUP_ERROR))
            return false;
        vm_pending_clear(vm);
        str_builder_char(b, c);
        return true;
    }
    if (vm_type_of(vm, to)->flags & TYPE_INT_SUBCLASS) {
        ok = int_fits_i64(to, &value) && value >= 0 && value <= 0x10ffff;
        if (ok)
            str_builder_char(b, (uint32_t)value);
        else
            vm_raise(vm, EXC_VALUE_ERROR,
                     "character mapping must be in range(0x110000)");
    } else if (str_check(vm, to)) {
        str_builder_str(b, to);
    } else if (to != vm->none) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "character mapping must return integer, None or str");
        ok = false;
    }
    vm_release(vm, to);
    return ok;
}

object *str_m_translate(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    struct str_builder b;
    (void)nargs;
    (void)kwnames;
    str_builder_init(&b, vm);
    for (size_t i = 0; i < str_length(self) && !b.failed; i++)
        if (!translate_char(vm, &b, args[0], str_at(self, i))) {
            str_builder_done(&b);
            return NULL;
        }
    return str_builder_finish(&b);
}

/* ---- maketrans --------------------------------------------------------------- */

/* dict[point] = value (stolen, may be NULL with an exception pending) */
static bool store(struct vm *vm, object *dict, uint32_t point, object *value)
{
    object *key = value ? int_new(vm, point) : NULL;
    bool ok = key && vm_setitem(vm, dict, key, value);
    vm_release_maybe(vm, key);
    vm_release_maybe(vm, value);
    return ok;
}

static bool from_texts(struct vm *vm, object *dict, object *x, object *y,
                       object *gone)
{
    if (!str_check(vm, x)) {
        vm_raise(vm, EXC_TYPE_ERROR, "first maketrans argument must be a "
                                     "string if there is a second argument");
        return false;
    }
    if (str_length(x) != str_length(y)) {
        vm_raise(vm, EXC_VALUE_ERROR, "the first two maketrans arguments must "
                                      "have equal length");
        return false;
    }
    for (size_t i = 0; i < str_length(x); i++)
        if (!store(vm, dict, str_at(x, i), int_new(vm, str_at(y, i))))
            return false;
    for (size_t i = 0; gone && i < str_length(gone); i++)
        if (!store(vm, dict, str_at(gone, i), vm_none(vm)))
            return false;
    return true;
}

static bool from_pair(struct vm *vm, object *dict, object *key, object *value)
{
    if (str_check(vm, key)) {
        if (str_length(key) == 1)
            return store(vm, dict, str_at(key, 0), heap_retain(value));
        vm_raise(vm, EXC_VALUE_ERROR,
                 "string keys in translate table must be of length 1");
        return false;
    }
    if (vm_type_of(vm, key)->flags & TYPE_INT_SUBCLASS)
        return vm_setitem(vm, dict, key, value);
    vm_raise(vm, EXC_TYPE_ERROR,
             "keys in translate table must be strings or integers");
    return false;
}

static bool from_dict(struct vm *vm, object *dict, object *x)
{
    object *key, *value;
    size_t at = 0;
    if (!vm_is(x, TYPE_DICT)) {
        vm_raise(vm, EXC_TYPE_ERROR, "if you give only one argument to "
                                     "maketrans it must be a dict");
        return false;
    }
    while (dict_next(x, &at, &key, &value))
        if (!from_pair(vm, dict, key, value))
            return false;
    return true;
}

object *str_m_maketrans(struct vm *vm, object *self, object *const *args,
                        size_t nargs, object *kwnames)
{
    static const char *const ordinals[] = {"1", "2", "3"};
    (void)self;
    (void)kwnames;
    if (!args_between(vm, "maketrans", nargs, 1, 3))
        return NULL;
    for (size_t i = 1; i < nargs; i++)
        if (!str_check(vm, args[i]))
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "maketrans() argument %s must be str, not %B",
                            ordinals[i], args[i]);
    object *dict = dict_new(vm);
    if (!dict)
        return NULL;
    bool ok = nargs == 1 ? from_dict(vm, dict, args[0])
                         : from_texts(vm, dict, args[0], args[1],
                                      nargs == 3 ? args[2] : NULL);
    if (ok)
        return dict;
    vm_release(vm, dict);
    return NULL;
}

/* ---- encode --------------------------------------------------------------------- */

object *str_m_encode(struct vm *vm, object *self, object *const *args,
                     size_t nargs, object *kwnames)
{
    static const char *const names[] = {"encoding", "errors", NULL};
    static const struct arg_spec spec = {"encode", names, 0, 2, 0};
    object *in[2];
    if (!args_bind(vm, &spec, args, nargs, kwnames, in))
        return NULL;
    for (int i = 0; i < 2; i++)
        if (in[i] && !str_check(vm, in[i]))
            return vm_raise(vm, EXC_TYPE_ERROR,
                            "encode() argument '%s' must be str, not %B",
                            names[i], in[i]);
    return codec_encode(vm, self, in[0], in[1]);
}
