/*
 * Containers that share their array when memory runs out: the change that
 * wants an array of its own fails before it has changed anything.
 */
#include "tests/vm/fixture.h"

#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

#include <criterion/criterion.h>
#include <stdio.h>

static const char setup[] = "a = [[i] for i in range(700)]\n"
                            "b, part = a[:], a[10:600]\n"
                            "d = {i: a for i in range(100)}\n"
                            "e = d.copy()\n"
                            "s = set(range(100))\n"
                            "t = s.copy()\n"
                            "m = bytearray(2000)\n"
                            "n = m[:]\n";

static const char *const changes[] = {
    "a.append(1)",      "b[5] = 2",    "part.pop()",     "a.reverse()",
    "b.sort(key=len)",  "del a[::3]",  "part[2:4] = [1]", "a.insert(3, 4)",
    "e[3] = 1",         "del d[4]",    "e.popitem()",    "d.pop(7)",
    "e.update({-1: 1})", "t.add(-1)",  "s.discard(5)",   "t.pop()",
    "n[3] = 1",         "m.append(2)", "n.reverse()",    "del m[:7]",
    "c = a[:]",         "c = d.copy()", "c = set(s)",    "c = part[:]",
};

/* Whether the change was made although the nth request failed. */
static bool survives(const char *change, uint64_t n)
{
    char text[200];
    cr_assert(fixture_run(setup));
    cr_assert(fixture_run("before = repr((a, b, part, d, e, s, t, m, n))"));
    snprintf(text, sizeof text, "def change():\n    global c\n    %s", change);
    cr_assert(fixture_run(text));
    object *fn = fixture_value("change");
    heap_fail_after(the_vm->heap, n);
    object *result = vm_call0(the_vm, fn);
    heap_fail_after(the_vm->heap, 0);
    vm_release(the_vm, fn);
    if (!result) {
        cr_expect(vm_pending_is(the_vm, EXC_MEMORY_ERROR), "%s", change);
        vm_pending_clear(the_vm);
        object *same =
            fixture_value("before == repr((a, b, part, d, e, s, t, m, n))");
        cr_expect_eq(same, the_vm->true_, "%s, request %d", change, (int)n);
        vm_release(the_vm, same);
        return false;
    }
    vm_release(the_vm, result);
    return true;
}

VM_TEST(sharing, a_change_without_memory_changes_nothing)
{
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        uint64_t n = 1;
        while (n < 40 && !survives(changes[i], n))
            n++;
        cr_expect_lt(n, 40, "%s", changes[i]);
    }
    cr_assert(fixture_run("a = b = c = part = d = e = None"));
}

static size_t bytes_used(void)
{
    struct heap_totals totals;
    heap_totals(the_vm->heap, &totals);
    return totals.bytes;
}

/* A long slice of bytes takes no memory, unless that keeps far more alive. */
VM_TEST(sharing, slices_of_bytes_share)
{
    cr_assert(fixture_run("long = bytes(range(256)) * 4000"));
    size_t before = bytes_used();
    cr_assert(fixture_run("part = long[1000:1000000]"));
    size_t shared = bytes_used() - before;
    cr_expect_lt(shared, 10000);
    cr_assert(fixture_run("del long"));
    cr_expect_gt(bytes_used(), before - 10000);
    cr_assert(fixture_run("small = part[5000:100000]; del part"));
    cr_expect_lt(bytes_used(), before - 800000);
    heap_set_sharing(the_vm->heap, false);
    cr_assert(fixture_run("long = bytes(1000000)"));
    before = bytes_used();
    cr_assert(fixture_run("part = long[1:]"));
    cr_expect_gt(bytes_used(), before + 900000);
    heap_set_sharing(the_vm->heap, true);
    fixture_expect("len(small), small[0], len(part)", "(95000, 112, 999999)");
}

VM_TEST(sharing, the_whole_can_die_without_memory)
{
    cr_assert(fixture_run(setup));
    cr_assert(fixture_run("del b, d, e"));
    object *fn = fixture_value("a.clear");
    heap_fail_after(the_vm->heap, 1);
    object *result = vm_call0(the_vm, fn);
    heap_fail_after(the_vm->heap, 0);
    cr_assert(result);
    vm_release(the_vm, result);
    vm_release(the_vm, fn);
    fixture_expect("len(a), len(part), part[0], part[-1]",
                   "(0, 590, [10], [599])");
}
