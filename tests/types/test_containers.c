/*
 * Containers as C code uses them.
 */
#include "../vm/fixture.h"

#include "scripts/types/dict.h"
#include "scripts/types/int.h"
#include "scripts/types/list.h"
#include "scripts/types/set.h"
#include "scripts/types/str.h"
#include "scripts/types/tuple.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/error.h"

static object *number(int64_t n)
{
    return int_new(the_vm, n);
}

VM_TEST(containers, appending_steals_or_retains)
{
    object *list = list_new(the_vm, 0), *n = number(1000);
    cr_assert(list_append(the_vm, list, n));
    cr_assert_eq(heap_refs(n), 2);
    cr_assert(list_append_steal(the_vm, list, n));
    cr_assert_eq(heap_refs(n), 2);
    fixture_expect_steal(list, "[1000, 1000]");
}

VM_TEST(containers, a_slice_is_replaced_by_one_of_another_length)
{
    object *list = fixture_value("[0, 1, 2, 3, 4]");
    object *more = fixture_value("'abc'");
    cr_assert(list_set_slice(the_vm, list, 1, 3, more));
    cr_assert(list_set_slice(the_vm, list, 0, 1, NULL));
    vm_release(the_vm, more);
    fixture_expect_steal(list, "['a', 'b', 'c', 3, 4]");
}

VM_TEST(containers, a_list_given_itself_grows_by_what_it_had)
{
    object *list = fixture_value("[1, 2, 3]");
    cr_assert(list_extend(the_vm, list, list));
    fixture_expect_steal(list, "[1, 2, 3, 1, 2, 3]");
}

VM_TEST(containers, sorting_keeps_equal_items_in_order)
{
    object *list = fixture_value("[(i % 3, i) for i in range(9)]");
    object *key = fixture_value("lambda t: t[0]");
    cr_assert(list_sort(the_vm, list, key, true));
    vm_release(the_vm, key);
    fixture_expect_steal(list, "[(2, 2), (2, 5), (2, 8), (1, 1), (1, 4), "
                               "(1, 7), (0, 0), (0, 3), (0, 6)]");
}

VM_TEST(containers, a_dict_keeps_the_order_of_insertion)
{
    object *dict = dict_new(the_vm), *one = number(1), *two = number(2);
    cr_assert(dict_set_c(the_vm, dict, "b", one));
    cr_assert(dict_set_c(the_vm, dict, "a", one));
    cr_assert(dict_set_c(the_vm, dict, "b", two));
    fixture_expect_steal(dict, "{'b': 2, 'a': 1}");
    vm_release(the_vm, one);
    vm_release(the_vm, two);
}

VM_TEST(containers, a_dict_finds_pops_and_forgets)
{
    object *dict = fixture_value("{i: -i for i in range(1000)}");
    object *key = number(700), *value;
    cr_assert_eq(dict_find(the_vm, dict, key, &value), 1);
    cr_assert_eq(dict_pop(the_vm, dict, key, &value), 1);
    fixture_expect_steal(value, "-700");
    cr_assert_eq(dict_find(the_vm, dict, key, &value), 0);
    cr_assert_eq(dict_delete(the_vm, dict, key), 0);
    cr_assert_eq(dict_length(dict), 999);
    vm_release(the_vm, key);
    vm_release(the_vm, dict);
}

VM_TEST(containers, a_walk_over_a_dict_meets_each_entry_once)
{
    object *dict = fixture_value("dict.fromkeys(range(50), 'x')");
    object *key, *value;
    size_t at = 0, n = 0;
    while (dict_next(dict, &at, &key, &value)) {
        int64_t k;
        cr_assert(int_fits_i64(key, &k));
        cr_assert_eq(k, (int64_t)n++);
    }
    cr_assert_eq(n, 50);
    vm_release(the_vm, dict);
}

VM_TEST(containers, a_key_that_cannot_be_hashed_is_an_error)
{
    object *dict = dict_new(the_vm), *key = list_new(the_vm, 0), *value;
    cr_assert_eq(dict_find(the_vm, dict, key, &value), -1);
    cr_assert(vm_pending_is(the_vm, EXC_TYPE_ERROR));
    vm_pending_clear(the_vm);
    vm_release(the_vm, key);
    vm_release(the_vm, dict);
}

VM_TEST(containers, merging_can_keep_override_or_refuse)
{
    object *a = fixture_value("{1: 'a'}"), *b = fixture_value("{1: 'b', 2: 0}");
    cr_assert(dict_merge(the_vm, a, b, 0));
    cr_assert_not(dict_merge(the_vm, a, b, 2));
    cr_assert(vm_pending_is(the_vm, EXC_KEY_ERROR));
    vm_pending_clear(the_vm);
    vm_release(the_vm, b);
    fixture_expect_steal(a, "{1: 'a', 2: 0}");
}

VM_TEST(containers, sets_hold_one_of_equal_items)
{
    object *set = set_new(the_vm), *one = number(1);
    cr_assert(set_add(the_vm, set, one));
    cr_assert(set_add(the_vm, set, the_vm->true_));
    cr_assert_eq(set_length(set), 1);
    cr_assert_eq(set_contains(the_vm, set, the_vm->true_), 1);
    cr_assert_eq(set_discard(the_vm, set, one), 1);
    cr_assert_eq(set_discard(the_vm, set, one), 0);
    vm_release(the_vm, one);
    fixture_expect_steal(set, "set()");
}

VM_TEST(containers, tuples_of_any_length_know_it)
{
    for (size_t n = 0; n < 40; n++) {
        object *tuple = tuple_new(the_vm, n);
        cr_assert_eq(tuple_length(tuple), n);
        for (size_t k = 0; n && k < n; k++)
            tuple_items(tuple)[k] = number((int64_t)(k + 1000));
        vm_release(the_vm, tuple);
    }
}

VM_TEST(containers, the_empty_tuple_is_one_object)
{
    object *tuple = tuple_new(the_vm, 0);
    cr_assert_eq(tuple, the_vm->empty_tuple);
    vm_release(the_vm, tuple);
}
