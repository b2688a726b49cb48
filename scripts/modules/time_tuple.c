/*
 * time.struct_time: a tuple of nine with one field behind them, a tuple of
 * the zone's name and its offset, which are told by name only.
 */
#include <limits.h>
#include <string.h>

#include "scripts/modules/native.h"
#include "scripts/modules/time.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

enum { VISIBLE = 9, HIDDEN = 2, ALL = VISIBLE + HIDDEN };

static const char *const field_names[ALL] = {
    "tm_year", "tm_mon",  "tm_mday",  "tm_hour", "tm_min",   "tm_sec",
    "tm_wday", "tm_yday", "tm_isdst", "tm_zone", "tm_gmtoff"};

static const size_t positions[ALL] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

/* ---- the object ---------------------------------------------------------- */

static object **hidden_of(struct vm *vm, object *self)
{
    size_t size = heap_object_size(vm->heap, self);
    return (object **)(void *)((char *)self + size - sizeof(object *));
}

static object *get_field(struct vm *vm, object *self, const void *data)
{
    size_t i = *(const size_t *)data;
    object *o = i < VISIBLE ? self : *hidden_of(vm, self);
    return heap_retain(tuple_items(o)[i < VISIBLE ? i : i - VISIBLE]);
}

static object *repr(struct vm *vm, object *self)
{
    struct str_builder b;
    str_builder_init(&b, vm);
    str_builder_ascii(&b, "time.struct_time(");
    for (size_t i = 0; i < VISIBLE; i++) {
        object *text = str_format(vm, "%s%s=%R", i ? ", " : "", field_names[i],
                                  tuple_items(self)[i]);
        if (!text) {
            str_builder_done(&b);
            return NULL;
        }
        str_builder_str(&b, text);
        vm_release(vm, text);
    }
    str_builder_ascii(&b, ")");
    return str_builder_finish(&b);
}

static const struct heap_field hidden_field[] = {
    {.offset = HEAP_FIELD_FROM_END | (uint32_t)sizeof(object *),
     .name = "hidden"},
};

static void release_all(struct vm *vm, object *const *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        vm_release_maybe(vm, items[i]);
}

/* A struct_time of ALL items, which are stolen and not NULL. */
static object *make_steal(struct vm *vm, struct type_object *type,
                          object **items)
{
    object *hidden = tuple_from_steal(vm, items + VISIBLE, HIDDEN);
    object *o = hidden ? type_alloc(vm, type, (VISIBLE + 1) * sizeof(object *))
                       : NULL;
    if (!o) {
        vm_release_maybe(vm, hidden);
        release_all(vm, items, VISIBLE);
        return NULL;
    }
    heap_set_aux(o, VISIBLE);
    memcpy(((struct tuple_object *)o)->items, items, VISIBLE * sizeof *items);
    *hidden_of(vm, o) = hidden;
    return o;
}

static object *whole(struct vm *vm, struct type_object *type, object *given,
                     object *dict)
{
    object *items[ALL];
    size_t n = tuple_length(given);
    for (size_t i = 0; i < ALL; i++) {
        object *value = i < n ? tuple_items(given)[i] : NULL;
        if (!value && dict)
            value = dict_get_c_peek(vm, dict, field_names[i]);
        items[i] = heap_retain(value ? value : vm->none);
    }
    return make_steal(vm, type, items);
}

static object *given_items(struct vm *vm, object *o)
{
    if (vm_type_of(vm, o)->slots.item || vm_type_of(vm, o)->slots.iter)
        return vm_tuple_from(vm, o);
    return vm_raise(vm, EXC_TYPE_ERROR, "constructor requires a sequence");
}

