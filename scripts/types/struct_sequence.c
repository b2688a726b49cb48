/*
 * Tuples with named items.  Each kind is a type of its own that derives from
 * tuple; its names are in the type's dict, where scripts can see them.
 */
#include "scripts/types/struct_sequence.h"

#include <string.h>

#include "scripts/types/descriptor.h"
#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/types/type_internal.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

static const size_t positions[STRUCT_FIELDS_MAX] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11,
    12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23};

static object *get_item(struct vm *vm, object *self, const void *data)
{
    size_t i = *(const size_t *)data;
    if (i >= tuple_length(self))
        return vm_none(vm);
    return heap_retain(tuple_items(self)[i]);
}

/* __match_args__ of the type: its names. */
static object *names_of(struct vm *vm, struct type_object *type)
{
    object *names = dict_get_str_peek(vm, type->dict,
                                      vm->name[NAME_dunder_match_args]);
    return names && vm_is(names, TYPE_TUPLE) ? names : NULL;
}

static object *repr(struct vm *vm, object *self)
{
    struct str_builder b;
    struct type_object *type = vm_type_of(vm, self);
    object *names = names_of(vm, type);
    size_t count = names ? tuple_length(names) : 0;
    str_builder_init(&b, vm);
    str_builder_utf8(&b, type_name(type), strlen(type_name(type)));
    str_builder_ascii(&b, "(");
    for (size_t i = 0; i < count && i < tuple_length(self); i++) {
        object *text =
            str_format(vm, "%s%U=%R", i ? ", " : "", tuple_items(names)[i],
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

static bool add_names(struct vm *vm, struct type_object *type,
                      const char *const *names, size_t count)
{
    object *all = tuple_new(vm, count), *number = int_new(vm, (int64_t)count);
    bool ok = all && number;
    for (size_t i = 0; ok && i < count; i++)
        ok = (tuple_items(all)[i] = str_intern(vm, names[i])) != NULL;
    ok = ok &&
         dict_set(vm, type->dict, vm->name[NAME_dunder_match_args], all) &&
         dict_set_c(vm, type->dict, "n_sequence_fields", number) &&
         dict_set_c(vm, type->dict, "n_fields", number) &&
         dict_set_c(vm, type->dict, "n_unnamed_fields", vm->small_ints[5]);
    vm_release_maybe(vm, all);
    vm_release_maybe(vm, number);
    return ok;
}

static bool add_getsets(struct vm *vm, struct type_object *type,
                        struct getset_def *rows, const char *const *names,
                        size_t count)
{
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        rows[i] = (struct getset_def){names[i], get_item, NULL, NULL,
                                      &positions[i]};
        object *d = getset_descriptor_new(vm, type, &rows[i]);
        ok = d && dict_set_c(vm, type->dict, names[i], d);
        vm_release_maybe(vm, d);
    }
    return ok;
}

struct type_object *struct_sequence_type(struct vm *vm, const char *name,
                                         const char *const *names)
{
    struct type_spec spec = {.name = name, .slots = {.repr = repr}};
    size_t count = 0;
    while (names[count])
        count++;
    struct type_object *type =
        type_from_spec_base(vm, &spec, vm->types[TYPE_TUPLE]);
    if (!type)
        return NULL;
    type->slots.new_ = NULL;
    type_outlives_instances(vm, type);
    type->rows_size = (count * sizeof(struct getset_def) + 15) / 16 * 16;
    type->rows = heap_array_new(vm->heap, type->rows_size);
    if (!type->rows)
        vm_raise_no_memory(vm);
    else if (add_getsets(vm, type, type->rows, names, count) &&
             add_names(vm, type, names, count))
        return type;
    vm_release(vm, type_as_object(type));
    return NULL;
}

object *struct_sequence_make(struct vm *vm, struct type_object *type,
                             object *const *args, size_t nargs,
                             object *kwnames)
{
    static const char *const words[] = {"sequence", "dict", NULL};
    static const struct arg_spec spec = {"structseq", words, 0, 2, 1};
    object *out[2], *names = names_of(vm, type), *r = NULL;
    if (!args_bind(vm, &spec, args, nargs, kwnames, out))
        return NULL;
    object *given = vm_tuple_from(vm, out[0]);
    size_t count = names ? tuple_length(names) : 0;
    if (given && tuple_length(given) != count)
        vm_raise(vm, EXC_TYPE_ERROR,
                 "%s() takes a %zu-sequence (%zu-sequence given)",
                 type_name(type), count, tuple_length(given));
    else if (given)
        r = vm->types[TYPE_TUPLE]->slots.new_(vm, type, &given, 1, NULL);
    vm_release_maybe(vm, given);
    return r;
}

object *struct_sequence_new_steal(struct vm *vm, struct type_object *type,
                                  object *const *items, size_t count)
{
    bool whole = type;
    for (size_t i = 0; i < count; i++)
        whole &= items[i] != NULL;
    object *plain = whole ? tuple_from(vm, items, count) : NULL;
    object *r = plain ? vm->types[TYPE_TUPLE]->slots.new_(vm, type, &plain, 1,
                                                          NULL)
                      : NULL;
    vm_release_maybe(vm, plain);
    for (size_t i = 0; i < count; i++)
        vm_release_maybe(vm, items[i]);
    return r;
}
