/*
 * The bytes each type takes, cell and arrays: what a million of them cost.
 */
#include "tests/vm/fixture.h"

static size_t bytes_of(object *o)
{
    const struct heap_type *type = heap_type_of(the_vm->heap, o);
    size_t arrays = type->extra ? type->extra(o) : 0;
    return heap_object_size(the_vm->heap, o) + (arrays + 15) / 16 * 16;
}

static void expect_bytes(const char *text, size_t bytes)
{
    object *o = fixture_value(text);
    cr_assert_not_null(o, "%s", text);
    size_t found = bytes_of(o);
    cr_expect_eq(found, bytes, "%s: %zu bytes, not %zu", text, found, bytes);
    vm_release(the_vm, o);
}

VM_TEST(sizes, of_numbers_and_texts)
{
    expect_bytes("1000", 16);
    expect_bytes("1.5", 16);
    expect_bytes("'abcdefg' + chr(104)", 32);
}

VM_TEST(sizes, of_containers)
{
    expect_bytes("[]", 32);
    expect_bytes("[None, True, False]", 64);
    expect_bytes("[x for x in '']", 32);
    expect_bytes("(None, [])", 32);
    expect_bytes("{}", 32);
    expect_bytes("{'a': None, 'b': None, 'c': None}", 112);
    expect_bytes("{None, True, False}", 96);
}

VM_TEST(sizes, of_instances)
{
    cr_assert(fixture_run("class Plain:\n"
                          "    def __init__(self):\n"
                          "        self.a = self.b = None\n"
                          "class Slotted:\n"
                          "    __slots__ = 'a', 'b'\n"));
    vm_release(the_vm, fixture_value("Plain()")); /* the class learns room */
    expect_bytes("Plain()", 48);
    expect_bytes("Slotted()", 32);
}
