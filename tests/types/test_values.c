/*
 * Numbers and text as C code uses them.
 */
#include "../vm/fixture.h"

#include <stdlib.h>
#include <string.h>

#include "scripts/types/int.h"
#include "scripts/types/str.h"
#include "scripts/vm/abstract.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

VM_TEST(values, small_ints_are_shared_and_others_are_not)
{
    for (int64_t n = SMALL_INT_MIN - 1; n <= SMALL_INT_MAX + 1; n++) {
        object *a = int_new(the_vm, n), *b = int_new(the_vm, n);
        cr_assert_eq(a == b, n >= SMALL_INT_MIN && n <= SMALL_INT_MAX);
        vm_release(the_vm, a);
        vm_release(the_vm, b);
    }
}

VM_TEST(values, ints_pass_the_borders_of_64_bits)
{
    fixture_expect("2**63 - 1 + 1", "9223372036854775808");
    fixture_expect("-2**63 - 1", "-9223372036854775809");
    fixture_expect("(2**63 - 1) * -(2**63)",
                   "-85070591730234615856620279821087277056");
    fixture_expect("(2**64) // (2**64 - 1), -7 // 2, -7 % 2", "(1, -4, 1)");
    fixture_expect("-(-2**63), abs(-2**63), (-2**63) // -1",
                   "(9223372036854775808, 9223372036854775808, "
                   "9223372036854775808)");
}

VM_TEST(values, an_int_that_does_not_fit_is_an_overflow)
{
    object *big = fixture_value("2**70");
    int64_t n;
    cr_assert_not(int_fits_i64(big, &n));
    cr_assert_not(vm_pending(the_vm));
    cr_assert_not(int_as_i64(the_vm, big, &n));
    cr_assert(vm_pending_is(the_vm, EXC_OVERFLOW_ERROR));
    vm_pending_clear(the_vm);
    vm_release(the_vm, big);
}

VM_TEST(values, digits_are_parsed_in_any_base)
{
    fixture_expect_steal(int_parse(the_vm, "ff_ff", 5, 16, the_vm->none),
                         "65535");
    fixture_expect_steal(int_parse(the_vm, "0b101", 5, 0, the_vm->none),
                         "5");
    fixture_expect_steal(int_parse(the_vm, "zz", 2, 36, the_vm->none),
                         "1295");
    cr_assert_null(int_parse(the_vm, "1__0", 4, 10, the_vm->none));
    cr_assert(vm_pending_is(the_vm, EXC_VALUE_ERROR));
    vm_pending_clear(the_vm);
}

VM_TEST(values, text_is_as_narrow_as_its_widest_character)
{
    static const struct {
        const char *text;
        unsigned width;
    } cases[] = {{"abc", 1}, {"\xc3\xa9", 1}, {"\xe2\x82\xac", 2},
                 {"a\xf0\x9f\x90\x8d", 4}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        object *s = str_from(the_vm, cases[k].text);
        cr_assert_eq(((struct str_object *)s)->width, cases[k].width);
        vm_release(the_vm, s);
    }
}

VM_TEST(values, text_goes_to_utf8_and_back)
{
    const char *text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\x8d";
    object *s = str_from(the_vm, text);
    char *copy = str_dup_utf8(the_vm, s);
    cr_assert_eq(str_length(s), 4);
    cr_assert_eq(str_at(s, 3), 0x1f40d);
    cr_assert_str_eq(copy, text);
    free(copy);
    vm_release(the_vm, s);
}

VM_TEST(values, interning_gives_one_object)
{
    object *a = str_intern(the_vm, "spam_and_eggs");
    object *b = str_intern(the_vm, "spam_and_eggs");
    object *c = str_from(the_vm, "spam_and_eggs");
    cr_assert_eq(a, b);
    cr_assert_neq(a, c);
    str_intern_in_place(the_vm, &c);
    cr_assert_eq(a, c);
    vm_release(the_vm, a);
    vm_release(the_vm, b);
    vm_release(the_vm, c);
}

VM_TEST(values, messages_are_formatted_with_objects)
{
    object *s = str_from(the_vm, "x'y");
    fixture_expect_steal(
        str_format(the_vm, "%s %d %U %R %T %.2s|%%", "c", -3, s, s, s, "long"),
        "'c -3 x\\'y \"x\\'y\" str lo|%'");
    vm_release(the_vm, s);
}

VM_TEST(values, equal_numbers_hash_alike)
{
    fixture_expect("hash(1) == hash(1.0) == hash(True) == hash(1+0j)", "True");
    fixture_expect("hash(2**61 - 1), hash(-1), hash(2**100)",
                   "(0, -2, 549755813888)");
    fixture_expect("hash(0.5), hash(float('inf'))",
                   "(1152921504606846976, 314159)");
}

VM_TEST(values, floats_have_the_shortest_digits_that_read_back)
{
    fixture_expect("0.1 + 0.2, 1e16, 1e-5, 5e-324, 1.7976931348623157e308",
                   "(0.30000000000000004, 1e+16, 1e-05, 5e-324, "
                   "1.7976931348623157e+308)");
    fixture_expect("round(2.675, 2), round(0.5), round(1.5), round(-0.5)",
                   "(2.67, 0, 2, 0)");
}

VM_TEST(values, a_loop_over_a_range_ends_where_memory_does)
{
    bool done = false;
    cr_assert(fixture_run("def loop():\n"
                          "    for i in range(1000, 1010):\n"
                          "        seen.append(i)\n"));
    for (uint64_t n = 1; n < 40 && !done; n++) {
        cr_assert(fixture_run("seen = []"));
        object *loop = fixture_value("loop");
        heap_fail_after(the_vm->heap, n);
        object *result = vm_call0(the_vm, loop);
        heap_fail_after(the_vm->heap, 0);
        cr_expect_eq(!result, vm_pending(the_vm), "request %d", (int)n);
        vm_pending_clear(the_vm);
        fixture_expect("seen == list(range(1000, 1000 + len(seen)))", "True");
        done = result;
        vm_release_maybe(the_vm, result);
        vm_release(the_vm, loop);
    }
    cr_expect(done);
    fixture_expect("len(seen)", "10");
    cr_assert(fixture_run("seen = None"));
}