static object *new_(struct vm *vm, struct type_object *type,
                    object *const *args, size_t nargs, object *kwnames)
{
    static const char *const names[] = {"sequence", "dict", NULL};
    static const struct arg_spec spec = {"structseq", names, 0, 2, 1};
    object *out[2], *r = NULL;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return NULL;
    object *given = given_items(vm, out[0]);
    if (!given)
        return NULL;
    size_t n = tuple_length(given);
    if (out[1] && !(vm_type_of(vm, out[1])->flags & TYPE_DICT_SUBCLASS))
        vm_raise(vm, EXC_TYPE_ERROR,
                 "time.struct_time() takes a dict as second arg, if any");
    else if (n < VISIBLE || n > ALL)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "time.struct_time() takes an %s %d-sequence (%zu-sequence "
                 "given)",
                 n < VISIBLE ? "at least" : "at most",
                 n < VISIBLE ? VISIBLE : ALL, n);
    else
        r = whole(vm, type, given, out[1]);
    vm_release(vm, given);
    if (r)
        heap_track(vm->heap, r);
    return r;
}

TIME_FUNCTION(reduce)
{
    TIME_UNUSED;
    object *items = tuple_from(vm, tuple_items(self), VISIBLE);
    object *dict = items ? dict_new(vm) : NULL;
    bool ok = dict;
    for (size_t i = VISIBLE; ok && i < ALL; i++)
        ok = dict_set_c(vm, dict, field_names[i],
                        tuple_items(*hidden_of(vm, self))[i - VISIBLE]);
    object *both = ok ? tuple_pack(vm, 2, items, dict) : NULL;
    object *r =
        both ? tuple_pack(vm, 2, type_as_object(vm_type_of(vm, self)), both)
             : NULL;
    vm_release_maybe(vm, items);
    vm_release_maybe(vm, dict);
    vm_release_maybe(vm, both);
    return r;
}

/* ---- the type ------------------------------------------------------------ */

