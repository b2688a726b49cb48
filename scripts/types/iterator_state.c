/*
 * __reduce__ and __setstate__ of iterators over a sequence in place: a call of
 * iter() and a number.  Iterators with more to tell use the two helpers.
 */
#include "scripts/types/iterator_state.h"

#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

object *iterator_reduced_steal(struct vm *vm, const char *function,
                               object *over, const ptrdiff_t *at)
{
    object *made = over ? dict_get_c_peek(vm, vm->builtins, function) : NULL;
    object *args = made ? tuple_pack(vm, 1, over) : NULL;
    object *state = args && at ? int_new(vm, *at) : NULL;
    object *result = NULL;
    if (over && !made)
        vm_raise(vm, EXC_ATTRIBUTE_ERROR, "%s", function);
    if (state)
        result = tuple_pack(vm, 3, made, args, state);
    else if (args && !at)
        result = tuple_pack(vm, 2, made, args);
    vm_release_maybe(vm, state);
    vm_release_maybe(vm, args);
    vm_release_maybe(vm, over);
    return result;
}

bool iterator_state(struct vm *vm, object *state, ptrdiff_t low,
                    ptrdiff_t high, ptrdiff_t *out)
{
    ptrdiff_t n;
    if (!(vm_type_of(vm, state)->flags & TYPE_INT_SUBCLASS)) {
        vm_raise(vm, EXC_TYPE_ERROR, "an integer is required");
        return false;
    }
    if (!int_fits_ssize(state, &n)) {
        vm_raise(vm, EXC_OVERFLOW_ERROR,
                 "Python int too large to convert to C ssize_t");
        return false;
    }
    *out = n < low ? low : n > high ? high : n;
    return true;
}

/* The type that an iterator of this type goes over. */
static enum type_id container_of(const object *iterator)
{
    static const enum type_id pairs[][2] = {
        {TYPE_LIST_ITERATOR, TYPE_LIST},
        {TYPE_TUPLE_ITERATOR, TYPE_TUPLE},
        {TYPE_STR_ITERATOR, TYPE_STR},
        {TYPE_STR_ASCII_ITERATOR, TYPE_STR},
        {TYPE_BYTES_ITERATOR, TYPE_BYTES},
        {TYPE_BYTEARRAY_ITERATOR, TYPE_BYTEARRAY},
    };
    size_t i = 0;
    while (!vm_is(iterator, pairs[i][0]))
        i++;
    return pairs[i][1];
}

/* What an iterator at its end is made over. */
static object *nothing(struct vm *vm, enum type_id container)
{
    return container == TYPE_LIST  ? list_new(vm, 0)
           : container == TYPE_STR ? heap_retain(vm->empty_str)
                                   : heap_retain(vm->empty_tuple);
}

object *iterator_place_reduce(struct vm *vm, object *self, object *const *args,
                              size_t nargs, object *kwnames)
{
    struct place_iterator *it = (struct place_iterator *)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    if (it->over)
        return iterator_reduced_steal(vm, "iter", heap_retain(it->over),
                                      &it->next);
    return iterator_reduced_steal(vm, "iter",
                                  nothing(vm, container_of(self)), NULL);
}

object *iterator_place_set_state(struct vm *vm, object *self,
                                 object *const *args, size_t nargs,
                                 object *kwnames)
{
    struct place_iterator *it = (struct place_iterator *)self;
    struct type_object *type = vm->types[container_of(self)];
    ptrdiff_t n;
    (void)nargs;
    (void)kwnames;
    if (!iterator_state(vm, args[0], 0, PTRDIFF_MAX, &n))
        return NULL;
    if (it->over) {
        ptrdiff_t length = type->slots.length(vm, it->over);
        it->next = n < length ? n : length;
    }
    return vm_none(vm);
}