static const struct method_def methods[] = {
    {"__reduce__", reduce, METHOD_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

#define FIELD(i, name, doc) {name, get_field, NULL, doc, &positions[i]}
static const struct getset_def getsets[] = {
    FIELD(0, "tm_year", "year, for example, 1993"),
    FIELD(1, "tm_mon", "month of year, range [1, 12]"),
    FIELD(2, "tm_mday", "day of month, range [1, 31]"),
    FIELD(3, "tm_hour", "hours, range [0, 23]"),
    FIELD(4, "tm_min", "minutes, range [0, 59]"),
    FIELD(5, "tm_sec", "seconds, range [0, 61])"),
    FIELD(6, "tm_wday", "day of week, range [0, 6], Monday is 0"),
    FIELD(7, "tm_yday", "day of year, range [1, 366]"),
    FIELD(8, "tm_isdst",
          "1 if summer time is in effect, 0 if not, and -1 if unknown"),
    FIELD(9, "tm_zone", "abbreviation of timezone name"),
    FIELD(10, "tm_gmtoff", "offset from UTC in seconds"),
    {NULL, NULL, NULL, NULL, NULL},
};

static bool add_counts(struct vm *vm, struct type_object *type)
{
    object *names = tuple_new(vm, VISIBLE);
    bool ok = names;
    for (size_t i = 0; ok && i < VISIBLE; i++)
        ok = (tuple_items(names)[i] = str_intern(vm, field_names[i])) != NULL;
    object *visible = int_new(vm, VISIBLE), *all = int_new(vm, ALL);
    ok = ok && visible && all &&
         dict_set_c(vm, type->dict, "__match_args__", names) &&
         dict_set_c(vm, type->dict, "n_sequence_fields", visible) &&
         dict_set_c(vm, type->dict, "n_fields", all) &&
         dict_set_c(vm, type->dict, "n_unnamed_fields",
                    vm->small_ints[0 - SMALL_INT_MIN]);
    vm_release_maybe(vm, names);
    vm_release_maybe(vm, visible);
    vm_release_maybe(vm, all);
    return ok;
}

static struct type_object *make_type(struct vm *vm)
{
    struct type_spec spec = {
        .name = "time.struct_time",
        .layout = vm->types[TYPE_TUPLE]->layout,
        .slots = {.repr = repr, .new_ = new_},
        .methods = methods,
        .getsets = getsets,
        .doc = "A moment as gmtime(), localtime() and strptime() tell it, and "
               "as\nasctime(), mktime() and strftime() take it: nine numbers "
               "with names."};
    spec.layout.fields = hidden_field;
    spec.layout.field_count = 1;
    spec.layout.index = 0;
    struct type_object *type =
        type_from_spec_base(vm, &spec, vm->types[TYPE_TUPLE]);
    if (!type)
        return NULL;
    type->layout.owner = type_as_object(type);
    type->spec = NULL;
    if (add_counts(vm, type))
        return type;
    vm_release(vm, type_as_object(type));
    return NULL;
}

struct type_object *time_tuple_type(struct vm *vm)
{
    object **slot = native_slot(vm, field_names);
    if (slot && !*slot) {
        struct type_object *type = make_type(vm);
        slot = native_slot(vm, field_names);
        if (type && slot)
            *slot = type_as_object(type);
    }
    return slot && *slot ? type_object_of(*slot) : NULL;
}

/* ---- moments ------------------------------------------------------------- */

object *time_tuple_new(struct vm *vm, const struct host_calendar *c)
{
    const int64_t numbers[VISIBLE] = {
        c->year,   c->month,       c->day,      c->hour,  c->minute,
        c->second, c->weekday, c->yearday, c->summer};
    object *items[ALL];
    struct type_object *type = time_tuple_type(vm);
    bool ok = type;
    for (size_t i = 0; i < VISIBLE; i++)
        ok = (items[i] = int_new(vm, numbers[i])) && ok;
    ok = (items[VISIBLE] = str_from(vm, c->zone)) && ok;
    ok = (items[VISIBLE + 1] = int_new(vm, c->offset)) && ok;
    if (!ok) {
        release_all(vm, items, ALL);
        return NULL;
    }
    object *o = make_steal(vm, type, items);
    if (o)
        heap_track(vm->heap, o);
    return o;
}

static bool read_int(struct vm *vm, object *o, int32_t *out)
{
    int64_t n;
    object *index = vm_index(vm, o);
    bool ok = index;
    if (ok && (!int_fits_i64(index, &n) || n > INT_MAX || n < INT_MIN)) {
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "signed integer is %s",
                 int_sign(index) > 0 ? "greater than maximum"
                                     : "less than minimum");
        ok = false;
    }
    vm_release_maybe(vm, index);
    *out = ok ? (int32_t)n : 0;
    return ok;
}

/* The name and offset that a struct_time has besides. */
static void read_zone(struct vm *vm, object *o, struct host_calendar *out)
{
    object *const *hidden = tuple_items(*hidden_of(vm, o));
    int64_t offset;
    if (vm_type_of(vm, hidden[0])->flags & TYPE_STR_SUBCLASS) {
        size_t n = str_to_utf8(hidden[0], out->zone, sizeof out->zone - 1);
        out->zone[n < sizeof out->zone ? n : sizeof out->zone - 1] = '\0';
    }
    if (vm_is(hidden[1], TYPE_INT) && int_fits_i64(hidden[1], &offset))
        out->offset = (int32_t)offset;
}

bool time_tuple_read(struct vm *vm, object *o, const char *function,
                     struct host_calendar *out)
{
    int32_t *const fields[VISIBLE] = {
        &out->year,   &out->month,   &out->day,     &out->hour,  &out->minute,
        &out->second, &out->weekday, &out->yearday, &out->summer};
    memset(out, 0, sizeof *out);
    if (!(vm_type_of(vm, o)->flags & TYPE_TUPLE_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR,
                 "Tuple or struct_time argument required");
        return false;
    }
    if (tuple_length(o) != VISIBLE) {
        vm_raise(vm, EXC_TYPE_ERROR, "%s(): illegal time tuple argument",
                 function);
        return false;
    }
    for (size_t i = 0; i < VISIBLE; i++)
        if (!read_int(vm, tuple_items(o)[i], fields[i]))
            return false;
    if (out->year < INT_MIN + 1900) {
        vm_raise(vm, EXC_OVERFLOW_ERROR, "year out of range");
        return false;
    }
    if (vm_type_of(vm, o) == time_tuple_type(vm))
        read_zone(vm, o, out);
    return !vm_pending(vm);
}
